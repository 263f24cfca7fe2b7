package weft.cli.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weft.cli.CliException;
import weft.cli.Format;
import weft.cli.KeyOption.DevelopmentKeys;
import weft.cli.Output;
import weft.cli.Parse;
import weft.ledger.genesis.Genesis;
import weft.node.NodeDirectory;
import weft.node.configuration.Configuration;
import weft.primitives.Address;
import weft.protocol.transaction.AssetId;

/// `weft node init`.
@Command(
    name = "init",
    description =
        "Make a folder for a new chain's node: weft.toml, genesis.json and keys. Refuses to"
            + " overwrite anything.",
    footer = {
      "",
      "Examples:",
      "  weft node init --data my-weft --dev-accounts",
      "  weft node init --data prod --chain-id 7001 --chain-name main --balance"
          + " 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266=1_000_000_000_000",
      "  weft node init --dev-accounts --asset usd=1/1000 --balance dev:0=5000usd"
    })
public final class NodeInitCommand implements Callable<Integer> {
  private static final Pattern BALANCE = Pattern.compile("([^=]+)=([0-9_,]+)([a-z][a-z0-9-]*)?");
  private static final Pattern RATE = Pattern.compile("([a-z0-9-]+)=([0-9]{1,18})/([0-9]{1,18})");

  @Mixin private Output output = new Output();
  @Mixin private DataOption data = new DataOption();

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
      defaultValue = "weft-local",
      description = "A name for people. Default: weft-local.")
  private String chainName = "weft-local";

  @Option(
      names = "--dev-accounts",
      description =
          "Fund dev:0 to dev:9, whose keys everybody knows, with 10^18 units each, and let dev:0"
              + " govern. For development only.")
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
      names = "--governance",
      paramLabel = "ACCOUNT|dev:N",
      description =
          "An account that may change parameters; repeatable. Default: the validator, or dev:0 with"
              + " --dev-accounts.")
  private List<String> governance = new ArrayList<>();

  @Option(
      names = "--governance-threshold",
      paramLabel = "M",
      description = "How many of them must approve a change. Default: more than half.")
  private @Nullable Integer threshold;

  @Option(
      names = "--parameter",
      paramLabel = "NAME=VALUE",
      description = "A chain parameter that differs from its default; see 'weft parameter list'.")
  private Map<String, String> parameters = new TreeMap<>();

  @Override
  public Integer call() {
    NodeDirectory directory = data.directory();
    Genesis genesis = NodeSetup.create(directory, Configuration.defaults(), this::genesis);
    print(directory, genesis);
    return 0;
  }

  private Genesis genesis(Address validator) {
    List<Genesis.Balance> all =
        new ArrayList<>(developmentAccounts ? NodeSetup.developmentBalances() : List.of());
    balances.forEach(text -> all.add(balance(text)));
    List<Address> governors =
        governance.isEmpty()
            ? List.of(developmentAccounts ? DevelopmentKeys.account(0).address() : validator)
            : governance.stream().map(text -> Parse.account("--governance", text)).toList();
    return new Genesis(
        chainId,
        chainName,
        System.currentTimeMillis(),
        validator,
        NodeSetup.ASSET,
        assets.stream().map(NodeInitCommand::rate).toList(),
        all,
        governors,
        threshold == null ? governors.size() / 2 + 1 : threshold,
        new TreeMap<>(parameters));
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

  private void print(NodeDirectory directory, Genesis genesis) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("data", directory.path().toString());
    document.put("chainId", genesis.chainId());
    document.put("chainName", genesis.chainName());
    document.put("genesisHash", genesis.hash().toString());
    document.put("validator", genesis.validator().toString());
    document.put("node", directory.nodeKey().address().toString());
    document.put("balances", genesis.balances().size());
    List<String> lines = new ArrayList<>();
    lines.add("chain     " + genesis.chainName() + ", id " + genesis.chainId());
    lines.add("genesis   " + genesis.hash());
    lines.add("validator " + genesis.validator());
    lines.add("node      " + directory.nodeKey().address());
    lines.add("funded    " + Format.count(genesis.balances().size(), "balance"));
    if (developmentAccounts) {
      lines.add("          dev:0 to dev:9 have keys that everybody knows: for development only");
    }
    lines.add("Start it with: weft node start --data " + directory.path());
    output.print(document, lines.toArray(String[]::new));
  }
}
