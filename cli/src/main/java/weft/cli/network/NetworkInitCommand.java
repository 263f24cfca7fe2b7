package weft.cli.network;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weft.cli.Format;
import weft.cli.Output;
import weft.cli.node.NodeSetup;
import weft.ledger.genesis.Genesis;
import weft.ledger.genesis.GenesisValidator;
import weft.node.NodeDirectory;
import weft.node.network.LocalNetwork;
import weft.primitives.Address;

/// `weft network init`.
@Command(
    name = "init",
    description =
        "Make the folders of a network whose validators all run on this machine, at 127.0.0.1,"
            + " 127.0.0.2 and so on; for development. Start each with 'weft node start'.",
    footer = {
      "",
      "Examples:",
      "  weft network init --data my-network --validators 4",
      "  weft node start --data my-network/node0"
    })
public final class NetworkInitCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "weft-network",
      description = "Where the nodes' folders go. Default: weft-network.")
  private Path data = Path.of("weft-network");

  @Option(
      names = "--validators",
      paramLabel = "N",
      defaultValue = "4",
      description = "How many, 1 to 64. Default: 4, of which one may fail.")
  private int validators;

  @Option(
      names = "--chain-id",
      paramLabel = "N",
      defaultValue = "9600",
      description = "The number that every signature binds. Default: 9600.")
  private long chainId;

  @Option(
      names = "--chain-name",
      paramLabel = "NAME",
      defaultValue = "weft-network",
      description = "A name for people. Default: weft-network.")
  private String chainName = "weft-network";

  @Option(
      names = "--parameter",
      paramLabel = "NAME=VALUE",
      description = "A chain parameter that differs from its default; see 'weft parameter list'.")
  private Map<String, String> parameters = new TreeMap<>();

  @Override
  public Integer call() {
    List<NodeDirectory> nodes =
        LocalNetwork.create(
            data,
            validators,
            LocalNetwork.Ports.DEFAULT,
            LocalNetwork.profile(validators),
            this::genesis);
    Map<String, Object> document = new LinkedHashMap<>();
    Genesis genesis = nodes.getFirst().genesis();
    document.put("chainId", genesis.chainId());
    document.put("genesisHash", genesis.hash().toString());
    document.put("nodes", nodes.stream().map(node -> node.path().toString()).toList());
    List<String> lines = new ArrayList<>();
    lines.add("chain   " + genesis.chainName() + ", id " + genesis.chainId());
    lines.add("genesis " + genesis.hash());
    lines.add("funded  dev:0 to dev:9, whose keys everybody knows: for development only");
    lines.add("made    " + Format.count(nodes.size(), "node") + "; start each of them:");
    nodes.forEach(node -> lines.add("  weft node start --data " + node.path()));
    output.print(document, lines.toArray(String[]::new));
    return 0;
  }

  private Genesis genesis(List<GenesisValidator> listed) {
    return new Genesis(
        chainId,
        chainName,
        System.currentTimeMillis(),
        Address.ZERO,
        NodeSetup.ASSET,
        List.of(),
        NodeSetup.developmentBalances(),
        List.of(),
        0,
        new TreeMap<>(parameters),
        listed);
  }
}
