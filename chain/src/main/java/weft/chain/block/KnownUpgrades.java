package weft.chain.block;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import weft.ledger.state.KeyReader;
import weft.ledger.state.StateReader;
import weft.ledger.state.UpgradeRecord;
import weft.primitives.Hash32;

/// The upgrades that this software is; rule EXEC-23 of docs/protocol/blocks-execution.md.
record KnownUpgrades(SortedSet<Hash32> hashes) {
  KnownUpgrades {
    hashes = Collections.unmodifiableSortedSet(new TreeSet<>(hashes));
  }

  /// @throws UpgradeRequiredException if the state announces an upgrade for this height or an
  ///   earlier one, and this software is not it
  void require(KeyReader state, long height) {
    Optional<UpgradeRecord> announced = new StateReader(state).upgrade();
    if (announced.isPresent() && announced.get().excludes(hashes, height)) {
      throw new UpgradeRequiredException(announced.get(), height);
    }
  }
}
