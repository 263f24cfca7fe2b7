package weft.market.game;

import weft.market.auction.RollupSet;

/// A part of a game that has nothing to do with the rest: no legal bid, no group and no budget
/// reaches out of it.
///
/// @param rollups the active ones that it joins
/// @param linked whether groups or budgets decide which of its bids stand together, so that each
///   coalition's value takes a search of its own
public record Component(RollupSet rollups, boolean linked) {}
