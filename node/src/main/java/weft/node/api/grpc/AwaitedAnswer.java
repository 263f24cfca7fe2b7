package weft.node.api.grpc;

import org.jspecify.annotations.Nullable;
import weft.node.api.limit.ByteBudget;
import weft.node.api.wire.Faults;
import weft.node.api.wire.Gate;
import weft.protocol.refusal.Checked;
import weft.protocol.wire.SubmitBatchResponse;

/// The answer to one message of a submission stream, which counts as memory for answers from when
/// it is there until it is written. One that finds the memory used up is not kept.
final class AwaitedAnswer implements AutoCloseable {
  /// What an answer takes as objects, in its serialized size.
  private static final long COPIES = 3;

  private final long windowBytes;
  private final ByteBudget.Share memory;
  private volatile @Nullable Checked<SubmitBatchResponse> outcome;

  /// @param windowBytes what the message takes of its stream's window
  /// @param memory nothing yet; closed with this
  AwaitedAnswer(long windowBytes, ByteBudget.Share memory) {
    this.windowBytes = windowBytes;
    this.memory = memory;
  }

  long windowBytes() {
    return windowBytes;
  }

  /// The answer, or the refusal with which the stream ends in its place; null until it is there.
  @Nullable Checked<SubmitBatchResponse> outcome() {
    return outcome;
  }

  /// To be called once, by whoever has the answer, with it or a fault.
  void complete(@Nullable SubmitBatchResponse answer, @Nullable Throwable fault) {
    if (fault != null) {
      outcome = Checked.refused(Faults.report("SubmitStream", fault));
    } else if (answer != null && memory.hold(COPIES * answer.getSerializedSize())) {
      outcome = Checked.ok(answer);
    } else {
      outcome = Checked.refused(Gate.tooManyUnread());
    }
  }

  /// Gives the memory back. An answer that comes later is not kept.
  @Override
  public void close() {
    memory.close();
  }
}
