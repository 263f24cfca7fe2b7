package weft.rollup.client;

import java.util.Optional;
import weft.primitives.Hash32;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Transaction;

/// A bid that is sealed first and shown later. Whoever has sent the seal and loses this loses the
/// deposit.
///
/// @param seal commits to the bid; to be sent first
/// @param payloads holds the bidder's own payloads; to be sent with the bid; empty where the bid
///   names others' transactions only
/// @param terms of the bid, without the salt
/// @param salt that opens the seal; secret until the bid is shown
/// @param lastHeight the last block that the bid is for
public record SignedSeal(
    Transaction seal,
    Optional<Transaction> payloads,
    Action.Bid terms,
    Hash32 salt,
    long lastHeight) {

  /// Never with the salt, which must not get into a log.
  @Override
  public String toString() {
    return "SignedSeal[seal=" + seal.hash() + "]";
  }
}
