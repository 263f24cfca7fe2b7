package weft.rollup.execution;

import java.util.Optional;
import weft.primitives.Hash32;
import weft.protocol.lane.LaneEntry;

/// A rollup at its simplest: state, and what a payload does to it.
///
/// Must be deterministic: the outcome of a payload depends on the state, the payload and the
/// context, on nothing else. Called by one thread.
public interface StateMachine {

  /// The checkpoint that was stored last, together with the state that belongs to it; empty where
  /// the state is that of genesis. A machine that keeps its state in memory answers empty and is
  /// fed the whole lane again.
  default Optional<Checkpoint> load() {
    return Optional.empty();
  }

  /// A block begins. Whatever the last block changed without [#commit] is to be forgotten.
  default void begin(BlockContext block) {}

  /// Applies one payload, or says why it has no effect. Never throws because of what it reads.
  Applied apply(LaneEntry entry, BlockContext block);

  /// The root of the state after the payloads so far.
  Hash32 stateRoot();

  /// Stores all changes since [#begin] and the checkpoint in one atomic step. A machine in memory
  /// has nothing to do.
  default void commit(Checkpoint checkpoint) {}

  /// A block by number, where the machine keeps metadata.
  default Optional<BlockMetadata> block(long number) {
    return Optional.empty();
  }

  /// What became of a payload.
  sealed interface Applied {

    /// It took effect.
    record Done() implements Applied {}

    /// It had no effect.
    ///
    /// @param code a stable reason in kebab-case
    /// @param reason one sentence, at most [SkippedPayload#MAX_TEXT_BYTES] long
    record Skipped(String code, String reason) implements Applied {}

    Applied DONE = new Done();

    static Applied skipped(String code, String reason) {
      return new Skipped(code, reason);
    }
  }

  /// What a payload may depend on besides the state.
  ///
  /// @param number of the rollup block
  /// @param timeMs of the Weft block
  record BlockContext(long number, long timeMs) {}
}
