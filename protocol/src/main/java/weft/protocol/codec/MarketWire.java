package weft.protocol.codec;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import weft.primitives.Address;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.protocol.mechanism.Deferral;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Modules;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;
import weft.protocol.mechanism.Signal;
import weft.protocol.transaction.MarketTerms;
import weft.protocol.transaction.MarketTerms.AcceptedMechanism;
import weft.protocol.transaction.Reporters;
import weft.protocol.transaction.RollupId;
import weft.protocol.wire.Bids;

/// The market terms of a rollup in messages other than transactions.
final class MarketWire {
  private static final String FIELD = "terms.market";
  private static final String MECHANISM = FIELD + ".mechanisms";

  private MarketWire() {}

  static weft.protocol.wire.MarketTerms toWire(MarketTerms market) {
    weft.protocol.wire.MarketTerms.Builder wire =
        weft.protocol.wire.MarketTerms.newBuilder().setAsset(market.asset().name());
    for (AcceptedMechanism accepted : market.mechanisms()) {
      wire.addMechanismsBuilder()
          .setMechanism(toWire(accepted.mechanism()))
          .setWeight(accepted.weight());
    }
    if (!market.reserve().isZero()) {
      wire.setReserve(TransactionWire.toWire(market.reserve()));
    }
    market.partners().forEach(partner -> wire.addPartners(partner.name()));
    market.excluded().forEach(excluded -> wire.addExcluded(excluded.name()));
    market
        .reporters()
        .ifPresent(
            reporters -> {
              wire.getReportersBuilder().setThreshold(reporters.threshold());
              reporters
                  .addresses()
                  .forEach(one -> wire.getReportersBuilder().addAddresses(WireFields.toWire(one)));
            });
    if (market.sealedOnly()) {
      wire.setBids(Bids.BIDS_SEALED);
    }
    return wire.build();
  }

  /// Reads terms; throws a `MalformedException` that names the field.
  static MarketTerms fromWire(weft.protocol.wire.MarketTerms wire) {
    List<AcceptedMechanism> mechanisms = new ArrayList<>(wire.getMechanismsCount());
    for (weft.protocol.wire.AcceptedMechanism accepted : wire.getMechanismsList()) {
      mechanisms.add(
          new AcceptedMechanism(
              fromWire(accepted.getMechanism()),
              WireFields.u64(accepted.getWeight(), MECHANISM + ".weight")));
    }
    return new MarketTerms(
        mechanisms,
        WireFields.asset(wire.getAsset(), FIELD + ".asset"),
        TransactionWire.fromWire(wire.getReserve()),
        rollups(wire.getPartnersList(), FIELD + ".partners"),
        rollups(wire.getExcludedList(), FIELD + ".excluded"),
        sealedOnly(wire.getBidsValue()),
        wire.hasReporters() ? Optional.of(fromWire(wire.getReporters())) : Optional.empty());
  }

  private static Reporters fromWire(weft.protocol.wire.Reporters wire) {
    String field = FIELD + ".reporters";
    List<Address> addresses =
        wire.getAddressesList().stream().map(one -> WireFields.address(one, field)).toList();
    return valid(field, () -> new Reporters(addresses, wire.getThreshold()));
  }

  private static boolean sealedOnly(int bids) {
    if (bids != Bids.BIDS_ANY_VALUE && bids != Bids.BIDS_SEALED_VALUE) {
      throw new MalformedException(
          FIELD + ".bids", "is no kind of bids that this version knows: " + bids);
    }
    return bids == Bids.BIDS_SEALED_VALUE;
  }

  private static weft.protocol.wire.Mechanism toWire(Mechanism mechanism) {
    weft.protocol.wire.Mechanism.Builder wire =
        weft.protocol.wire.Mechanism.newBuilder()
            .setNodeBudget(mechanism.nodeBudget())
            .setPricingValue(mechanism.pricing().number())
            .setSharingValue(mechanism.sharing().number())
            .setRefundsValue(mechanism.refunds().number());
    mechanism
        .modules()
        .ifPresent(
            modules -> {
              wire.getModulesBuilder().setFuel(modules.fuel());
              modules
                  .selection()
                  .ifPresent(id -> wire.getModulesBuilder().setSelection(WireFields.toWire(id)));
              modules
                  .sharing()
                  .ifPresent(id -> wire.getModulesBuilder().setSharing(WireFields.toWire(id)));
            });
    mechanism
        .deferral()
        .ifPresent(
            deferral ->
                wire.getDeferralBuilder()
                    .setPermille(deferral.permille())
                    .setSignalValue(deferral.signal().number())
                    .setDeadlineBlocks(deferral.deadlineBlocks()));
    return wire.build();
  }

  private static Mechanism fromWire(weft.protocol.wire.Mechanism wire) {
    if (wire.getNodeBudget() < 1) {
      throw new MalformedException(MECHANISM + ".node_budget", "is 1 to 2^63-1");
    }
    return new Mechanism(
        wire.getNodeBudget(),
        known(Pricing.ofNumber(wire.getPricingValue()), "pricing", wire.getPricingValue()),
        known(Sharing.ofNumber(wire.getSharingValue()), "sharing", wire.getSharingValue()),
        known(Refunds.ofNumber(wire.getRefundsValue()), "refunds", wire.getRefundsValue()),
        wire.hasModules() ? Optional.of(fromWire(wire.getModules())) : Optional.empty(),
        wire.hasDeferral() ? Optional.of(fromWire(wire.getDeferral())) : Optional.empty());
  }

  private static Modules fromWire(weft.protocol.wire.Modules wire) {
    Optional<Hash32> selection = module(wire.getSelection(), "modules.selection");
    Optional<Hash32> sharing = module(wire.getSharing(), "modules.sharing");
    return valid(MECHANISM + ".modules", () -> new Modules(selection, sharing, wire.getFuel()));
  }

  private static Optional<Hash32> module(ByteString id, String field) {
    return id.isEmpty()
        ? Optional.empty()
        : Optional.of(WireFields.hash(id, MECHANISM + "." + field));
  }

  private static Deferral fromWire(weft.protocol.wire.Deferral wire) {
    Signal signal =
        known(Signal.ofNumber(wire.getSignalValue()), "deferral.signal", wire.getSignalValue());
    return valid(
        MECHANISM + ".deferral",
        () -> new Deferral(wire.getPermille(), signal, wire.getDeadlineBlocks()));
  }

  private static <T> T valid(String field, Supplier<T> read) {
    try {
      return read.get();
    } catch (IllegalArgumentException e) {
      throw new MalformedException(field, String.valueOf(e.getMessage()));
    }
  }

  private static <T> T known(Optional<T> rule, String field, int number) {
    return rule.orElseThrow(
        () ->
            new MalformedException(
                MECHANISM + "." + field, "is no rule that this version knows: " + number));
  }

  private static List<RollupId> rollups(List<String> names, String field) {
    return names.stream().map(name -> WireFields.rollup(name, field)).toList();
  }
}
