/// The gRPC interface. May import the floors below and every other package of `weft.node.api`
/// except `weft.node.api.http` and `weft.node.api.server`, and `weft.node.metrics`.
@NullMarked
package weft.node.api.grpc;

import org.jspecify.annotations.NullMarked;
