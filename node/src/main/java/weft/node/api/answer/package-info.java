/// The questions that the public API answers, in domain terms, once for every interface. May import
/// the floors below, `weft.node.api`, `weft.node.mempool`, `weft.node.feed` and
/// `weft.node.metrics`.
@NullMarked
package weft.node.api.answer;

import org.jspecify.annotations.NullMarked;
