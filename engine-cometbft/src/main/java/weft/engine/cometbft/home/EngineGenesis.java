package weft.engine.cometbft.home;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import weft.primitives.Bytes;

/// What is the same on every node of a network: becomes `config/genesis.json`.
///
/// @param chainId the engine's name of the chain, 1 to 50 characters; every vote's signature binds
///   it
/// @param time no block is earlier
/// @param applicationState JSON text that InitChain hands to the application
public record EngineGenesis(
    String chainId,
    Instant time,
    List<EngineValidator> validators,
    String applicationState,
    ConsensusLimits limits) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final int MAX_CHAIN_ID = 50;

  public EngineGenesis {
    validators = List.copyOf(validators);
    if (chainId.isEmpty() || chainId.length() > MAX_CHAIN_ID) {
      throw new IllegalArgumentException("a chain id has 1 to 50 characters");
    }
    if (validators.isEmpty()) {
      throw new IllegalArgumentException("a genesis has at least one validator");
    }
    try {
      JSON.readTree(applicationState);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("the application's state is no JSON", e);
    }
  }

  /// The file's text, in the form that CometBFT writes: whole numbers of 64 bits are text.
  public String toJson() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("genesis_time", time.toString());
    document.put("chain_id", chainId);
    document.put("initial_height", "1");
    document.put("consensus_params", limits.document());
    document.put("validators", validators.stream().map(EngineGenesis::document).toList());
    document.put("app_hash", "");
    document.put("app_state", JSON.readTree(applicationState));
    return JSON.writeValueAsString(document) + "\n";
  }

  private static Map<String, Object> document(EngineValidator validator) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("address", hex(validator.publicKey().consensusAddress().bytes()));
    document.put("pub_key", EngineKeyFiles.publicKey(validator.publicKey()));
    document.put("power", Long.toString(validator.power()));
    document.put("name", validator.name());
    return document;
  }

  private static String hex(Bytes address) {
    return address.toHex().toUpperCase(Locale.ROOT);
  }
}
