package weft.node.api.answer;

import weft.chain.store.ChainHead;
import weft.ledger.genesis.Genesis;
import weft.node.api.NodeServices;
import weft.node.mempool.MempoolSize;
import weft.primitives.Address;
import weft.primitives.Hash32;

/// What a node is and how far it has come.
public final class StatusAnswers {
  private final NodeServices services;
  private final long startTimeMs;

  public StatusAnswers(NodeServices services) {
    this.services = services;
    this.startTimeMs = services.clock().millis();
  }

  public record NodeStatus(
      String version,
      Genesis genesis,
      Hash32 genesisHash,
      Address node,
      ChainHead head,
      long earliestHeight,
      MempoolSize mempool,
      long uptimeMs) {}

  public NodeStatus status() {
    return new NodeStatus(
        services.version(),
        services.genesis(),
        services.genesisHash(),
        services.node(),
        services.store().head(),
        services.store().earliestHeight(),
        services.mempoolSize().get(),
        services.clock().millis() - startTimeMs);
  }
}
