package weft.ledger.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import weft.ledger.parameter.ConversionRate;
import weft.primitives.Amount;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.TransactionBody;

/// Adds up what a transaction takes of lanes, and refuses what a lane does not take.
final class LaneUses {
  private final BlockTerms terms;
  private final TransactionBody body;
  private final SortedMap<RollupId, Total> totals = new TreeMap<>();

  LaneUses(BlockTerms terms, TransactionBody body) {
    this.terms = terms;
    this.body = body;
  }

  private static final class Total {
    final LaneTerms lane;
    long bytes;
    int payloads;
    long gas;

    Total(LaneTerms lane) {
      this.lane = lane;
    }
  }

  /// Adds all payloads of the transaction.
  @Nullable Refusal addAll() {
    List<Action> actions = body.actions();
    for (int i = 0; i < actions.size(); i++) {
      Refusal refusal =
          switch (actions.get(i)) {
            case Action.Submit submit -> addSubmit(i, submit);
            case Action.Bundle bundle -> addBundle(i, bundle);
            case Action.Stating _ -> null;
          };
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  /// What was added, ascending by rollup id, with its fees. The products fit 128 bits: a base fee
  /// is below 2^63, and a lane takes less than 2^27 bytes and 2^50 gas per block.
  List<LaneUse> priced(ConversionRate rate) {
    List<LaneUse> uses = new ArrayList<>(totals.size());
    for (Total total : totals.values()) {
      Amount laneFee = total.lane.baseFeePerByte().times(total.bytes);
      Amount gasFee = total.lane.baseFeePerGas().times(total.gas);
      uses.add(
          new LaneUse(
              total.lane,
              new LaneRoom(total.bytes, total.payloads, total.gas),
              rate.toAsset(laneFee),
              rate.toAsset(gasFee)));
    }
    return uses;
  }

  private @Nullable Refusal addSubmit(int actionIndex, Action.Submit submit) {
    List<Payload> payloads = submit.payloads();
    for (int i = 0; i < payloads.size(); i++) {
      Refusal refusal = add(new Part(actionIndex, i, false, submit.rollup(), payloads.get(i)));
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private @Nullable Refusal addBundle(int actionIndex, Action.Bundle bundle) {
    List<Action.BundleEntry> entries = bundle.entries();
    for (int i = 0; i < entries.size(); i++) {
      Action.BundleEntry entry = entries.get(i);
      Refusal refusal = add(new Part(actionIndex, i, true, entry.rollup(), entry.payload()));
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  /// One payload and its place.
  private record Part(
      int actionIndex, int index, boolean isBundled, RollupId rollup, Payload payload) {

    String rollupField() {
      return path() + (isBundled ? ".bundle.entries[" + index + "]" : ".submit") + ".rollup";
    }

    String gasField() {
      return path()
          + (isBundled
              ? ".bundle.entries[" + index + "].payload"
              : ".submit.payloads[" + index + "]")
          + ".gas_limit";
    }

    private String path() {
      return "body.actions[" + actionIndex + "]";
    }
  }

  private @Nullable Refusal add(Part part) {
    RollupId rollup = part.rollup();
    Total total = totals.get(rollup);
    if (total == null) {
      LaneTerms lane = terms.lane(rollup).orElse(null);
      Refusal refusal = lane == null ? notFound(part.rollupField(), rollup) : checkLane(part, lane);
      if (lane == null || refusal != null) {
        return refusal;
      }
      total = new Total(lane);
      totals.put(rollup, total);
    }
    return count(total, part);
  }

  private @Nullable Refusal checkLane(Part part, LaneTerms lane) {
    if (lane.isClosed()) {
      return Refusal.of(
          RefusalCode.ROLLUP_CLOSED,
          part.rollupField(),
          "",
          "the rollup " + lane.rollup() + " is closed");
    }
    if (!lane.allowsSubmitter(body.account())) {
      return Refusal.of(
          RefusalCode.SUBMITTER_NOT_ALLOWED,
          "body.account",
          lane.terms().submitters().size() + " submitters",
          "the rollup " + lane.rollup() + " takes payloads from listed accounts only");
    }
    if (!lane.acceptsAsset(body.feeAsset())) {
      return Refusal.of(
          RefusalCode.FEE_ASSET_NOT_ACCEPTED,
          "body.fee_asset",
          String.join(
              ",", lane.terms().acceptedFeeAssets().stream().map(Object::toString).toList()),
          "the rollup " + lane.rollup() + " takes no fees in " + body.feeAsset());
    }
    return null;
  }

  private static @Nullable Refusal count(Total total, Part part) {
    LaneTerms lane = total.lane;
    total.bytes += part.payload().data().size();
    total.payloads++;
    if (total.bytes > lane.byteCap()) {
      return Refusal.of(
          RefusalCode.LANE_BYTES_TOO_HIGH,
          "body.actions",
          lane.byteCap() + " bytes",
          "the payloads for " + lane.rollup() + " exceed its lane's cap per block");
    }
    return lane.terms().gas().isPresent()
        ? countGas(total, part, lane.terms().gas().get().capPerBlock())
        : withoutGas(lane, part);
  }

  private static @Nullable Refusal countGas(Total total, Part part, long cap) {
    if (part.payload().gasLimit() == 0) {
      return Refusal.of(
          RefusalCode.GAS_LIMIT_REQUIRED,
          part.gasField(),
          "at least 1 gas",
          "the rollup " + total.lane.rollup() + " needs a gas limit on each payload");
    }
    if (part.payload().gasLimit() > cap - total.gas) {
      return Refusal.of(
          RefusalCode.GAS_LIMIT_TOO_HIGH,
          part.gasField(),
          cap + " gas",
          "the gas declared for " + total.lane.rollup() + " exceeds its lane's cap per block");
    }
    total.gas += part.payload().gasLimit();
    return null;
  }

  private static @Nullable Refusal withoutGas(LaneTerms lane, Part part) {
    return part.payload().gasLimit() == 0
        ? null
        : Refusal.of(
            RefusalCode.GAS_LIMIT_NOT_ALLOWED,
            part.gasField(),
            "0 gas",
            "the rollup " + lane.rollup() + " has no gas dimension");
  }

  static Refusal notFound(String field, RollupId rollup) {
    return Refusal.of(
        RefusalCode.ROLLUP_NOT_FOUND, field, "", "there is no rollup named " + rollup);
  }
}
