/// The public interface of a node: what it answers from and its limits. The parts are `answer`
/// (what is answered), `stream` (what is followed), `wire` and `json` (how it is written), `grpc`
/// and `http` (two thin interfaces), `limit` (what clients may use) and `server` (start and stop).
///
/// May import the floors below, `weft.node.mempool` and `weft.node.feed`.
@NullMarked
package weft.node.api;

import org.jspecify.annotations.NullMarked;
