/// Getting and showing the engine of a network. May import every floor below and `weft.cli`.
@NullMarked
package weft.cli.engine;

import org.jspecify.annotations.NullMarked;
