/// Tests of how a node is set up and what it logs.
@NullMarked
package weft.cli.node;

import org.jspecify.annotations.NullMarked;
