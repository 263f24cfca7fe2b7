package weft.cli.rollup;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weft.cli.CliException;
import weft.cli.Parse;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.GasTerms;
import weft.protocol.transaction.Policy;
import weft.protocol.transaction.RollupTerms;

/// What a rollup's owner chooses; what is not given stays as it was.
final class TermsOptions {
  private static final long DEFAULT_MAX_BYTES_PER_BLOCK = 4L << 20;

  @Option(
      names = "--payee",
      paramLabel = "ACCOUNT|dev:N",
      description = "Who earns the rollup's share of fees. Default: the owner.")
  private @Nullable String payee;

  @Option(
      names = "--policy",
      paramLabel = "POLICY",
      description = "first-come, or priority (by tip per byte). Default: first-come.")
  private @Nullable String policy;

  @Option(
      names = "--accept",
      paramLabel = "ASSET",
      split = ",",
      description = "Fee assets that it accepts, comma-separated. Default: all of the chain.")
  private @Nullable List<String> acceptedAssets;

  @Option(
      names = "--max-bytes-per-block",
      paramLabel = "BYTES",
      description = "Cap on the payload bytes of one lane block. Default: 4194304 bytes.")
  private @Nullable Long maxBytesPerBlock;

  @Option(
      names = "--metadata-url",
      paramLabel = "URL",
      description = "Where people read about it. Default: none.")
  private @Nullable String metadataUrl;

  @Option(
      names = "--submitter",
      paramLabel = "ACCOUNT|dev:N",
      split = ",",
      description = "Only these accounts may submit; repeatable. Default: everybody.")
  private @Nullable List<String> submitters;

  @ArgGroup(exclusive = false)
  private @Nullable Gas gas;

  @Mixin private MarketOptions market = new MarketOptions();

  static final class Gas {
    @Option(
        names = "--gas-target",
        required = true,
        paramLabel = "GAS",
        description = "Declared gas per lane block at which the gas fee stays.")
    private long targetPerBlock;

    @Option(
        names = "--gas-cap",
        required = true,
        paramLabel = "GAS",
        description = "Most declared gas per lane block.")
    private long capPerBlock;

    @Option(
        names = "--gas-min-fee",
        paramLabel = "AMOUNT",
        defaultValue = "1",
        description = "Least base fee per gas, smallest units of the default asset. Default: 1.")
    private String minBaseFeePerGas = "1";

    GasTerms terms() {
      return new GasTerms(
          targetPerBlock, capPerBlock, Parse.amount("--gas-min-fee", minBaseFeePerGas));
    }
  }

  /// The terms of a new rollup.
  RollupTerms fresh(Address owner) {
    return over(
        new RollupTerms(
            owner,
            Policy.FIRST_COME,
            List.of(),
            DEFAULT_MAX_BYTES_PER_BLOCK,
            "",
            Optional.empty(),
            List.of()));
  }

  /// The given terms with what was chosen here in their place.
  RollupTerms over(RollupTerms terms) {
    return new RollupTerms(
        payee == null ? terms.payee() : Parse.account("--payee", payee),
        policy == null ? terms.policy() : policy(policy),
        acceptedAssets == null ? terms.acceptedFeeAssets() : assets(acceptedAssets),
        maxBytesPerBlock == null ? terms.maxBytesPerBlock() : maxBytesPerBlock,
        metadataUrl == null ? terms.metadataUrl() : metadataUrl,
        gas == null ? terms.gas() : Optional.of(gas.terms()),
        submitters == null ? terms.submitters() : accounts(submitters),
        market.over(terms.market()));
  }

  private static Policy policy(String id) {
    for (Policy policy : Policy.values()) {
      if (policy.id().equals(id.toLowerCase(Locale.ROOT))) {
        return policy;
      }
    }
    throw CliException.usage(
        "--policy: '" + id + "' is no policy", "Choose first-come or priority.");
  }

  private static List<AssetId> assets(List<String> names) {
    return names.stream()
        .filter(name -> !name.isEmpty())
        .map(name -> Parse.asset("--accept", name))
        .toList();
  }

  private static List<Address> accounts(List<String> accounts) {
    return accounts.stream()
        .filter(account -> !account.isEmpty())
        .map(account -> Parse.account("--submitter", account))
        .toList();
  }

  static Amount orElse(String option, @Nullable String text, Amount otherwise) {
    return text == null ? otherwise : Parse.amount(option, text);
  }
}
