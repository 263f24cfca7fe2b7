/// Auctions: solving those that stand in files, showing and adding up what those of blocks came to,
/// and auditing a node that says so. May import `weft.chain.audit`, `weft.market`, `weft.protocol`,
/// `weft.primitives`, `weft.rollup.client`, `weft.node.configuration` and `weft.cli`.
@NullMarked
package weft.cli.auction;

import org.jspecify.annotations.NullMarked;
