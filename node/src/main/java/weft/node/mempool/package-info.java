/// Takes transactions: checks, journals, answers receipts, queues by channel and fee, and knows
/// each transaction's state. May import the floors below and `weft.node.feed`.
@NullMarked
package weft.node.mempool;

import org.jspecify.annotations.NullMarked;
