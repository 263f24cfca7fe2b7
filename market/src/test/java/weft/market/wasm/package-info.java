/// Tests of modules that rollups bring.
@NullMarked
package weft.market.wasm;

import org.jspecify.annotations.NullMarked;
