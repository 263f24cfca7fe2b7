/// Example rollups. May import `weft.primitives`, `weft.protocol` and `weft.rollup`.
@NullMarked
package weft.examples;

import org.jspecify.annotations.NullMarked;
