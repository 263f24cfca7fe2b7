package weft.node;

import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import weft.chain.engine.EngineStatus;
import weft.ledger.state.UpgradeRecord;
import weft.primitives.Hash32;

/// Ends a node where the validators agreed on software that it is not: with the block before, on
/// every node, whether or not it is asked for the next one; rule EXEC-23 of
/// docs/protocol/blocks-execution.md.
///
/// A node stays for a few seconds: were all to go at once, one that is a block behind would get
/// that block from nobody.
final class UpgradeStop {
  static final long STAY_MS = 3_000;

  private final SortedSet<Hash32> known;
  private final LongSupplier nowNs;
  private Optional<UpgradeRecord> announced = Optional.empty();
  private volatile @Nullable Missing missing;

  /// @param known the upgrades that this software executes
  /// @param nowNs monotone
  UpgradeStop(SortedSet<Hash32> known, LongSupplier nowNs) {
    this.known = known;
    this.nowNs = nowNs;
  }

  private record Missing(UpgradeRecord upgrade, long height, long sinceNs) {}

  /// Takes note of the state after a block. By one thread at a time.
  void committed(long height, Optional<UpgradeRecord> inState) {
    if (!inState.equals(announced)) {
      announced = inState;
      inState.ifPresent(
          upgrade -> OperatorLog.upgradeAnnounced(upgrade, known.contains(upgrade.hash())));
    }
    if (missing == null && inState.isPresent() && inState.get().excludes(known, height + 1)) {
      missing = new Missing(inState.get(), height, nowNs.getAsLong());
      OperatorLog.upgradeRequired(halted(inState.get(), height));
    }
  }

  /// Whether other software is needed from the next block on.
  boolean isRequired() {
    return missing != null;
  }

  /// How the node ends; empty while it goes on, or stays for others.
  ///
  /// @param isFaulty whether the engine cannot go on, so that nobody is helped by staying
  Optional<EngineStatus.Halted> halted(boolean isFaulty) {
    Missing now = missing;
    return now != null
            && (isFaulty
                || nowNs.getAsLong() - now.sinceNs() >= TimeUnit.MILLISECONDS.toNanos(STAY_MS))
        ? Optional.of(halted(now.upgrade(), now.height()))
        : Optional.empty();
  }

  private static EngineStatus.Halted halted(UpgradeRecord upgrade, long height) {
    return new EngineStatus.Halted(
        height,
        "the upgrade \"%s\" (%s) is required from height %d on, and this software does not have it"
            .formatted(upgrade.name(), upgrade.hash(), upgrade.activationHeight()),
        "Install the release of that upgrade, and start the node again with the same folder: it"
            + " goes on with the next block.");
  }
}
