/// Requests and answers in their wire form: what gRPC sends as it is and HTTP as JSON. May import
/// the floors below, `weft.node.api`, `weft.node.api.answer`, `weft.node.api.stream` and
/// `weft.node.api.limit`.
@NullMarked
package weft.node.api.wire;

import org.jspecify.annotations.NullMarked;
