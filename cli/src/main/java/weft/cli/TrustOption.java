package weft.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import weft.ledger.genesis.Genesis;
import weft.node.configuration.GenesisFile;
import weft.protocol.block.TrustedValidator;
import weft.protocol.light.TrustedPoint;
import weft.rollup.client.ClaimedTrust;
import weft.rollup.client.Trust;
import weft.rollup.client.WeftClient;

/// Whose signatures a verification rests on.
public final class TrustOption {
  @Option(
      names = "--validator",
      paramLabel = "ADDRESS",
      description =
          "The validator to believe, of a chain that has one. Without it and --trust, the node is"
              + " asked, and believed once.")
  private @Nullable String validator;

  @Option(
      names = "--chain-id",
      paramLabel = "N",
      description = "The chain to believe, with --validator. Default: what the node says.")
  private @Nullable Long chainId;

  @Option(
      names = {"--trust", "--genesis"},
      paramLabel = "FILE",
      description =
          "Take whom to believe from this genesis file, or from a trusted point that 'weft"
              + " validator pin' wrote.")
  private @Nullable Path file;

  @Option(
      names = "--trusting-period",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description =
          "For how long after their newest block a network's validators are believed, with --trust."
              + " Default: 24h.")
  private @Nullable Long trustingPeriodMs;

  /// Whom to believe, with a remark where that is the node's own word.
  public Trust resolve(Output output, WeftClient node) {
    if (file != null) {
      return of(file);
    }
    if (validator == null) {
      Trust claimed = NodeOption.require(ClaimedTrust.of(node));
      output.remark(remark(claimed));
      return claimed;
    }
    long chain =
        chainId == null ? NodeOption.require(node.chain().nodeStatus()).chainId() : chainId;
    return Trust.of(new TrustedValidator(chain, Parse.account("--validator", validator)));
  }

  private static String remark(Trust claimed) {
    return switch (claimed) {
      case Trust.Solo(TrustedValidator one) ->
          "Trusting the node once: it says that the validator is %s of chain %d. Use --validator or --trust to be sure."
              .formatted(one.validator(), one.chainId());
      case Trust.Network(TrustedPoint point, long _) ->
          "Trusting the node once: it says that chain %d began with the %d validators %s. Use --trust to be sure."
              .formatted(point.chainId(), point.validators().size(), point.validators().hash());
    };
  }

  private Trust of(Path source) {
    return read(
        source, trustingPeriodMs == null ? Trust.DEFAULT_TRUSTING_PERIOD_MS : trustingPeriodMs);
  }

  /// Whom a genesis file names, or a trusted point.
  ///
  /// @param source of either
  /// @param trustingPeriodMs for a network
  /// @throws CliException if it is neither
  public static Trust read(Path source, long trustingPeriodMs) {
    if (TrustedPointFile.isOne(source)) {
      return network(TrustedPointFile.read(source), trustingPeriodMs);
    }
    Genesis genesis = GenesisFile.read(source);
    return genesis.isNetwork()
        ? network(
            new TrustedPoint(genesis.chainId(), 1, genesis.firstValidators(), genesis.timeMs()),
            trustingPeriodMs)
        : Trust.of(new TrustedValidator(genesis.chainId(), genesis.validator()));
  }

  private static Trust network(TrustedPoint point, long trustingPeriodMs) {
    return new Trust.Network(point, Math.max(1, trustingPeriodMs));
  }
}
