package weft.node.api.answer;

import java.util.Optional;
import weft.chain.store.ChainHead;
import weft.ledger.genesis.Genesis;
import weft.node.api.NodeServices;
import weft.node.mempool.MempoolSize;
import weft.primitives.Address;
import weft.primitives.Hash32;
import weft.protocol.validator.ValidatorSet;

/// What a node is and how far it has come.
public final class StatusAnswers {
  private final NodeServices services;
  private final ValidatorAnswers validators;
  private final long startTimeMs;

  public StatusAnswers(NodeServices services, ValidatorAnswers validators) {
    this.services = services;
    this.validators = validators;
    this.startTimeMs = services.clock().millis();
  }

  /// What a node says of itself.
  ///
  /// @param validators those who attest the newest block; empty where the chain has one validator
  public record NodeStatus(
      String version,
      Genesis genesis,
      Hash32 genesisHash,
      Address node,
      ChainHead head,
      long earliestHeight,
      MempoolSize mempool,
      long uptimeMs,
      Optional<ValidatorSet> validators,
      boolean isCatchingUp) {}

  public NodeStatus status() {
    return new NodeStatus(
        services.version(),
        services.genesis(),
        services.genesisHash(),
        services.node(),
        services.store().head(),
        services.store().earliestHeight(),
        services.mempoolSize().get(),
        services.clock().millis() - startTimeMs,
        validators.attesting().map(ValidatorAnswers.Attesting::set),
        services.isCatchingUp().getAsBoolean());
  }
}
