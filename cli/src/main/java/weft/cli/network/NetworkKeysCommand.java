package weft.cli.network;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weft.cli.CliException;
import weft.cli.Output;
import weft.cli.node.DataOption;
import weft.engine.cometbft.home.HostPort;
import weft.node.NodeDirectory;
import weft.node.network.NodeKeys;
import weft.node.network.PublicKeys;
import weft.node.network.PublicKeysFile;

/// `weft network keys`.
@Command(
    name = "keys",
    description = {
      "Make the keys of a validator, and a file with the public ones for whoever makes the"
          + " genesis.",
      "Keys that are there are kept; so a node that is none can become a validator."
    },
    footer = {
      "",
      "Examples:",
      "  weft network keys --data my-validator --address validator.example.org:26656",
      "  weft network keys --data my-validator --out alice.json --json"
    })
public final class NetworkKeysCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private DataOption data = new DataOption();

  @Option(
      names = "--address",
      paramLabel = "HOST:PORT",
      description = "Where other nodes will reach this one. Default: not said.")
  private @Nullable String address;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write the public keys. Default: validator.json in the --data folder.")
  private @Nullable Path out;

  @Override
  public Integer call() {
    NodeDirectory directory = data.directory();
    if (Files.exists(directory.validatorKeyFile())) {
      throw new CliException(
          "exists",
          "the folder is of a chain with one validator: " + directory.validatorKeyFile(),
          "Choose another --data folder; nothing was changed.");
    }
    Optional<HostPort> reached = Optional.ofNullable(address).map(NetworkKeysCommand::hostPort);
    boolean runs = directory.isInitialised();
    boolean wasValidator = Files.exists(directory.attestationKeyFile());
    NodeKeys.createNode(directory, true);
    NodeKeys.createValidator(directory);
    String id = NodeKeys.peerId(directory);
    PublicKeys keys = NodeKeys.read(directory, reached.map(where -> id + "@" + where).orElse(id));
    Path file = out == null ? directory.path().resolve("validator.json") : out;
    PublicKeysFile.write(file, keys);
    print(directory, keys, file, runs);
    if (runs && !wasValidator) {
      output.remark("A node that runs in this folder reads the new keys when it starts again.");
    }
    return 0;
  }

  private static HostPort hostPort(String text) {
    try {
      return HostPort.parse(text);
    } catch (IllegalArgumentException e) {
      throw CliException.usage(
          "--address: " + e.getMessage(), "Write HOST:PORT, such as validator.example.org:26656.");
    }
  }

  private void print(NodeDirectory directory, PublicKeys keys, Path file, boolean runs) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("data", directory.path().toString());
    document.put("operator", keys.operator().toString());
    document.put("consensusAddress", keys.consensusKey().consensusAddress().toString());
    document.put("consensusKey", keys.consensusKey().toString());
    document.put("blsKey", keys.blsKey().toString());
    document.put("peer", keys.peer());
    document.put("file", file.toString());
    List<String> lines = new ArrayList<>();
    lines.add("operator  " + keys.operator() + ", key in " + directory.operatorKeyFile());
    lines.add("consensus " + keys.consensusKey().consensusAddress());
    lines.add("BLS key   " + keys.blsKey());
    lines.add("peer      " + keys.peer());
    lines.add("public    " + file + "; everything else is secret");
    if (!runs) {
      lines.add(
          "For a new network, hand "
              + file
              + " to whoever runs: weft network genesis --validator "
              + file.getFileName());
      lines.add(
          "With its genesis, or another network's: weft node init --data "
              + directory.path()
              + " --genesis FILE --peer ID@HOST:PORT");
    }
    output.print(document, lines.toArray(String[]::new));
  }
}
