package weft.cli.validator;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weft.cli.CliException;
import weft.cli.NodeOption;
import weft.cli.Output;
import weft.cli.Parse;
import weft.cli.transaction.Delivery;
import weft.node.NodeDirectory;
import weft.node.network.NodeKeys;
import weft.primitives.Amount;
import weft.primitives.BlsPrivateKey;
import weft.primitives.Ed25519PrivateKey;
import weft.primitives.PrivateKey;
import weft.protocol.transaction.Action;
import weft.protocol.validator.ConsensusKeyProof;
import weft.rollup.client.NodeStatus;

/// `weft validator join`.
@Command(
    name = "join",
    description = {
      "Make the node in the --data folder a validator: bonds the amount from the operator's account"
          + " and proves its keys. It votes two blocks later.",
      "Start the node and let it catch up first: a validator that is away counts as down."
    },
    footer = {
      "",
      "Examples:",
      "  weft validator join --data my-validator --bond 1_000_000_000_000",
      "  weft validator join --data keys --key operator.key --bond 5_000_000_000_000"
          + " --node node.example.org:9601"
    })
public final class ValidatorJoinCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private OperatorOption operator = new OperatorOption();
  @Mixin private Delivery delivery = new Delivery();

  @Option(
      names = "--bond",
      paramLabel = "AMOUNT",
      required = true,
      description =
          "What to bond, in the smallest units of the chain's default asset; at least parameter"
              + " validator.min-bond.")
  private String bond = "";

  @Override
  public Integer call() throws InterruptedException {
    NodeDirectory directory = operator.directory();
    Amount amount = Parse.amount("--bond", bond);
    BlsPrivateKey attestation = NodeKeys.attestationKey(directory);
    Ed25519PrivateKey consensus = NodeKeys.consensusKey(directory);
    PrivateKey signer = operator.read();
    return delivery.send(
        signer,
        output,
        client -> {
          NodeStatus status = NodeOption.require(client.chain().nodeStatus());
          requireChain(directory, status.chainId());
          return List.of(
              new Action.JoinValidators(
                  consensus.publicKey(),
                  ConsensusKeyProof.sign(consensus, status.chainId(), signer.address()),
                  attestation.publicKey(),
                  attestation.provePossession(),
                  amount));
        },
        VotesFrom.block(
            "It votes from block %s on, if its bond is among the greatest: weft validator show"));
  }

  private static void requireChain(NodeDirectory directory, long chainId) {
    if (directory.isInitialised() && directory.genesis().chainId() != chainId) {
      throw new CliException(
          "configuration",
          "%s is of chain %d, and the node that was asked of chain %d"
              .formatted(directory.path(), directory.genesis().chainId(), chainId),
          "Name a node of the same network with --node.");
    }
  }
}
