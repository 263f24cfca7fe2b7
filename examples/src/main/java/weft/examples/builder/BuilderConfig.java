package weft.examples.builder;

import weft.primitives.Amount;
import weft.primitives.PrivateKey;

/// A builder.
///
/// @param name for people
/// @param payer bids, and pays fees
/// @param trader the account on the rollups; holds their tokens there
/// @param bond what is kept locked for its bids; a bid is at most a quarter of it
/// @param validBlocks for how many blocks a bid stands, at least 1: later, prices have moved on
public record BuilderConfig(
    String name,
    PrivateKey payer,
    PrivateKey trader,
    Strategy strategy,
    BidPricing pricing,
    Amount bond,
    int validBlocks) {
  public BuilderConfig {
    if (validBlocks < 1) {
      throw new IllegalArgumentException("a bid stands for at least one block");
    }
  }
}
