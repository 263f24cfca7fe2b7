package weft.cli.node;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import weft.cli.Format;
import weft.ledger.genesis.Genesis;
import weft.ledger.parameter.ValidatorParameters;
import weft.ledger.state.StateReader;
import weft.node.NodeDirectory;
import weft.node.configuration.Configuration;
import weft.node.configuration.ConfigurationKey;
import weft.node.network.NodeKeys;
import weft.node.network.PublicKeys;
import weft.primitives.Amount;
import weft.primitives.Bytes;

/// What an operator needs to know of a network's node that was just made.
final class NetworkNodeText {
  private final NodeDirectory directory;
  private final Genesis genesis;
  private final Configuration configuration;
  private final Map<String, Object> document = new LinkedHashMap<>();
  private final List<String> lines = new ArrayList<>();

  NetworkNodeText(NodeDirectory directory) {
    this.directory = directory;
    this.genesis = directory.genesis();
    this.configuration = Configuration.load(directory.configurationFile(), Map.of(), Map.of());
    String peerId = NodeKeys.peerId(directory);
    line("data", directory.path().toString(), "folder    ");
    document.put("chainId", genesis.chainId());
    document.put("chainName", genesis.chainName());
    lines.add("chain     " + genesis.chainName() + ", id " + genesis.chainId());
    line("genesisHash", genesis.hash().toString(), "genesis   ");
    line("node", directory.nodeKey().address().toString(), "node      ");
    line("peerId", peerId, "peer id   ");
    document.put("peers", configuration.text(ConfigurationKey.ENGINE_PEERS));
    boolean isValidator = Files.exists(directory.attestationKeyFile());
    document.put("validator", isValidator);
    lines.add("Start it with: weft node start --data " + directory.path());
    if (isValidator) {
      addValidator();
    }
  }

  Map<String, Object> document() {
    return document;
  }

  String[] lines() {
    return lines.toArray(String[]::new);
  }

  private void addValidator() {
    int at = lines.size() - 1;
    if (!Files.exists(directory.engine().validatorKeyFile())) {
      lines.add(at, "votes     are signed by the remote signer");
      return;
    }
    PublicKeys keys = NodeKeys.read(directory, "");
    document.put("operator", keys.operator().toString());
    document.put("consensusAddress", keys.consensusKey().consensusAddress().toString());
    document.put("consensusKey", keys.consensusKey().toString());
    document.put("blsKey", keys.blsKey().toString());
    lines.add(at++, "operator  " + keys.operator());
    lines.add(at++, "consensus " + keys.consensusKey().consensusAddress());
    lines.add(at++, "BLS key   " + keys.blsKey());
    Optional<Amount> bond = bond(keys);
    document.put("inGenesis", bond.isPresent());
    if (bond.isPresent()) {
      lines.add(at, "validator of the genesis, bond " + Format.amount(bond.get()));
      return;
    }
    String join =
        "weft validator join --data %s --bond %s --node %s"
            .formatted(directory.path(), leastBond(), grpc());
    document.put("join", join);
    lines.add("When it has caught up and the operator has the bond and a fee: " + join);
  }

  private Optional<Amount> bond(PublicKeys keys) {
    return genesis.validators().stream()
        .filter(one -> one.consensusKey().equals(keys.consensusKey()))
        .map(one -> one.bond())
        .findFirst();
  }

  private Amount leastBond() {
    SortedMap<Bytes, Optional<Bytes>> state = genesis.initialState().entries();
    ValidatorParameters parameters =
        ValidatorParameters.read(
            new StateReader(key -> state.getOrDefault(key, Optional.empty()).orElse(null)));
    return parameters.minBond().max(Amount.of(parameters.bondPerPower()));
  }

  private String grpc() {
    String host = configuration.text(ConfigurationKey.API_HOST);
    return (host.equals("0.0.0.0") ? "127.0.0.1" : host)
        + ":"
        + configuration.number(ConfigurationKey.API_GRPC_PORT);
  }

  private void line(String name, String value, String label) {
    document.put(name, value);
    lines.add(label + value);
  }
}
