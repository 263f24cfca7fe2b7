package weft.protocol.transaction;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.mechanism.Deferral;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Modules;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;
import weft.protocol.mechanism.Signal;
import weft.protocol.transaction.MarketTerms.AcceptedMechanism;

/// Reads `MarketTerms`.
final class MarketTermsReader {
  private MarketTermsReader() {}

  /// The terms; empty where the field is missing.
  static Optional<MarketTerms> read(StrictReader outer, int field) {
    @Nullable StrictReader in = outer.message(field, "market", 7);
    if (in == null) {
      return Optional.empty();
    }
    List<AcceptedMechanism> mechanisms = mechanisms(in);
    AssetId asset = FieldReader.asset(in, 2, "asset");
    Amount reserve = FieldReader.amount(in, 3, "reserve");
    List<RollupId> partners = rollups(in, 4, "partners");
    List<RollupId> excluded = rollups(in, 5, "excluded");
    boolean sealedOnly = sealedOnly(in);
    Optional<Reporters> reporters = reporters(in);
    in.end();
    return Optional.of(
        new MarketTerms(mechanisms, asset, reserve, partners, excluded, sealedOnly, reporters));
  }

  private static Optional<Reporters> reporters(StrictReader outer) {
    @Nullable StrictReader in = outer.message(7, "reporters", 2);
    if (in == null) {
      return Optional.empty();
    }
    List<Address> addresses =
        FieldReader.distinct(
            in,
            1,
            "addresses",
            TransactionLimits.MAX_REPORTERS,
            "address",
            raw -> in.toAddress(raw, "addresses"));
    if (addresses.isEmpty()) {
      throw in.invalid("addresses", "at least 1 address", "none");
    }
    int threshold = (int) bounded(in, 2, "threshold", addresses.size());
    in.end();
    return Optional.of(new Reporters(addresses, threshold));
  }

  private static boolean sealedOnly(StrictReader in) {
    long bids = in.u64(6, "bids");
    if (bids > 1) {
      throw in.invalid("bids", "0 (any) or 1 (sealed)", Long.toString(bids));
    }
    return bids == 1;
  }

  private static List<AcceptedMechanism> mechanisms(StrictReader in) {
    String field = "mechanisms";
    List<AcceptedMechanism> accepted = new ArrayList<>();
    Set<Mechanism> seen = new LinkedHashSet<>();
    @Nullable StrictReader one;
    while ((one = in.element(1, field, accepted.size(), 2)) != null) {
      if (accepted.size() == TransactionLimits.MAX_MECHANISMS) {
        throw in.invalid(field, TransactionLimits.MAX_MECHANISMS + " entries", "more");
      }
      AcceptedMechanism read = accepted(one);
      if (!seen.add(read.mechanism())) {
        throw one.invalid("mechanism", "each mechanism once", "the same again");
      }
      accepted.add(read);
    }
    if (accepted.isEmpty()) {
      throw in.invalid(field, "at least 1 mechanism", "none");
    }
    return accepted;
  }

  private static AcceptedMechanism accepted(StrictReader in) {
    @Nullable StrictReader mechanism = in.message(1, "mechanism", 6);
    if (mechanism == null) {
      throw in.invalid("mechanism", "a mechanism", "none");
    }
    Mechanism read = mechanism(mechanism);
    long weight = FieldReader.positive(in, 2, "weight");
    in.end();
    return new AcceptedMechanism(read, weight);
  }

  private static Mechanism mechanism(StrictReader in) {
    long nodeBudget = FieldReader.positive(in, 1, "node_budget");
    long pricing = in.u64(2, "pricing");
    long sharing = in.u64(3, "sharing");
    long refunds = in.u64(4, "refunds");
    Optional<Modules> modules = modules(in);
    Optional<Deferral> deferral = deferral(in);
    in.end();
    return new Mechanism(
        nodeBudget,
        Pricing.ofNumber(pricing).orElseThrow(() -> unknown(in, "pricing", pricing)),
        Sharing.ofNumber(sharing).orElseThrow(() -> unknown(in, "sharing", sharing)),
        Refunds.ofNumber(refunds).orElseThrow(() -> unknown(in, "refunds", refunds)),
        modules,
        deferral);
  }

  private static Optional<Modules> modules(StrictReader outer) {
    @Nullable StrictReader in = outer.message(5, "modules", 3);
    if (in == null) {
      return Optional.empty();
    }
    Optional<Hash32> selection = module(in, 1, "selection");
    Optional<Hash32> sharing = module(in, 2, "sharing");
    long fuel = bounded(in, 3, "fuel", Modules.MAX_FUEL);
    in.end();
    if (selection.isEmpty() && sharing.isEmpty()) {
      throw in.invalid("sharing", "a module that selects or shares", "none");
    }
    return Optional.of(new Modules(selection, sharing, fuel));
  }

  private static Optional<Hash32> module(StrictReader in, int field, String fieldName) {
    Bytes value = in.bytes(field, fieldName);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    Hash32 id = Hash32.of(FieldReader.exactly(in, value, fieldName, Hash32.SIZE));
    if (id.equals(Hash32.ZERO)) {
      throw in.invalid(fieldName, "the id of a module", "zero");
    }
    return Optional.of(id);
  }

  private static Optional<Deferral> deferral(StrictReader outer) {
    @Nullable StrictReader in = outer.message(6, "deferral", 3);
    if (in == null) {
      return Optional.empty();
    }
    int permille = (int) bounded(in, 1, "permille", Deferral.MAX_PERMILLE);
    long signal = in.u64(2, "signal");
    long deadlineBlocks = bounded(in, 3, "deadline_blocks", Deferral.MAX_DEADLINE_BLOCKS);
    in.end();
    return Optional.of(
        new Deferral(
            permille,
            Signal.ofNumber(signal).orElseThrow(() -> unknown(in, "signal", signal)),
            deadlineBlocks));
  }

  private static long bounded(StrictReader in, int field, String fieldName, long most) {
    long value = FieldReader.positive(in, field, fieldName);
    if (value > most) {
      throw in.invalid(fieldName, "1 to " + most, Long.toString(value));
    }
    return value;
  }

  private static RefusedException unknown(StrictReader in, String field, long number) {
    return in.invalid(field, "a rule of docs/protocol/transactions.md", Long.toString(number));
  }

  private static List<RollupId> rollups(StrictReader in, int field, String fieldName) {
    return FieldReader.distinct(
        in,
        field,
        fieldName,
        TransactionLimits.MAX_PARTNERS,
        "rollup",
        name -> FieldReader.rollup(in, name, fieldName));
  }
}
