/// weft.toml, WEFT_ variables and flags, and the genesis file. May import the floors below.
@NullMarked
package weft.node.configuration;

import org.jspecify.annotations.NullMarked;
