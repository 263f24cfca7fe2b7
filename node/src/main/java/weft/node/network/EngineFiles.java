package weft.node.network;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import weft.chain.block.Chain;
import weft.engine.cometbft.home.ConsensusLimits;
import weft.engine.cometbft.home.EngineGenesis;
import weft.engine.cometbft.home.EngineHome;
import weft.engine.cometbft.home.EngineHomeSettings;
import weft.engine.cometbft.home.EngineValidator;
import weft.engine.cometbft.home.FreshKey;
import weft.ledger.genesis.Genesis;
import weft.primitives.Ed25519PrivateKey;
import weft.protocol.validator.Validator;

/// The engine's part of a node's folder.
public final class EngineFiles {
  /// The largest block that the chain's parameters allow, with the votes and the engine's own part.
  private static final long MAX_BLOCK_BYTES = 72L << 20;

  private EngineFiles() {}

  /// Writes keys, genesis and settings.
  ///
  /// @param consensus empty on a node that is no validator: it gets a key that nobody knows
  public static void create(
      EngineHome home,
      Genesis genesis,
      EngineHomeSettings settings,
      Ed25519PrivateKey peer,
      Optional<Ed25519PrivateKey> consensus)
      throws IOException {
    EngineHome.create(
        home.path(),
        genesis(genesis),
        settings,
        peer,
        settings.remoteSignerAddress().isPresent()
            ? Optional.empty()
            : Optional.of(consensus.orElseGet(FreshKey::generate)));
  }

  /// Completes a folder that has its keys; the settings are written whenever a node starts.
  static void complete(EngineHome home, Genesis genesis) throws IOException {
    home.writeGenesis(genesis(genesis));
  }

  /// The engine's genesis of a network.
  static EngineGenesis genesis(Genesis genesis) {
    List<EngineValidator> validators =
        genesis.firstValidators().validators().stream().map(EngineFiles::validator).toList();
    return new EngineGenesis(
        Chain.engineName(genesis.chainId()),
        Instant.ofEpochMilli(genesis.timeMs()),
        validators,
        "{\"genesisHash\":\"" + genesis.hash() + "\"}",
        new ConsensusLimits(
            MAX_BLOCK_BYTES,
            1,
            ConsensusLimits.DEFAULT.evidenceMaxAgeBlocks(),
            ConsensusLimits.DEFAULT.evidenceMaxAgeMs(),
            ConsensusLimits.DEFAULT.evidenceMaxBytes()));
  }

  private static EngineValidator validator(Validator validator) {
    return new EngineValidator(
        validator.consensusKey(), validator.power(), validator.consensusAddress().bytes().toHex());
  }
}
