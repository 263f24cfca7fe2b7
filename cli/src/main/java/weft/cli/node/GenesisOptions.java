package weft.cli.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import weft.cli.CliException;
import weft.cli.Parse;
import weft.ledger.genesis.Genesis;
import weft.ledger.genesis.GenesisValidator;
import weft.primitives.Address;
import weft.protocol.transaction.AssetId;

/// What whoever begins a chain decides, be it one of a network or of one validator.
public final class GenesisOptions {
  private static final Pattern BALANCE = Pattern.compile("([^=]+)=([0-9_,]+)([a-z][a-z0-9-]*)?");
  private static final Pattern RATE = Pattern.compile("([a-z0-9-]+)=([0-9]{1,18})/([0-9]{1,18})");

  @Option(
      names = "--chain-id",
      paramLabel = "N",
      defaultValue = "9600",
      description =
          "The number that every signature binds: different for every chain. Default: 9600.")
  private long chainId;

  @Option(
      names = "--chain-name",
      paramLabel = "NAME",
      description = "A name for people. Default: weft-local, or weft-network.")
  private @Nullable String chainName;

  @Option(
      names = "--dev-accounts",
      description =
          "Fund dev:0 to dev:9, whose keys everybody knows, with 10^18 units each; with one"
              + " validator dev:0 governs. For development only.")
  private boolean developmentAccounts;

  @Option(
      names = "--balance",
      paramLabel = "ACCOUNT=AMOUNT[ASSET]",
      description =
          "Fund an account, in the asset's smallest units; repeatable. Default asset: weft.")
  private List<String> balances = new ArrayList<>();

  @Option(
      names = "--asset",
      paramLabel = "ASSET=N/D",
      description =
          "Another fee asset: a fee in it is the fee in weft times N/D, rounded up; repeatable.")
  private List<String> assets = new ArrayList<>();

  @Option(
      names = "--parameter",
      paramLabel = "NAME=VALUE",
      description = "A chain parameter that differs from its default; see 'weft parameter list'.")
  private Map<String, String> parameters = new TreeMap<>();

  boolean hasDevelopmentAccounts() {
    return developmentAccounts;
  }

  /// The genesis of a chain that has one validator for good.
  Genesis ofOneValidator(Address validator, List<Address> governors, int threshold) {
    return new Genesis(
        chainId,
        chainName == null ? "weft-local" : chainName,
        System.currentTimeMillis(),
        validator,
        NodeSetup.ASSET,
        rates(),
        balances(),
        governors,
        threshold,
        new TreeMap<>(parameters));
  }

  /// The genesis of a network.
  ///
  /// @param more balances beside those of the options
  public Genesis ofNetwork(List<GenesisValidator> validators, List<Genesis.Balance> more) {
    List<Genesis.Balance> all = balances();
    all.addAll(more);
    return new Genesis(
        chainId,
        chainName == null ? "weft-network" : chainName,
        System.currentTimeMillis(),
        Address.ZERO,
        NodeSetup.ASSET,
        rates(),
        all,
        List.of(),
        0,
        new TreeMap<>(parameters),
        validators);
  }

  private List<Genesis.Balance> balances() {
    List<Genesis.Balance> all =
        new ArrayList<>(developmentAccounts ? NodeSetup.developmentBalances() : List.of());
    balances.forEach(text -> all.add(balance(text)));
    return all;
  }

  private List<Genesis.AssetRate> rates() {
    return assets.stream().map(GenesisOptions::rate).toList();
  }

  static Genesis.Balance balance(String text) {
    Matcher matcher = BALANCE.matcher(text);
    if (!matcher.matches()) {
      throw CliException.usage(
          "--balance: '" + text + "' is no balance",
          "Write ACCOUNT=AMOUNT or ACCOUNT=AMOUNTASSET, such as dev:0=1000 or dev:0=1000usd.");
    }
    AssetId asset =
        matcher.group(3) == null ? NodeSetup.ASSET : Parse.asset("--balance", matcher.group(3));
    return new Genesis.Balance(
        Parse.account("--balance", matcher.group(1)),
        asset,
        Parse.amount("--balance", matcher.group(2)));
  }

  private static Genesis.AssetRate rate(String text) {
    Matcher matcher = RATE.matcher(text);
    if (!matcher.matches()) {
      throw CliException.usage(
          "--asset: '" + text + "' is no asset with a rate",
          "Write ASSET=N/D, such as usd=1/1000.");
    }
    return new Genesis.AssetRate(
        Parse.asset("--asset", matcher.group(1)),
        Long.parseLong(matcher.group(2)),
        Long.parseLong(matcher.group(3)));
  }
}
