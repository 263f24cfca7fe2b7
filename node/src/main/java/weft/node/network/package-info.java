/// Makes the folders of a network's nodes: keys, genesis, configuration and the engine's files. May
/// import `weft.node.configuration` and the floors below.
@NullMarked
package weft.node.network;

import org.jspecify.annotations.NullMarked;
