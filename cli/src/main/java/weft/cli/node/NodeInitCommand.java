package weft.cli.node;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import weft.cli.CliException;
import weft.cli.Format;
import weft.cli.KeyOption.DevelopmentKeys;
import weft.cli.Output;
import weft.cli.Parse;
import weft.ledger.genesis.Genesis;
import weft.node.NodeDirectory;
import weft.node.configuration.Configuration;
import weft.node.configuration.GenesisFile;
import weft.node.network.NetworkNode;
import weft.primitives.Address;

/// `weft node init`.
@Command(
    name = "init",
    description = {
      "Make a folder for a node: weft.toml, genesis.json and keys. Refuses to overwrite anything.",
      "Without --genesis it begins a new chain that has this one validator; with it, the node is"
          + " another one of an existing network."
    },
    footer = {
      "",
      "Examples:",
      "  weft node init --data my-weft --dev-accounts",
      "  weft node init --data prod --chain-id 7001 --chain-name main --balance"
          + " 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266=1_000_000_000_000",
      "  weft node init --dev-accounts --asset usd=1/1000 --balance dev:0=5000usd",
      "  weft node init --data my-node --genesis genesis.json"
          + " --peer 8a2f0c5be01b0c3c1fd6b5f0d4ddfcc0f3a7be11@node.example.org:26656",
      "  weft node init --data my-validator --genesis genesis.json --validator"
          + " --peer 8a2f0c5be01b0c3c1fd6b5f0d4ddfcc0f3a7be11@node.example.org:26656"
          + " --set engine.profile=wan"
    })
public final class NodeInitCommand implements Callable<Integer> {
  /// Options that a genesis leaves to be chosen.
  private static final Set<String> OF_ANY_NODE =
      Set.of(
          "--data",
          "--json",
          "--genesis",
          "--validator",
          "--peer",
          "--peer-address",
          "--external-address",
          "--rpc-address",
          "--state-sync-from",
          "--trust",
          "--trusting-period",
          "--set");

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before a command runs
  private CommandSpec command;

  @Mixin private Output output = new Output();
  @Mixin private DataOption data = new DataOption();
  @Mixin private GenesisOptions chain = new GenesisOptions();
  @Mixin private NetworkNodeOptions network = new NetworkNodeOptions();
  @Mixin private SyncOptions sync = new SyncOptions();

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

  @Override
  public Integer call() {
    NodeDirectory directory = data.directory();
    if (network.genesis().isPresent()) {
      return addNode(directory, network.genesis().get());
    }
    if (network.areUsed() || sync.areUsed()) {
      throw CliException.usage(
          "--validator, --peer, --set, addresses and --state-sync-from are for a node of an"
              + " existing network",
          "Name its genesis: --genesis FILE.");
    }
    print(directory, NodeSetup.create(directory, Configuration.defaults(), this::genesis));
    return 0;
  }

  private int addNode(NodeDirectory directory, Path genesisFile) {
    for (OptionSpec option : command.commandLine().getParseResult().matchedOptions()) {
      if (!OF_ANY_NODE.contains(option.longestName())) {
        throw CliException.usage(
            option.longestName() + " is for a new chain: the genesis has settled it",
            "Leave it out.");
      }
    }
    NodeSetup.refuseOther(directory);
    Genesis genesis = GenesisFile.read(genesisFile);
    NetworkNode.create(
        directory,
        genesis,
        configuration(directory, genesisFile, genesis),
        network.peers(),
        network.validator());
    NetworkNodeText text = new NetworkNodeText(directory);
    output.print(text.document(), text.lines());
    if (network.peers().isEmpty()) {
      output.remark("It dials nobody: without --peer, other nodes must know this one.");
    }
    return 0;
  }

  private Configuration configuration(NodeDirectory directory, Path genesisFile, Genesis genesis) {
    Configuration configuration = network.configuration(directory);
    if (!sync.areUsed()) {
      return configuration;
    }
    Optional<SyncPoint> point = sync.find(genesisFile, genesis, configuration);
    output.remark(SyncPoint.text(point));
    return SyncPoint.settings(configuration, point, sync.servers());
  }

  private Genesis genesis(Address validator) {
    List<Address> governors =
        governance.isEmpty()
            ? List.of(
                chain.hasDevelopmentAccounts() ? DevelopmentKeys.account(0).address() : validator)
            : governance.stream().map(text -> Parse.account("--governance", text)).toList();
    return chain.ofOneValidator(
        validator, governors, threshold == null ? governors.size() / 2 + 1 : threshold);
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
    if (chain.hasDevelopmentAccounts()) {
      lines.add("          dev:0 to dev:9 have keys that everybody knows: for development only");
    }
    lines.add("Start it with: weft node start --data " + directory.path());
    output.print(document, lines.toArray(String[]::new));
  }
}
