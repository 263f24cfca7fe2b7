/// Running the example rollups. May import every floor below and `weft.cli`.
@NullMarked
package weft.cli.example;

import org.jspecify.annotations.NullMarked;
