/// Measuring. May import every floor below and `weft.cli`.
@NullMarked
package weft.cli.bench;

import org.jspecify.annotations.NullMarked;
