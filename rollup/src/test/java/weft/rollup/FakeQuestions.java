package weft.rollup;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import weft.primitives.Address;
import weft.primitives.Hash32;
import weft.protocol.SampleStates;
import weft.protocol.codec.StateWire;
import weft.protocol.codec.WireFields;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.state.StateProof;
import weft.protocol.wire.Account;
import weft.protocol.wire.ChainServiceGrpc.ChainServiceImplBase;
import weft.protocol.wire.ChannelSequence;
import weft.protocol.wire.Fees;
import weft.protocol.wire.GetAccountRequest;
import weft.protocol.wire.GetFeesRequest;
import weft.protocol.wire.GetNodeStatusRequest;
import weft.protocol.wire.LaneFees;
import weft.protocol.wire.NodeStatus;
import weft.protocol.wire.ProveStateRequest;

/// Answers questions about a [FakeChain].
final class FakeQuestions extends ChainServiceImplBase {
  private final FakeChain chain;
  private final FakeOrders orders;

  FakeQuestions(FakeChain chain, FakeOrders orders) {
    this.chain = chain;
    this.orders = orders;
  }

  @Override
  public void getNodeStatus(GetNodeStatusRequest request, StreamObserver<NodeStatus> answers) {
    answers.onNext(
        NodeStatus.newBuilder()
            .setVersion("test")
            .setChainId(FakeChain.CHAIN_ID)
            .setChainName("test")
            .setGenesisHash(WireFields.toWire(Hash32.ZERO))
            .setNode(WireFields.toWire(chain.node().address()))
            .setValidator(WireFields.toWire(chain.trusted().validator()))
            .setHeight(chain.height())
            .setBlockHash(WireFields.toWire(Hash32.ZERO))
            .setAppHash(WireFields.toWire(Hash32.ZERO))
            .setDefaultAsset(FakeChain.ASSET.name())
            .build());
    answers.onCompleted();
  }

  @Override
  public void getAccount(GetAccountRequest request, StreamObserver<Account> answers) {
    Address address = WireFields.address(request.getAccount(), "account");
    List<ChannelSequence> channels = new ArrayList<>();
    for (long channel : chain.channelsOf(address)) {
      long[] sequences = chain.sequences(address, channel);
      channels.add(
          ChannelSequence.newBuilder()
              .setChannel(channel)
              .setNextSequence(sequences[0])
              .setNextPendingSequence(sequences[1])
              .build());
    }
    orders.afterAccount.run();
    answers.onNext(
        Account.newBuilder().setAccount(request.getAccount()).addAllChannels(channels).build());
    answers.onCompleted();
  }

  /// The state is that of [SampleStates], whatever happens on the chain.
  @Override
  public void proveState(
      ProveStateRequest request, StreamObserver<weft.protocol.wire.StateProof> answers) {
    if (request.getKey().isEmpty()) {
      answers.onError(
          FakeNode.refused(
              Status.INVALID_ARGUMENT,
              Refusal.of(RefusalCode.INVALID_FIELD, "key", "1 to 1024 bytes", "no key")));
      return;
    }
    SampleStates states = new SampleStates();
    StateProof proof =
        states.proof(states.anchor(), states.after, WireFields.bytes(request.getKey()));
    answers.onNext(StateWire.toWire(orders.stateLie.apply(proof)));
    answers.onCompleted();
  }

  @Override
  public void getFees(GetFeesRequest request, StreamObserver<Fees> answers) {
    Fees.Builder fees =
        Fees.newBuilder().setDefaultAsset(FakeChain.ASSET.name()).setBaseFeePerByte("2");
    orders.rollups.forEach(
        rollup ->
            fees.addLanes(
                LaneFees.newBuilder()
                    .setRollup(rollup.name())
                    .setBaseFeePerByte("1")
                    .setMaxBytesPerBlock(1 << 20)));
    answers.onNext(fees.build());
    answers.onCompleted();
  }
}
