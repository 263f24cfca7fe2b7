package weft.cli;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import weft.ledger.genesis.Genesis;
import weft.node.configuration.GenesisFile;
import weft.protocol.block.TrustedValidator;
import weft.rollup.client.NodeStatus;

/// Whose signature a verification rests on.
public final class TrustOption {
  @Option(
      names = "--validator",
      paramLabel = "ADDRESS",
      description =
          "The validator to believe. Without it and --genesis, the node is asked, and believed"
              + " once.")
  private @Nullable String validator;

  @Option(
      names = "--chain-id",
      paramLabel = "N",
      description = "The chain to believe, with --validator. Default: what the node says.")
  private @Nullable Long chainId;

  @Option(
      names = "--genesis",
      paramLabel = "FILE",
      description = "Take validator and chain id from this genesis file.")
  private @Nullable Path genesis;

  /// Whom to believe, with a remark where that is the node's own word.
  public TrustedValidator resolve(Output output, Supplier<NodeStatus> node) {
    if (genesis != null) {
      Genesis document = GenesisFile.read(genesis);
      return new TrustedValidator(document.chainId(), document.validator());
    }
    if (validator == null) {
      NodeStatus status = node.get();
      output.remark(
          "Trusting the node once: it says that the validator is %s of chain %d. Use --validator or --genesis to be sure."
              .formatted(status.validator(), status.chainId()));
      return status.claimedValidator();
    }
    long chain = chainId == null ? node.get().chainId() : chainId;
    return new TrustedValidator(chain, Parse.account("--validator", validator));
  }
}
