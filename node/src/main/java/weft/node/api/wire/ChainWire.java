package weft.node.api.wire;

import weft.node.api.answer.StatusAnswers;
import weft.node.api.stream.Head;
import weft.primitives.Amount;
import weft.protocol.codec.LaneWire;
import weft.protocol.codec.StatusWire;
import weft.protocol.codec.WireFields;
import weft.protocol.wire.Block;
import weft.protocol.wire.NodeStatus;
import weft.storage.StoredBlock;

/// Blocks, heads and node status in wire form.
final class ChainWire {
  private ChainWire() {}

  static NodeStatus toWire(StatusAnswers.NodeStatus status) {
    NodeStatus.Builder wire = NodeStatus.newBuilder();
    status
        .validators()
        .ifPresent(
            set ->
                wire.setIsNetwork(true)
                    .setValidatorsHash(WireFields.toWire(set.hash()))
                    .setValidatorCount(set.size())
                    .setTotalPower(set.totalPower()));
    return wire.setVersion(status.version())
        .setChainId(status.genesis().chainId())
        .setChainName(status.genesis().chainName())
        .setGenesisHash(WireFields.toWire(status.genesisHash()))
        .setNode(WireFields.toWire(status.node()))
        .setValidator(WireFields.toWire(status.genesis().validator()))
        .setHeight(status.head().height())
        .setBlockHash(WireFields.toWire(status.head().blockHash()))
        .setBlockTimeMs(status.head().timeMs())
        .setAppHash(WireFields.toWire(status.head().appHash()))
        .setEarliestHeight(status.earliestHeight())
        .setMempoolTransactions(status.mempool().transactions())
        .setMempoolBytes(status.mempool().bytes())
        .setUptimeMs(status.uptimeMs())
        .setDefaultAsset(status.genesis().defaultAsset().name())
        .setIsCatchingUp(status.isCatchingUp())
        .build();
  }

  static Block toWire(StoredBlock block, boolean withTransactions) {
    Block.Builder wire = Block.newBuilder().setBlockHash(WireFields.toWire(block.blockHash()));
    block.seal().anchor().ifPresent(anchor -> wire.setAnchor(LaneWire.toWire(anchor)));
    block.transactionHashes().forEach(hash -> wire.addTransactionHashes(WireFields.toWire(hash)));
    block.laneHeaders().forEach(header -> wire.addLaneHeaders(WireFields.toWire(header)));
    if (withTransactions) {
      block.transactions().forEach(entry -> wire.addTransactions(WireFields.toWire(entry)));
    }
    return wire.build();
  }

  static weft.protocol.wire.Head toWire(Head head) {
    weft.protocol.wire.Head.Builder wire =
        weft.protocol.wire.Head.newBuilder()
            .setHeight(head.height())
            .setBlockHash(WireFields.toWire(head.blockHash()))
            .setTimeMs(head.timeMs())
            .setTransactions(head.transactions())
            .setPayloads(head.payloads())
            .setPayloadBytes(head.payloadBytes())
            .setBytes(head.bytes())
            .setBaseFeePerByte(head.nextBaseFeePerByte().map(Amount::toString).orElse(""));
    head.lanes().forEach(lane -> wire.addLanes(StatusWire.toWire(lane)));
    return wire.build();
  }
}
