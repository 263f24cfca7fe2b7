package weft.rollup;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.SampleStates;
import weft.protocol.block.AttestedAnchor;
import weft.protocol.codec.LaneWire;
import weft.protocol.codec.StateWire;
import weft.protocol.codec.WireFields;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.state.StateProof;
import weft.protocol.validator.Validator;
import weft.protocol.validator.ValidatorSet;
import weft.protocol.wire.Account;
import weft.protocol.wire.Attestation;
import weft.protocol.wire.ChainServiceGrpc.ChainServiceImplBase;
import weft.protocol.wire.ChannelSequence;
import weft.protocol.wire.Fees;
import weft.protocol.wire.FollowAttestationsRequest;
import weft.protocol.wire.GetAccountRequest;
import weft.protocol.wire.GetAttestationRequest;
import weft.protocol.wire.GetFeesRequest;
import weft.protocol.wire.GetNodeStatusRequest;
import weft.protocol.wire.GetRollupRequest;
import weft.protocol.wire.GetValidatorChangesRequest;
import weft.protocol.wire.GetValidatorChangesResponse;
import weft.protocol.wire.GetValidatorsRequest;
import weft.protocol.wire.LaneFees;
import weft.protocol.wire.NodeStatus;
import weft.protocol.wire.Policy;
import weft.protocol.wire.ProveStateRequest;
import weft.protocol.wire.Rollup;
import weft.protocol.wire.RollupTerms;
import weft.protocol.wire.ValidatorChange;
import weft.protocol.wire.Validators;
import weft.rollup.client.ClaimedChange;

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
    NodeStatus.Builder status = NodeStatus.newBuilder();
    chain
        .network()
        .ifPresent(
            network ->
                status
                    .setIsNetwork(true)
                    .setValidatorsHash(WireFields.toWire(network.current().hash()))
                    .setValidatorCount(network.current().size())
                    .setTotalPower(network.current().totalPower()));
    answers.onNext(
        status
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

  /// Of a chain with one validator, the state is that of [SampleStates], whatever happens on it.
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
    Optional<StateProof> proof = prove(WireFields.bytes(request.getKey()));
    if (proof.isEmpty()) {
      answers.onError(notAttested());
      return;
    }
    answers.onNext(StateWire.toWire(orders.stateLie.apply(proof.get())));
    answers.onCompleted();
  }

  private Optional<StateProof> prove(Bytes key) {
    if (chain.network().isPresent()) {
      return chain.prove(key);
    }
    SampleStates states = new SampleStates();
    return Optional.of(states.proof(states.anchor(), states.after, key));
  }

  private static StatusException notAttested() {
    return FakeNode.refused(
        Status.FAILED_PRECONDITION,
        Refusal.of(RefusalCode.NOT_ATTESTED, "height", "", "not attested yet").retryAfterMs(5));
  }

  @Override
  public void getValidators(GetValidatorsRequest request, StreamObserver<Validators> answers) {
    FakeNetwork network = chain.network().orElseThrow();
    ValidatorSet set = request.getOfGenesis() ? network.first() : network.current();
    Validators.Builder wire =
        Validators.newBuilder()
            .setHeight(request.getOfGenesis() ? 1 : Math.max(1, chain.height()))
            .setValidatorsHash(WireFields.toWire(set.hash()))
            .setTotalPower(set.totalPower());
    for (Validator validator : set.validators()) {
      wire.addValidators(
          weft.protocol.wire.Validator.newBuilder()
              .setOperator(WireFields.toWire(Address.ZERO))
              .setConsensusAddress(WireFields.toWire(validator.consensusAddress()))
              .setConsensusKey(WireFields.toWire(validator.consensusKey().bytes()))
              .setBlsKey(WireFields.toWire(validator.blsKey().bytes()))
              .setPower(validator.power())
              .setBond("1")
              .setStatus("active"));
    }
    answers.onNext(wire.build());
    answers.onCompleted();
  }

  @Override
  public void getValidatorChanges(
      GetValidatorChangesRequest request, StreamObserver<GetValidatorChangesResponse> answers) {
    orders.changes.incrementAndGet();
    List<ClaimedChange> found =
        chain.network().map(network -> network.changes(request.getFromHeight())).orElse(List.of());
    GetValidatorChangesResponse.Builder wire =
        GetValidatorChangesResponse.newBuilder().setHeight(chain.height());
    orders.changeLie.apply(found).stream()
        .limit(orders.maxChanges)
        .forEach(
            change ->
                wire.addChanges(
                    ValidatorChange.newBuilder()
                        .setAnchor(LaneWire.attestedToWire(change.anchor()))
                        .setNextValidators(WireFields.toWire(change.next().encode()))));
    answers.onNext(wire.build());
    answers.onCompleted();
  }

  @Override
  public void getAttestation(GetAttestationRequest request, StreamObserver<Attestation> answers) {
    Optional<AttestedAnchor> anchor = chain.network().orElseThrow().anchor(request.getHeight());
    if (anchor.isEmpty()) {
      answers.onError(notAttested());
      return;
    }
    answers.onNext(toWire(anchor.get()));
    answers.onCompleted();
  }

  /// History only, and then the end.
  @Override
  public void followAttestations(
      FollowAttestationsRequest request, StreamObserver<Attestation> answers) {
    FakeNetwork network = chain.network().orElseThrow();
    for (long height = Math.max(1, request.getFromHeight()); height <= network.height(); height++) {
      network.anchor(height).ifPresent(anchor -> answers.onNext(toWire(anchor)));
    }
    answers.onCompleted();
  }

  private static Attestation toWire(AttestedAnchor anchor) {
    return Attestation.newBuilder()
        .setHeight(anchor.statement().height())
        .setAnchor(LaneWire.toWire(anchor))
        .build();
  }

  /// Every rollup is registered.
  @Override
  public void getRollup(GetRollupRequest request, StreamObserver<Rollup> answers) {
    answers.onNext(
        Rollup.newBuilder()
            .setName(request.getRollup())
            .setOwner(WireFields.toWire(Address.ZERO))
            .setTerms(
                RollupTerms.newBuilder()
                    .setPayee(WireFields.toWire(Address.ZERO))
                    .setPolicy(Policy.POLICY_FIRST_COME)
                    .setMaxBytesPerBlock(1 << 20))
            .setStatus("active")
            .setBond("1")
            .setLaneHash(WireFields.toWire(Hash32.ZERO))
            .build());
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
