package weft.rollup.client;

import io.grpc.Channel;
import io.grpc.StatusException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.block.AnchorCheck;
import weft.protocol.block.BlockAnchor;
import weft.protocol.codec.LaneWire;
import weft.protocol.codec.StateWire;
import weft.protocol.codec.WireFields;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.state.StateProof;
import weft.protocol.state.StateVerifier;
import weft.protocol.state.VerifiedState;
import weft.protocol.transaction.RollupId;
import weft.protocol.verdict.Verdict;
import weft.protocol.wire.ChainServiceGrpc;
import weft.protocol.wire.ChainServiceGrpc.ChainServiceBlockingV2Stub;
import weft.protocol.wire.FollowAttestationsRequest;
import weft.protocol.wire.FollowHeadsRequest;
import weft.protocol.wire.GetAccountRequest;
import weft.protocol.wire.GetAttestationRequest;
import weft.protocol.wire.GetBlockRequest;
import weft.protocol.wire.GetEscrowRequest;
import weft.protocol.wire.GetFeesRequest;
import weft.protocol.wire.GetNodeStatusRequest;
import weft.protocol.wire.GetRollupRequest;
import weft.protocol.wire.GetSponsorshipRequest;
import weft.protocol.wire.GetValidatorChangesRequest;
import weft.protocol.wire.GetValidatorsRequest;
import weft.protocol.wire.ListModulesRequest;
import weft.protocol.wire.ListRollupsRequest;
import weft.protocol.wire.ProveStateRequest;

/// Questions about the chain. Answers are a node's word unless they carry a proof.
///
/// Every question is asked again while the node cannot be reached, and throws a [NodeException]
/// when the attempts are used up or the answer cannot be read.
public final class ChainClient implements ValidatorSource {
  private final ChainServiceBlockingV2Stub stub;
  private final ClientConfig config;
  private final Calls calls;

  ChainClient(Channel channel, ClientConfig config) {
    this.stub =
        ChainServiceGrpc.newBlockingV2Stub(channel)
            .withMaxInboundMessageSize(config.maxMessageBytes());
    this.config = config;
    this.calls = new Calls(config);
  }

  public Checked<NodeStatus> nodeStatus() {
    GetNodeStatusRequest request = GetNodeStatusRequest.getDefaultInstance();
    return calls.ask(
        "node status", () -> Answers.read(timed().getNodeStatus(request), ChainReader::nodeStatus));
  }

  /// A block.
  ///
  /// @param height 0 = the latest
  public Checked<ChainBlock> block(long height, boolean withTransactions) {
    GetBlockRequest request =
        GetBlockRequest.newBuilder()
            .setHeight(height)
            .setWithTransactions(withTransactions)
            .build();
    return calls.ask("block", () -> Answers.read(timed().getBlock(request), ChainReader::block));
  }

  /// Heads from a height on.
  ///
  /// @param fromHeight 0 = from the next block on
  public Subscription<Head> followHeads(long fromHeight) {
    FollowHeadsRequest request = FollowHeadsRequest.newBuilder().setFromHeight(fromHeight).build();
    return new GrpcSubscription<>(stub.followHeads(request), ChainReader::head);
  }

  public Checked<AccountState> account(Address account) {
    GetAccountRequest request =
        GetAccountRequest.newBuilder().setAccount(WireFields.toWire(account)).build();
    return calls.ask(
        "account", () -> Answers.read(timed().getAccount(request), ChainReader::account));
  }

  /// Rollups by name.
  ///
  /// @param after only names after this one; empty = from the first
  /// @param maxCount 0 = the node's limit
  public Checked<List<RegisteredRollup>> rollups(String after, int maxCount) {
    ListRollupsRequest request =
        ListRollupsRequest.newBuilder().setAfter(after).setMaxCount(maxCount).build();
    return calls.ask(
        "rollups",
        () ->
            Answers.read(
                timed().listRollups(request),
                wire ->
                    wire.getRollupsList().stream().map(ChainReader::registeredRollup).toList()));
  }

  public Checked<RegisteredRollup> rollup(RollupId rollup) {
    GetRollupRequest request = GetRollupRequest.newBuilder().setRollup(rollup.name()).build();
    return calls.ask(
        "rollup", () -> Answers.read(timed().getRollup(request), ChainReader::registeredRollup));
  }

  /// Modules by id.
  ///
  /// @param after only ids after this one; empty = from the first
  /// @param maxCount 0 = the node's limit
  public Checked<List<RegisteredModule>> modules(Optional<Hash32> after, int maxCount) {
    ListModulesRequest.Builder request = ListModulesRequest.newBuilder().setMaxCount(maxCount);
    after.ifPresent(id -> request.setAfter(WireFields.toWire(id)));
    return calls.ask(
        "modules",
        () ->
            Answers.read(
                timed().listModules(request.build()),
                wire ->
                    wire.getModulesList().stream().map(ChainReader::registeredModule).toList()));
  }

  public Checked<Fees> fees() {
    GetFeesRequest request = GetFeesRequest.getDefaultInstance();
    return calls.ask("fees", () -> Answers.read(timed().getFees(request), ChainReader::fees));
  }

  /// A sponsorship.
  ///
  /// @param sender whose use to report, if any
  public Checked<SponsorshipUse> sponsorship(
      RollupId rollup, Address sponsor, Optional<Address> sender) {
    GetSponsorshipRequest.Builder request =
        GetSponsorshipRequest.newBuilder()
            .setRollup(rollup.name())
            .setSponsor(WireFields.toWire(sponsor));
    sender.ifPresent(account -> request.setSender(WireFields.toWire(account)));
    return calls.ask(
        "sponsorship",
        () -> Answers.read(timed().getSponsorship(request.build()), ChainReader::sponsorship));
  }

  /// What of a rollup's revenue waits for reports, ascending by height; up to 100 of one call.
  ///
  /// @param after the block after which to begin
  public Checked<List<WaitingEscrow>> escrow(RollupId rollup, long after) {
    GetEscrowRequest request =
        GetEscrowRequest.newBuilder().setRollup(rollup.name()).setAfter(after).build();
    return calls.ask("escrow", () -> Answers.read(timed().getEscrow(request), ChainReader::escrow));
  }

  /// A key of the state, proven in the state after the node's newest block.
  ///
  /// Keys are those of docs/protocol/state.md. The proof is checked here against those whom the
  /// caller believes; [#proveState] gets it unchecked, to keep or to pass on.
  ///
  /// @param anchors such as [WeftClient#anchors]
  public StateRead readState(Bytes key, AnchorCheck anchors) {
    return switch (proveState(key)) {
      case Checked.Refused<StateProof>(Refusal refusal) -> new StateRead.Refused(refusal);
      case Checked.Ok<StateProof>(StateProof proof) ->
          switch (StateVerifier.verify(proof, key, anchors)) {
            case Verdict.Valid<VerifiedState>(VerifiedState state) -> new StateRead.Verified(state);
            case Verdict.Invalid<VerifiedState>(String rule, String reason) ->
                new StateRead.Disproven(rule, reason, proof);
          };
    };
  }

  /// A key of the state with its proof, unverified: `StateVerifier` checks it.
  public Checked<StateProof> proveState(Bytes key) {
    return calls.ask("state proof", () -> proveOnce(key));
  }

  /// The same, asked once.
  Checked<StateProof> state(Bytes key) {
    return Calls.once("state proof", () -> proveOnce(key));
  }

  private StateProof proveOnce(Bytes key) throws StatusException {
    ProveStateRequest request =
        ProveStateRequest.newBuilder().setKey(WireFields.toWire(key)).build();
    return Answers.read(timed().proveState(request), StateWire::fromWire);
  }

  /// A network's validators.
  ///
  /// @param ofGenesis those that the chain began with, instead of those who attest the newest block
  public Checked<NetworkValidators> validators(boolean ofGenesis) {
    GetValidatorsRequest request =
        GetValidatorsRequest.newBuilder().setOfGenesis(ofGenesis).build();
    return calls.ask(
        "validators",
        () -> Answers.read(timed().getValidators(request), ValidatorReader::validators));
  }

  @Override
  public Checked<List<ClaimedChange>> validatorChanges(long fromHeight) {
    GetValidatorChangesRequest request =
        GetValidatorChangesRequest.newBuilder().setFromHeight(fromHeight).build();
    return Calls.once(
        "validator changes",
        () -> Answers.read(timed().getValidatorChanges(request), ValidatorReader::changes));
  }

  /// Who vouches for a block.
  ///
  /// @param height 0 = the newest that somebody vouches for
  public Checked<AttestedHeight> attestation(long height) {
    GetAttestationRequest request = GetAttestationRequest.newBuilder().setHeight(height).build();
    return calls.ask(
        "attestation",
        () -> Answers.read(timed().getAttestation(request), ValidatorReader::attestation));
  }

  @Override
  public Checked<BlockAnchor> newestAnchor() {
    GetAttestationRequest request = GetAttestationRequest.getDefaultInstance();
    return Calls.once(
        "newest attestation",
        () ->
            Answers.read(
                timed().getAttestation(request),
                wire -> {
                  WireFields.expectPresent(wire.hasAnchor(), "anchor");
                  return LaneWire.fromWire(wire.getAnchor());
                }));
  }

  /// Who vouches for each height from one on, in order, as soon as that is known.
  ///
  /// @param fromHeight 0 = from the next block on
  public Subscription<AttestedHeight> followAttestations(long fromHeight) {
    FollowAttestationsRequest request =
        FollowAttestationsRequest.newBuilder().setFromHeight(fromHeight).build();
    return new GrpcSubscription<>(stub.followAttestations(request), ValidatorReader::attestation);
  }

  private ChainServiceBlockingV2Stub timed() {
    return stub.withDeadlineAfter(config.callTimeoutMs(), TimeUnit.MILLISECONDS);
  }
}
