/// `weft network`: sets up the nodes of a network. May import `weft.cli`, `weft.cli.node` and every
/// module below.
@NullMarked
package weft.cli.network;

import org.jspecify.annotations.NullMarked;
