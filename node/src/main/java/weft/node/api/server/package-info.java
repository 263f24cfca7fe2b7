/// Starts and stops the public API. May import every package of `weft.node.api` and
/// `weft.node.metrics`.
@NullMarked
package weft.node.api.server;

import org.jspecify.annotations.NullMarked;
