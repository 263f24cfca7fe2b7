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

/// Reads `RollupTerms`.
final class TermsReader {
  private TermsReader() {}

  static RollupTerms read(StrictReader outer, int field) {
    @Nullable StrictReader in = outer.message(field, "terms", 7);
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
    in.end();
    return new RollupTerms(
        payee, policy(in, policyNumber), feeAssets, maxBytesPerBlock, url, gas, submitters);
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
    List<AssetId> assets = new ArrayList<>();
    Set<AssetId> seen = new LinkedHashSet<>();
    for (Bytes name : in.repeatedBytes(3, field, TransactionLimits.MAX_FEE_ASSETS)) {
      AssetId asset = new AssetId(FieldReader.assetName(in, name, field));
      if (!seen.add(asset)) {
        throw in.invalid(field, "each asset once", asset + " twice");
      }
      assets.add(asset);
    }
    return assets;
  }

  private static List<Address> submitters(StrictReader in) {
    String field = "submitters";
    List<Address> submitters = new ArrayList<>();
    Set<Address> seen = new LinkedHashSet<>();
    for (Bytes raw : in.repeatedBytes(7, field, TransactionLimits.MAX_SUBMITTERS)) {
      Address submitter = in.toAddress(raw, field);
      if (!seen.add(submitter)) {
        throw in.invalid(field, "each address once", submitter + " twice");
      }
      submitters.add(submitter);
    }
    return submitters;
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
