package weft.ledger.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import weft.ledger.rules.LaneTerms;
import weft.ledger.rules.LaneUse;
import weft.ledger.rules.TransactionPlan;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.lane.BundleRoot;
import weft.protocol.lane.LaneEntry;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.VerifiedTransaction;

/// Gathers what each lane gets from the transactions of a block.
final class LaneCollector {
  private final SortedMap<RollupId, Lane> lanes = new TreeMap<>();

  record Lane(LaneTerms terms, List<LaneUnit> units) {}

  /// The lanes that got payloads, ascending by rollup id.
  Iterable<Lane> lanes() {
    return lanes.values();
  }

  int count() {
    return lanes.size();
  }

  void add(VerifiedTransaction transaction, int transactionIndex, TransactionPlan plan) {
    if (plan.lanes().isEmpty()) {
      return;
    }
    for (LaneUse use : plan.lanes()) {
      lanes.computeIfAbsent(use.lane().rollup(), any -> new Lane(use.lane(), new ArrayList<>()));
    }
    Amount tip = plan.tipInDefault();
    List<Action> actions = plan.body().actions();
    for (int i = 0; i < actions.size(); i++) {
      Source source = new Source(transaction, transactionIndex, i, tip);
      switch (actions.get(i)) {
        case Action.Submit(RollupId rollup, List<Payload> payloads) ->
            addUnit(source, rollup, submitted(source, payloads));
        case Action.Bundle(List<Action.BundleEntry> entries) ->
            bundled(source, entries).forEach((rollup, part) -> addUnit(source, rollup, part));
        case Action.Stating _ -> {}
      }
    }
  }

  /// The action that payloads come from.
  private record Source(
      VerifiedTransaction transaction, int transactionIndex, int actionIndex, Amount tip) {

    LaneEntry entry(int payloadIndex, Hash32 bundleRoot, Payload payload) {
      return new LaneEntry(
          transaction.hash(),
          transaction.body().account(),
          actionIndex,
          payloadIndex,
          bundleRoot,
          payload);
    }
  }

  private void addUnit(Source source, RollupId rollup, List<LaneEntry> entries) {
    Lane lane = lanes.get(rollup);
    if (lane == null) {
      throw new IllegalStateException("no lane was planned for " + rollup);
    }
    lane.units()
        .add(
            new LaneUnit(
                source.transaction(),
                source.transactionIndex(),
                source.actionIndex(),
                source.tip(),
                entries));
  }

  private static List<LaneEntry> submitted(Source source, List<Payload> payloads) {
    List<LaneEntry> entries = new ArrayList<>(payloads.size());
    for (int i = 0; i < payloads.size(); i++) {
      entries.add(source.entry(i, Hash32.ZERO, payloads.get(i)));
    }
    return entries;
  }

  private static SortedMap<RollupId, List<LaneEntry>> bundled(
      Source source, List<Action.BundleEntry> bundle) {
    Hash32 root = BundleRoot.of(bundle);
    SortedMap<RollupId, List<LaneEntry>> parts = new TreeMap<>();
    for (int i = 0; i < bundle.size(); i++) {
      Action.BundleEntry part = bundle.get(i);
      parts
          .computeIfAbsent(part.rollup(), any -> new ArrayList<>())
          .add(source.entry(i, root, part.payload()));
    }
    return parts;
  }
}
