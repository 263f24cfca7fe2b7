package weft.ledger.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.lane.BundleRoot;
import weft.protocol.lane.LaneEntry;
import weft.protocol.lane.LaneHeader;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.VerifiedTransaction;

/// What the lanes take from one block of [ReferenceLedger].
final class ReferenceLanes {
  private final SortedMap<RollupId, List<LaneUnit>> units = new TreeMap<>();

  void clear() {
    units.clear();
  }

  void add(VerifiedTransaction transaction, int transactionIndex, Amount tip) {
    List<Action> actions = transaction.body().actions();
    for (int at = 0; at < actions.size(); at++) {
      SortedMap<RollupId, List<LaneEntry>> taken = new TreeMap<>();
      if (actions.get(at) instanceof Action.Submit submit) {
        for (int i = 0; i < submit.payloads().size(); i++) {
          LaneEntry entry =
              new LaneEntry(
                  transaction.hash(),
                  transaction.body().account(),
                  at,
                  i,
                  Hash32.ZERO,
                  submit.payloads().get(i));
          taken.computeIfAbsent(submit.rollup(), any -> new ArrayList<>()).add(entry);
        }
      } else if (actions.get(at) instanceof Action.Bundle bundle) {
        for (int i = 0; i < bundle.entries().size(); i++) {
          Action.BundleEntry part = bundle.entries().get(i);
          LaneEntry entry =
              new LaneEntry(
                  transaction.hash(),
                  transaction.body().account(),
                  at,
                  i,
                  BundleRoot.of(bundle.entries()),
                  part.payload());
          taken.computeIfAbsent(part.rollup(), any -> new ArrayList<>()).add(entry);
        }
      }
      int actionIndex = at;
      taken.forEach(
          (rollup, entries) ->
              units
                  .computeIfAbsent(rollup, any -> new ArrayList<>())
                  .add(new LaneUnit(transaction, transactionIndex, actionIndex, tip, entries)));
    }
  }

  /// The lanes, ascending by rollup id, over the heads that the world has.
  List<LaneIntake> intakes(ReferenceWorld world) {
    List<LaneIntake> intakes = new ArrayList<>();
    units.forEach(
        (rollup, taken) -> {
          ReferenceWorld.Rollup record = world.rollup(rollup.name());
          LaneHead head = new LaneHead(record.laneHeight, record.laneHash);
          intakes.add(new LaneIntake(rollup, record.terms().policy(), head, List.of(), taken));
        });
    return intakes;
  }

  /// The header of a lane's block, as `TestChain` makes it.
  static LaneHeader header(LaneIntake lane, long height, long timeMs) {
    List<LaneEntry> entries =
        lane.units().stream().flatMap(unit -> unit.entries().stream()).toList();
    return new LaneHeader(
        lane.rollup().hash(),
        lane.head().laneHeight() + 1,
        lane.head().laneHash(),
        height,
        timeMs,
        Hash32.ZERO,
        entries.size(),
        entries.stream().mapToLong(entry -> entry.data().size()).sum());
  }
}
