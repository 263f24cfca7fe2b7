/// Setting up and running one node. May import every floor below and `weft.cli`.
@NullMarked
package weft.cli.node;

import org.jspecify.annotations.NullMarked;
