package weft.protocol.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.mechanism.Modules;

/// Reads the actions about bids.
final class MarketActionReader {
  private MarketActionReader() {}

  static Action bond(StrictReader in) {
    AssetId asset = FieldReader.asset(in, 1, "asset");
    Amount amount = FieldReader.positiveAmount(in, 2, "amount");
    in.end();
    return new Action.BondBids(asset, amount);
  }

  static Action unbond(StrictReader in) {
    AssetId asset = FieldReader.asset(in, 1, "asset");
    Amount amount = FieldReader.positiveAmount(in, 2, "amount");
    in.end();
    return new Action.UnbondBids(asset, amount);
  }

  static Action seal(StrictReader in) {
    Hash32 commitment = Hash32.of(FieldReader.exactly(in, 1, "commitment", Hash32.SIZE));
    AssetId asset = FieldReader.asset(in, 2, "asset");
    Amount deposit = FieldReader.positiveAmount(in, 3, "deposit");
    in.end();
    return new Action.SealBid(commitment, asset, deposit);
  }

  static Action bid(StrictReader in) {
    List<RollupId> rollups = bidRollups(in);
    List<Hash32> transactions = bidTransactions(in);
    AssetId asset = FieldReader.asset(in, 3, "asset");
    Amount amount = FieldReader.positiveAmount(in, 4, "amount");
    long firstHeight = in.u64(5, "first_height");
    long exclusiveGroup = in.u64(6, "exclusive_group");
    Amount budget = FieldReader.amount(in, 7, "budget");
    List<Amount> split = split(in);
    List<OrderFlow> orderFlow = orderFlow(in, transactions.size());
    Optional<Hash32> salt = salt(in);
    in.end();
    if (!split.isEmpty()) {
      requireSplit(in, rollups.size(), amount, split);
    }
    return new Action.Bid(
        rollups,
        transactions,
        asset,
        amount,
        firstHeight,
        exclusiveGroup,
        budget,
        split,
        orderFlow,
        salt);
  }

  private static Optional<Hash32> salt(StrictReader in) {
    Bytes salt = in.bytes(10, "salt");
    return salt.isEmpty()
        ? Optional.empty()
        : Optional.of(Hash32.of(FieldReader.exactly(in, salt, "salt", Hash32.SIZE)));
  }

  static Action refundTerms(StrictReader in) {
    Address recipient = in.address(1, "recipient");
    int percent = percent(in, 2);
    in.end();
    return new Action.RefundTerms(recipient, percent);
  }

  static Action registerModule(StrictReader in) {
    Bytes code = in.bytes(1, "code");
    in.end();
    if (code.isEmpty() || code.size() > Modules.MAX_BYTES) {
      throw in.invalid("code", "1 to " + Modules.MAX_BYTES + " bytes", code.size() + " bytes");
    }
    return new Action.RegisterModule(code);
  }

  private static int percent(StrictReader in, int field) {
    long percent = in.u64(field, "percent");
    if (percent < 1 || percent > 100) {
      throw in.invalid("percent", "1 to 100", Long.toString(percent));
    }
    return (int) percent;
  }

  private static List<OrderFlow> orderFlow(StrictReader in, int transactions) {
    List<OrderFlow> flows = new ArrayList<>();
    int percent = 0;
    @Nullable StrictReader one;
    while ((one = in.element(9, "order_flow", flows.size(), 3)) != null) {
      OrderFlow flow = readFlow(one);
      int least = flows.isEmpty() ? 0 : flows.getLast().transaction() + 1;
      if (flow.transaction() < least || flow.transaction() >= transactions) {
        throw one.invalid(
            "transaction",
            "places of named transactions, ascending, each once",
            Integer.toString(flow.transaction()));
      }
      percent += flow.percent();
      if (percent > 100) {
        throw one.invalid("percent", "in sum at most 100", "more");
      }
      flows.add(flow);
    }
    return flows;
  }

  private static OrderFlow readFlow(StrictReader in) {
    int transaction =
        (int) Math.min(in.u64(1, "transaction"), TransactionLimits.MAX_BID_TRANSACTIONS);
    Address recipient = in.address(2, "recipient");
    int percent = percent(in, 3);
    in.end();
    return new OrderFlow(transaction, recipient, percent);
  }

  static Action onlyInPackage(StrictReader in) {
    in.end();
    return new Action.OnlyInPackage();
  }

  static Action report(StrictReader in) {
    RollupId rollup = FieldReader.rollup(in, 1, "rollup");
    long height = FieldReader.positive(in, 2, "height");
    Amount volume = FieldReader.amount(in, 3, "volume");
    long gas = in.u64(4, "gas");
    Bytes root = in.bytes(5, "receipts_root");
    in.end();
    Optional<Hash32> receiptsRoot =
        root.isEmpty()
            ? Optional.empty()
            : Optional.of(Hash32.of(FieldReader.exactly(in, root, "receipts_root", Hash32.SIZE)));
    return new Action.ReportSignals(rollup, height, new Signals(volume, gas, receiptsRoot));
  }

  /// Checks what of these actions may stand in a transaction with others.
  ///
  /// @param in the transaction's body
  static void checkTogether(StrictReader in, List<Action> actions, int payloads) {
    int conditions = 0;
    int refunds = 0;
    int modules = 0;
    for (int i = 0; i < actions.size(); i++) {
      if (actions.get(i) instanceof Action.Bid && actions.size() > 1) {
        throw in.invalid(
            "actions[" + i + "].bid", "no other action beside it", actions.size() + " actions");
      }
      if (actions.get(i) instanceof Action.OnlyInPackage && (payloads == 0 || ++conditions > 1)) {
        throw in.invalid(
            "actions[" + i + "].only_in_package",
            "one, beside at least 1 payload",
            payloads == 0 ? "no payload" : "more");
      }
      if (actions.get(i) instanceof Action.RegisterModule && ++modules > 1) {
        throw in.invalid("actions[" + i + "].register_module", "one of a transaction", "more");
      }
      if (actions.get(i) instanceof Action.RefundTerms && (payloads == 0 || ++refunds > 1)) {
        throw in.invalid(
            "actions[" + i + "].refund_terms",
            "one, beside at least 1 payload",
            payloads == 0 ? "no payload" : "more");
      }
    }
  }

  private static List<RollupId> bidRollups(StrictReader in) {
    String field = "rollups";
    List<RollupId> rollups = new ArrayList<>();
    for (Bytes name : in.repeatedBytes(1, field, TransactionLimits.MAX_BID_ROLLUPS)) {
      RollupId rollup = FieldReader.rollup(in, name, field);
      if (!rollups.isEmpty() && rollups.getLast().compareTo(rollup) >= 0) {
        throw in.invalid(field, "rollups ascending by id, each once", rollup.name());
      }
      rollups.add(rollup);
    }
    if (rollups.isEmpty()) {
      throw in.invalid(field, "at least 1 rollup", "none");
    }
    return rollups;
  }

  private static List<Hash32> bidTransactions(StrictReader in) {
    String field = "transactions";
    List<Hash32> transactions =
        FieldReader.distinct(
            in,
            2,
            field,
            TransactionLimits.MAX_BID_TRANSACTIONS,
            "transaction",
            raw -> Hash32.of(FieldReader.exactly(in, raw, field, Hash32.SIZE)));
    if (transactions.isEmpty()) {
      throw in.invalid(field, "at least 1 transaction", "none");
    }
    return transactions;
  }

  private static List<Amount> split(StrictReader in) {
    List<Amount> split = new ArrayList<>();
    @Nullable StrictReader one;
    while ((one = in.element(8, "split", split.size(), 2)) != null) {
      if (split.size() == TransactionLimits.MAX_BID_ROLLUPS) {
        throw in.invalid("split", TransactionLimits.MAX_BID_ROLLUPS + " entries", "more");
      }
      split.add(FieldReader.uint128(one));
    }
    return split;
  }

  private static void requireSplit(
      StrictReader in, int rollups, Amount amount, List<Amount> split) {
    if (split.size() != rollups) {
      throw in.invalid(
          "split", rollups + " entries, as there are rollups", Integer.toString(split.size()));
    }
    Amount left = amount;
    for (Amount part : split) {
      if (left.isLessThan(part)) {
        throw in.invalid("split", "in sum the amount, " + amount, "more");
      }
      left = left.minus(part);
    }
    if (!left.isZero()) {
      throw in.invalid("split", "in sum the amount, " + amount, left + " less");
    }
  }
}
