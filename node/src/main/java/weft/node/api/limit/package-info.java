/// Bounds on what clients may use: request rate, connections, streams, memory for request bodies.
/// May import `weft.primitives`.
@NullMarked
package weft.node.api.limit;

import org.jspecify.annotations.NullMarked;
