/// `weft order-flow …`: what a node tells of the transactions that it keeps back for bids. May
/// import `weft.cli` and the floors below.
@NullMarked
package weft.cli.orderflow;

import org.jspecify.annotations.NullMarked;
