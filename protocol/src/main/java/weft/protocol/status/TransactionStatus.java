package weft.protocol.status;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.Nonce;

/// What a node knows about one transaction.
///
/// @param receivedTimeMs when a client of this node sent it; 0 if it came from a peer or in a block
/// @param progress the state and what belongs to it
public record TransactionStatus(
    Hash32 transactionHash, Address account, Nonce nonce, long receivedTimeMs, Progress progress) {

  public TransactionState state() {
    return progress.state();
  }

  /// A state and what belongs to it.
  public sealed interface Progress {
    TransactionState state();
  }

  /// Is durable and not offered to a block.
  ///
  /// @param heldUntilMs until when the node keeps it back, as its sender wishes; its account and
  ///   nonce are then told as zero
  public record Received(OptionalLong heldUntilMs) implements Progress {
    /// One that is not kept back.
    public Received() {
      this(OptionalLong.empty());
    }

    @Override
    public TransactionState state() {
      return TransactionState.RECEIVED;
    }
  }

  /// Waits for a block.
  ///
  /// @param waitsForSequence the sequence of the same channel that must come first, if one is
  ///   missing
  public record Pending(OptionalLong waitsForSequence) implements Progress {
    @Override
    public TransactionState state() {
      return TransactionState.PENDING;
    }
  }

  /// Is in a final block.
  ///
  /// @param index place among the block's transactions, from 0 on
  /// @param fee what was charged, in units of the fee asset
  public record Soft(
      long height,
      long blockTimeMs,
      int index,
      List<LanePosition> lanes,
      Amount fee,
      AssetId feeAsset)
      implements Progress {
    public Soft {
      lanes = List.copyOf(lanes);
    }

    @Override
    public TransactionState state() {
      return TransactionState.SOFT;
    }
  }

  /// Gave its nonce to another transaction.
  ///
  /// @param replacedBy the transaction that took its place, if this node knows it
  public record Replaced(RefusalCode code, Optional<Hash32> replacedBy) implements Progress {
    @Override
    public TransactionState state() {
      return TransactionState.REPLACED;
    }
  }

  public record Expired(String reason) implements Progress {
    @Override
    public TransactionState state() {
      return TransactionState.EXPIRED;
    }
  }

  public record Refused(RefusalCode code, String reason) implements Progress {
    @Override
    public TransactionState state() {
      return TransactionState.REFUSED;
    }
  }
}
