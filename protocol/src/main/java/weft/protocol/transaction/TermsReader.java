package weft.protocol.transaction;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.primitives.Address;
import weft.primitives.Amount;

/// Reads `RollupTerms`.
final class TermsReader {
  private TermsReader() {}

  static RollupTerms read(StrictReader outer, int field) {
    @Nullable StrictReader in = outer.message(field, "terms", 8);
    if (in == null) {
      throw outer.invalid("terms", "the rollup's terms", "none");
    }
    Address payee = in.address(1, "payee");
    long policyNumber = in.u64(2, "policy");
    List<AssetId> feeAssets = feeAssets(in);
    long maxBytesPerBlock = FieldReader.positive(in, 4, "max_bytes_per_block");
    String url = in.printable(5, "metadata_url", TransactionLimits.MAX_METADATA_URL_LENGTH);
    Optional<GasTerms> gas = gas(in);
    List<Address> submitters = submitters(in);
    Optional<MarketTerms> market = MarketTermsReader.read(in, 8);
    in.end();
    return new RollupTerms(
        payee, policy(in, policyNumber), feeAssets, maxBytesPerBlock, url, gas, submitters, market);
  }

  private static Policy policy(StrictReader in, long number) {
    if (number == 1) {
      return Policy.FIRST_COME;
    }
    if (number == 2) {
      return Policy.PRIORITY;
    }
    throw in.invalid("policy", "1 (first-come) or 2 (priority)", Long.toString(number));
  }

  private static List<AssetId> feeAssets(StrictReader in) {
    String field = "accepted_fee_assets";
    return FieldReader.distinct(
        in,
        3,
        field,
        TransactionLimits.MAX_FEE_ASSETS,
        "asset",
        name -> new AssetId(FieldReader.assetName(in, name, field)));
  }

  private static List<Address> submitters(StrictReader in) {
    String field = "submitters";
    return FieldReader.distinct(
        in, 7, field, TransactionLimits.MAX_SUBMITTERS, "address", raw -> in.toAddress(raw, field));
  }

  private static Optional<GasTerms> gas(StrictReader in) {
    @Nullable StrictReader gas = in.message(6, "gas", 3);
    if (gas == null) {
      return Optional.empty();
    }
    long target = FieldReader.positive(gas, 1, "target_per_block");
    long cap = FieldReader.positive(gas, 2, "cap_per_block");
    Amount minBaseFee = FieldReader.amount(gas, 3, "min_base_fee_per_gas");
    gas.end();
    if (cap < target) {
      throw gas.invalid("cap_per_block", "at least the target, " + target, Long.toString(cap));
    }
    return Optional.of(new GasTerms(target, cap, minBaseFee));
  }
}
