package weft.rollup.client;

import java.util.Optional;

/// A bid that was sent to a node.
///
/// @param payloads what became of the transaction with the own payloads, if there is one
/// @param bid what became of the bid itself; empty where the payloads were not taken, so that it
///   was not sent
public record PlacedBid(SignedBid signed, Optional<Submitted> payloads, Optional<Submitted> bid) {

  /// Whether the node has all of it.
  public boolean isTaken() {
    return bid.map(Submitted::isTaken).orElse(false);
  }

  /// What became of the last transaction that was sent.
  public Submitted outcome() {
    return bid.or(() -> payloads).orElseThrow();
  }
}
