package weft.examples.builder;

import weft.primitives.Amount;

/// What a builder has done so far.
///
/// @param bids that nodes took
/// @param included bids that got into a block, and cost a fee
/// @param wins bids whose payloads got into a block
/// @param spent offered by the winning bids, and fees; under other rules than first price it paid
///   less
/// @param refused bids that a node did not take
/// @param earnedY what its holdings on the rollups grew by, in units of token y, x at the fair
///   price; negative where they shrank
public record BuilderCounters(
    long bids, long included, long wins, Amount spent, long refused, long earnedY) {
  static final BuilderCounters NONE = new BuilderCounters(0, 0, 0, Amount.ZERO, 0, 0);

  BuilderCounters withBid() {
    return new BuilderCounters(bids + 1, included, wins, spent, refused, earnedY);
  }

  BuilderCounters withRefusal() {
    return new BuilderCounters(bids, included, wins, spent, refused + 1, earnedY);
  }

  BuilderCounters with(OpenBids.Result result) {
    return new BuilderCounters(
        bids,
        included + (result.isIncluded() ? 1 : 0),
        wins + (result.isWon() ? 1 : 0),
        spent.plus(result.spent()),
        refused,
        earnedY);
  }

  BuilderCounters earning(long nowEarnedY) {
    return new BuilderCounters(bids, included, wins, spent, refused, nowEarnedY);
  }
}
