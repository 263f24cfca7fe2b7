/// `weft bench`: starts a node in its own process, loads it over the public interface, and prints a
/// table and JSON. May import every floor below the command line.
@NullMarked
package weft.bench;

import org.jspecify.annotations.NullMarked;
