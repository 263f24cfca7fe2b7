package weft.rollup.execution;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.primitives.ByteWriter;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.lane.LaneEntry;

/// A state machine that hashes what it applies, stores in an object that outlives it, and skips
/// payloads with an odd first byte.
final class CountingMachine implements StateMachine {

  /// What a restart finds.
  static final class Disk {
    @Nullable Checkpoint checkpoint;
    Hash32 state = Hash32.ZERO;
    long applied;
  }

  private final Disk disk;
  private Hash32 state;
  private long applied;

  CountingMachine(Disk disk) {
    this.disk = disk;
    this.state = disk.state;
    this.applied = disk.applied;
  }

  @Override
  public Optional<Checkpoint> load() {
    return Optional.ofNullable(disk.checkpoint);
  }

  @Override
  public void begin(BlockContext block) {
    state = disk.state;
    applied = disk.applied;
  }

  @Override
  public Applied apply(LaneEntry entry, BlockContext block) {
    if ((entry.data().get(0) & 1) == 1) {
      return Applied.skipped("odd", "the first byte is " + entry.data().get(0));
    }
    state =
        Sha256.hash(state.bytes(), entry.data(), new ByteWriter().u64(block.number()).toBytes());
    applied++;
    return Applied.DONE;
  }

  @Override
  public Hash32 stateRoot() {
    return state;
  }

  @Override
  public void commit(Checkpoint checkpoint) {
    disk.checkpoint = checkpoint;
    disk.state = state;
    disk.applied = applied;
  }
}
