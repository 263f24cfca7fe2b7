package weft.cli.network;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weft.cli.CliException;
import weft.cli.Format;
import weft.cli.Output;
import weft.cli.Parse;
import weft.cli.node.GenesisOptions;
import weft.cli.node.NodeSetup;
import weft.ledger.genesis.Genesis;
import weft.ledger.genesis.GenesisValidator;
import weft.node.configuration.GenesisFile;
import weft.node.network.PublicKeys;
import weft.node.network.PublicKeysFile;
import weft.primitives.Amount;

/// `weft network genesis`.
@Command(
    name = "genesis",
    description =
        "Put the genesis of a network together from the public keys of its validators, which each"
            + " operator made with 'weft network keys'.",
    footer = {
      "",
      "Examples:",
      "  weft network genesis --validator alice.json --validator bob.json --validator carol.json"
          + " --validator dave.json --bond 1_000_000_000_000 --operator-balance 1_000_000_000"
          + " --chain-id 7001 --chain-name main",
      "  weft network genesis --validator alice.json=5_000_000_000_000 --validator bob.json"
          + " --bond 1_000_000_000_000 --dev-accounts --out genesis.json"
    })
public final class NetworkGenesisCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private GenesisOptions chain = new GenesisOptions();

  @Option(
      names = "--validator",
      paramLabel = "FILE[=BOND]",
      required = true,
      description = "A validator's public keys, and its bond if it is not --bond; repeatable.")
  private List<String> validators = new ArrayList<>();

  @Option(
      names = "--bond",
      paramLabel = "AMOUNT",
      description = "What each validator has bonded, in the smallest units of weft.")
  private @Nullable String bond;

  @Option(
      names = "--operator-balance",
      paramLabel = "AMOUNT",
      description =
          "What each operator's account begins with, to pay fees from, in the smallest units of"
              + " weft. Default: nothing.")
  private @Nullable String operatorBalance;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "genesis.json",
      description = "Where to write it. Default: genesis.json.")
  private Path out = Path.of("genesis.json");

  /// A validator's file and what it has bonded.
  private record Entry(PublicKeys keys, Amount bond) {}

  @Override
  public Integer call() {
    if (Files.exists(out)) {
      throw new CliException(
          "exists", "there is a genesis already: " + out, "Choose another file with --out.");
    }
    List<Entry> entries = validators.stream().map(this::entry).toList();
    Genesis genesis = genesis(entries);
    List<String> problems = genesis.problems();
    if (!problems.isEmpty()) {
      throw CliException.usage(String.join("; ", problems), "Correct the options and files.");
    }
    GenesisFile.write(out, genesis);
    print(genesis, entries);
    return 0;
  }

  private Entry entry(String text) {
    int equals = text.lastIndexOf('=');
    boolean isOwn = equals > 0 && text.substring(equals + 1).matches("[0-9_,]+");
    if (!isOwn && bond == null) {
      throw CliException.usage(
          "the bond of " + text + " is not said", "Add --bond AMOUNT, or write FILE=BOND.");
    }
    String amount = isOwn || bond == null ? text.substring(equals + 1) : bond;
    return new Entry(
        PublicKeysFile.read(Path.of(isOwn ? text.substring(0, equals) : text)),
        Parse.amount(isOwn ? "--validator" : "--bond", amount));
  }

  private Genesis genesis(List<Entry> entries) {
    List<GenesisValidator> listed =
        entries.stream().map(entry -> entry.keys().genesisValidator(entry.bond())).toList();
    List<Genesis.Balance> balances = new ArrayList<>();
    if (operatorBalance != null) {
      Amount amount = Parse.amount("--operator-balance", operatorBalance);
      entries.forEach(
          entry ->
              balances.add(new Genesis.Balance(entry.keys().operator(), NodeSetup.ASSET, amount)));
    }
    return chain.ofNetwork(listed, balances);
  }

  private void print(Genesis genesis, List<Entry> entries) {
    String peers =
        entries.stream()
            .map(entry -> entry.keys().peer())
            .filter(peer -> peer.contains("@"))
            .collect(Collectors.joining(","));
    List<Map<String, Object>> listed = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    lines.add("chain     " + genesis.chainName() + ", id " + genesis.chainId());
    lines.add("genesis   " + genesis.hash() + ", in " + out);
    for (Entry entry : entries) {
      String address = entry.keys().consensusKey().consensusAddress().toString();
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("operator", entry.keys().operator().toString());
      one.put("consensusAddress", address);
      one.put("bond", entry.bond().toString());
      listed.add(one);
      lines.add(
          "validator %s  bond %s  operator %s"
              .formatted(address, Format.amount(entry.bond()), entry.keys().operator()));
    }
    String next =
        "weft node init --data DIR --genesis "
            + out
            + " --peer "
            + (peers.isEmpty() ? "ID@HOST:PORT" : peers);
    lines.add("Every operator compares the genesis hash with the others, and runs: " + next);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("chainId", genesis.chainId());
    document.put("chainName", genesis.chainName());
    document.put("genesisHash", genesis.hash().toString());
    document.put("file", out.toString());
    document.put("validators", listed);
    document.put("peers", peers);
    output.print(document, lines.toArray(String[]::new));
  }
}
