package weft.node.api.grpc;

import io.grpc.stub.StreamObserver;
import weft.node.api.wire.ChainCalls;
import weft.protocol.wire.Account;
import weft.protocol.wire.Attestation;
import weft.protocol.wire.Block;
import weft.protocol.wire.ChainServiceGrpc.ChainServiceImplBase;
import weft.protocol.wire.Escrow;
import weft.protocol.wire.Fees;
import weft.protocol.wire.FollowAttestationsRequest;
import weft.protocol.wire.FollowHeadsRequest;
import weft.protocol.wire.GetAccountRequest;
import weft.protocol.wire.GetAttestationRequest;
import weft.protocol.wire.GetBlockRequest;
import weft.protocol.wire.GetEscrowRequest;
import weft.protocol.wire.GetFeesRequest;
import weft.protocol.wire.GetModuleRequest;
import weft.protocol.wire.GetNodeStatusRequest;
import weft.protocol.wire.GetRollupRequest;
import weft.protocol.wire.GetSponsorshipRequest;
import weft.protocol.wire.GetValidatorChangesRequest;
import weft.protocol.wire.GetValidatorChangesResponse;
import weft.protocol.wire.GetValidatorsRequest;
import weft.protocol.wire.Head;
import weft.protocol.wire.ListModulesRequest;
import weft.protocol.wire.ListModulesResponse;
import weft.protocol.wire.ListRollupsRequest;
import weft.protocol.wire.ListRollupsResponse;
import weft.protocol.wire.ModuleInfo;
import weft.protocol.wire.NodeStatus;
import weft.protocol.wire.ProveStateRequest;
import weft.protocol.wire.Rollup;
import weft.protocol.wire.Sponsorship;
import weft.protocol.wire.StateProof;
import weft.protocol.wire.Validators;

/// `weft.v1.ChainService`.
final class ChainGrpc extends ChainServiceImplBase {
  private final ChainCalls calls;
  private final StreamRunner streams;

  ChainGrpc(ChainCalls calls, StreamRunner streams) {
    this.calls = calls;
    this.streams = streams;
  }

  @Override
  public void getNodeStatus(GetNodeStatusRequest request, StreamObserver<NodeStatus> out) {
    Replies.reply(out, calls.nodeStatus());
  }

  @Override
  public void getBlock(GetBlockRequest request, StreamObserver<Block> out) {
    Replies.reply(out, calls.block(request));
  }

  @Override
  public void followHeads(FollowHeadsRequest request, StreamObserver<Head> out) {
    streams.follow(streams.calls().heads(request), out);
  }

  @Override
  public void getAccount(GetAccountRequest request, StreamObserver<Account> out) {
    Replies.reply(out, calls.account(request));
  }

  @Override
  public void listRollups(ListRollupsRequest request, StreamObserver<ListRollupsResponse> out) {
    Replies.reply(out, calls.rollups(request));
  }

  @Override
  public void getRollup(GetRollupRequest request, StreamObserver<Rollup> out) {
    Replies.reply(out, calls.rollup(request));
  }

  @Override
  public void getFees(GetFeesRequest request, StreamObserver<Fees> out) {
    Replies.reply(out, calls.fees());
  }

  @Override
  public void getSponsorship(GetSponsorshipRequest request, StreamObserver<Sponsorship> out) {
    Replies.reply(out, calls.sponsorship(request));
  }

  @Override
  public void getEscrow(GetEscrowRequest request, StreamObserver<Escrow> out) {
    Replies.reply(out, calls.escrow(request));
  }

  @Override
  public void listModules(ListModulesRequest request, StreamObserver<ListModulesResponse> out) {
    Replies.reply(out, calls.modules(request));
  }

  @Override
  public void getModule(GetModuleRequest request, StreamObserver<ModuleInfo> out) {
    Replies.reply(out, calls.module(request));
  }

  @Override
  public void proveState(ProveStateRequest request, StreamObserver<StateProof> out) {
    Replies.reply(out, calls.state(request));
  }

  @Override
  public void getValidators(GetValidatorsRequest request, StreamObserver<Validators> out) {
    Replies.reply(out, calls.validators(request));
  }

  @Override
  public void getValidatorChanges(
      GetValidatorChangesRequest request, StreamObserver<GetValidatorChangesResponse> out) {
    Replies.reply(out, calls.validatorChanges(request));
  }

  @Override
  public void getAttestation(GetAttestationRequest request, StreamObserver<Attestation> out) {
    Replies.reply(out, calls.attestation(request));
  }

  @Override
  public void followAttestations(
      FollowAttestationsRequest request, StreamObserver<Attestation> out) {
    streams.follow(streams.calls().attestations(request), out);
  }
}
