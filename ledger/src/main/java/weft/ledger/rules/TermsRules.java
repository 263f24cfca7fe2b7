package weft.ledger.rules;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import weft.ledger.parameter.MarketParameters;
import weft.ledger.state.ModuleRecord;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Modules;
import weft.protocol.mechanism.Pricing;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.GasTerms;
import weft.protocol.transaction.MarketTerms;
import weft.protocol.transaction.RollupTerms;

/// Which terms a rollup may choose, as far as that depends on the chain; limits on their form are
/// checked when a transaction is decoded.
final class TermsRules {
  static final long MAX_GAS_PER_BLOCK = 1_000_000_000_000_000L;
  static final Amount MAX_MIN_BASE_FEE_PER_GAS = Amount.of(1_000_000_000_000_000_000L);

  private TermsRules() {}

  static @Nullable Refusal check(ActionContext context, RollupTerms terms) {
    long most = context.terms().parameters().maxLaneBytesPerBlock();
    if (terms.maxBytesPerBlock() < 1 || terms.maxBytesPerBlock() > most) {
      return refuse(
          context,
          "max_bytes_per_block",
          "1.." + most + " bytes",
          "the byte cap is " + terms.maxBytesPerBlock());
    }
    Refusal refusal = checkFeeAssets(context, terms.acceptedFeeAssets());
    if (refusal == null && terms.gas().isPresent()) {
      refusal = checkGas(context, terms.gas().get());
    }
    return refusal == null && terms.market().isPresent()
        ? checkMarket(context, terms.market().get())
        : refusal;
  }

  private static @Nullable Refusal checkFeeAssets(ActionContext context, List<AssetId> assets) {
    for (AssetId asset : assets) {
      if (context.terms().rate(asset).isEmpty()) {
        return refuse(
            context,
            "accepted_fee_assets",
            "fee assets of the chain",
            "the chain takes no fees in " + asset);
      }
    }
    return null;
  }

  private static @Nullable Refusal checkGas(ActionContext context, GasTerms gas) {
    if (gas.capPerBlock() > MAX_GAS_PER_BLOCK) {
      return refuse(
          context,
          "gas.cap_per_block",
          MAX_GAS_PER_BLOCK + " gas",
          "the gas cap is " + gas.capPerBlock());
    }
    return gas.minBaseFeePerGas().compareTo(MAX_MIN_BASE_FEE_PER_GAS) <= 0
        ? null
        : refuse(
            context,
            "gas.min_base_fee_per_gas",
            MAX_MIN_BASE_FEE_PER_GAS + " units per gas",
            "the least base fee per gas is " + gas.minBaseFeePerGas());
  }

  /// Bids may be in assets that the chain takes no fees in.
  private static @Nullable Refusal checkMarket(ActionContext context, MarketTerms market) {
    if (context.reader().supply(market.asset()).isZero()) {
      return refuse(
          context, "market.asset", "assets of the chain", "there is no " + market.asset());
    }
    MarketParameters parameters = MarketParameters.read(context.reader());
    for (int i = 0; i < market.mechanisms().size(); i++) {
      Mechanism mechanism = market.mechanisms().get(i).mechanism();
      String field = "market.mechanisms[" + i + "].mechanism.";
      if (mechanism.nodeBudget() > parameters.maxNodes()) {
        return refuse(
            context,
            field + "node_budget",
            parameters.maxNodes() + " nodes",
            "the node budget is " + mechanism.nodeBudget());
      }
      Refusal refusal =
          mechanism.modules().isEmpty()
              ? null
              : checkModules(
                  context, parameters.maxFuel(), mechanism, mechanism.modules().get(), field);
      if (refusal != null) {
        return refusal;
      }
    }
    boolean defers =
        market.mechanisms().stream().anyMatch(one -> one.mechanism().deferral().isPresent());
    return defers && market.reporters().isEmpty()
        ? refuse(
            context,
            "market.reporters",
            "at least 1 reporter",
            "a mechanism defers a part until it is reported on, and nobody reports")
        : null;
  }

  private static @Nullable Refusal checkModules(
      ActionContext context, long maxFuel, Mechanism mechanism, Modules modules, String of) {
    String field = of + "modules.";
    if (modules.fuel() > maxFuel) {
      return refuse(
          context, field + "fuel", maxFuel + " instructions", "the fuel is " + modules.fuel());
    }
    // Other prices rest on what the best bids offer, which a module need not select.
    if (modules.selection().isPresent() && mechanism.pricing() != Pricing.FIRST) {
      return refuse(
          context,
          of + "pricing",
          Pricing.FIRST.id(),
          "where a module selects, bids pay what they offer, not by " + mechanism.pricing().id());
    }
    if (!isRegistered(context, modules.selection(), ModuleRecord::isSelection)) {
      return refuse(
          context, field + "selection", "a registered module", "there is none that selects");
    }
    return isRegistered(context, modules.sharing(), ModuleRecord::isSharing)
        ? null
        : refuse(context, field + "sharing", "a registered module", "there is none that shares");
  }

  private static boolean isRegistered(
      ActionContext context, Optional<Hash32> id, Predicate<ModuleRecord> function) {
    return id.map(one -> context.reader().module(one).filter(function).isPresent()).orElse(true);
  }

  private static Refusal refuse(ActionContext context, String field, String limit, String message) {
    return Refusal.of(RefusalCode.TERMS_INVALID, context.field("terms." + field), limit, message);
  }
}
