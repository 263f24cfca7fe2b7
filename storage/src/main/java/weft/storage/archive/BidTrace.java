package weft.storage.archive;

import java.util.List;
import java.util.Optional;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.auction.Refund;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.Transaction;

/// A bid, and what became of it.
///
/// @param slot height of the block that has it; before that, the first that it could be in
/// @param receivedTimeMs when this node got it; of one that it knows from a block only, the block's
///   time
/// @param block empty while no block has it
/// @param value what the bidder paid (won), or lost (void); empty otherwise
/// @param reason why it was void; empty otherwise
/// @param payments what the rollups of its package got in that block's auction, ascending by id;
///   empty unless it won
/// @param refunds what the recipients that it names got in that block's auction, ascending; empty
///   unless it won
public record BidTrace(
    Transaction bid,
    long slot,
    long receivedTimeMs,
    Outcome outcome,
    Optional<InBlock> block,
    Optional<Amount> value,
    Optional<String> reason,
    List<Payment> payments,
    List<Refund> refunds) {
  public BidTrace {
    refunds = List.copyOf(refunds);
    payments = List.copyOf(payments);
  }

  /// What became of a bid.
  public enum Outcome {
    PENDING,
    WON,
    LOST,
    VOID
  }

  /// The block that has it.
  public record InBlock(Hash32 hash, Hash32 parent, Address proposer) {}

  /// @param alone the best bid on the rollup alone
  public record Payment(RollupId rollup, Amount amount, Amount alone) {}
}
