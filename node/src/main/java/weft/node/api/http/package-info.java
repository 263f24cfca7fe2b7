/// The HTTP/JSON interface. May import the floors below and every other package of `weft.node.api`
/// except `weft.node.api.grpc` and `weft.node.api.server`, and `weft.node.metrics`.
@NullMarked
package weft.node.api.http;

import org.jspecify.annotations.NullMarked;
