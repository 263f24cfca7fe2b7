package weft.ledger.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.primitives.Amount;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.GasTerms;
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
    return refusal == null && terms.gas().isPresent()
        ? checkGas(context, terms.gas().get())
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

  private static Refusal refuse(ActionContext context, String field, String limit, String message) {
    return Refusal.of(RefusalCode.TERMS_INVALID, context.field("terms." + field), limit, message);
  }
}
