package weft.engine.cometbft.abci;

import java.util.ArrayList;
import java.util.List;
import weft.engine.cometbft.wire.RequestApplySnapshotChunk;
import weft.engine.cometbft.wire.RequestCheckTx;
import weft.engine.cometbft.wire.RequestCommit;
import weft.engine.cometbft.wire.RequestExtendVote;
import weft.engine.cometbft.wire.RequestFinalizeBlock;
import weft.engine.cometbft.wire.RequestInfo;
import weft.engine.cometbft.wire.RequestInitChain;
import weft.engine.cometbft.wire.RequestInsertTx;
import weft.engine.cometbft.wire.RequestListSnapshots;
import weft.engine.cometbft.wire.RequestLoadSnapshotChunk;
import weft.engine.cometbft.wire.RequestOfferSnapshot;
import weft.engine.cometbft.wire.RequestPrepareProposal;
import weft.engine.cometbft.wire.RequestProcessProposal;
import weft.engine.cometbft.wire.RequestQuery;
import weft.engine.cometbft.wire.RequestReapTxs;
import weft.engine.cometbft.wire.RequestVerifyVoteExtension;
import weft.engine.cometbft.wire.ResponseApplySnapshotChunk;
import weft.engine.cometbft.wire.ResponseCheckTx;
import weft.engine.cometbft.wire.ResponseCommit;
import weft.engine.cometbft.wire.ResponseExtendVote;
import weft.engine.cometbft.wire.ResponseFinalizeBlock;
import weft.engine.cometbft.wire.ResponseInfo;
import weft.engine.cometbft.wire.ResponseInitChain;
import weft.engine.cometbft.wire.ResponseInsertTx;
import weft.engine.cometbft.wire.ResponseListSnapshots;
import weft.engine.cometbft.wire.ResponseLoadSnapshotChunk;
import weft.engine.cometbft.wire.ResponseOfferSnapshot;
import weft.engine.cometbft.wire.ResponsePrepareProposal;
import weft.engine.cometbft.wire.ResponseProcessProposal;
import weft.engine.cometbft.wire.ResponseQuery;
import weft.engine.cometbft.wire.ResponseReapTxs;
import weft.engine.cometbft.wire.ResponseVerifyVoteExtension;

/// Writes down which calls an application gets, in their order, before it answers them.
final class CallRecorder implements Application {
  private final Application application;
  private final List<Call> calls = new ArrayList<>();

  CallRecorder(Application application) {
    this.application = application;
  }

  /// The calls so far.
  synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  /// How many calls of a kind came so far.
  synchronized long count(Call.Kind kind) {
    return calls.stream().filter(call -> call.kind() == kind).count();
  }

  private synchronized void record(Call.Kind kind, long height) {
    calls.add(new Call(kind, height));
  }

  @Override
  public ResponseInfo info(RequestInfo request) {
    ResponseInfo response = application.info(request);
    record(Call.Kind.INFO, response.getLastBlockHeight());
    return response;
  }

  @Override
  public ResponseQuery query(RequestQuery request) {
    record(Call.Kind.QUERY, 0);
    return application.query(request);
  }

  @Override
  public ResponseCheckTx checkTx(RequestCheckTx request) {
    record(Call.Kind.CHECK_TX, 0);
    return application.checkTx(request);
  }

  @Override
  public ResponseInsertTx insertTx(RequestInsertTx request) {
    record(Call.Kind.INSERT_TX, 0);
    return application.insertTx(request);
  }

  @Override
  public ResponseReapTxs reapTxs(RequestReapTxs request) {
    record(Call.Kind.REAP_TXS, 0);
    return application.reapTxs(request);
  }

  @Override
  public ResponseInitChain initChain(RequestInitChain request) {
    record(Call.Kind.INIT_CHAIN, request.getInitialHeight());
    return application.initChain(request);
  }

  @Override
  public ResponsePrepareProposal prepareProposal(RequestPrepareProposal request) {
    record(Call.Kind.PREPARE_PROPOSAL, request.getHeight());
    return application.prepareProposal(request);
  }

  @Override
  public ResponseProcessProposal processProposal(RequestProcessProposal request) {
    record(Call.Kind.PROCESS_PROPOSAL, request.getHeight());
    return application.processProposal(request);
  }

  @Override
  public ResponseExtendVote extendVote(RequestExtendVote request) {
    record(Call.Kind.EXTEND_VOTE, request.getHeight());
    return application.extendVote(request);
  }

  @Override
  public ResponseVerifyVoteExtension verifyVoteExtension(RequestVerifyVoteExtension request) {
    record(Call.Kind.VERIFY_VOTE_EXTENSION, request.getHeight());
    return application.verifyVoteExtension(request);
  }

  @Override
  public ResponseFinalizeBlock finalizeBlock(RequestFinalizeBlock request) {
    record(Call.Kind.FINALIZE_BLOCK, request.getHeight());
    return application.finalizeBlock(request);
  }

  @Override
  public ResponseCommit commit(RequestCommit request) {
    record(Call.Kind.COMMIT, 0);
    return application.commit(request);
  }

  @Override
  public ResponseListSnapshots listSnapshots(RequestListSnapshots request) {
    record(Call.Kind.LIST_SNAPSHOTS, 0);
    return application.listSnapshots(request);
  }

  @Override
  public ResponseLoadSnapshotChunk loadSnapshotChunk(RequestLoadSnapshotChunk request) {
    record(Call.Kind.LOAD_SNAPSHOT_CHUNK, 0);
    return application.loadSnapshotChunk(request);
  }

  @Override
  public ResponseOfferSnapshot offerSnapshot(RequestOfferSnapshot request) {
    record(Call.Kind.OFFER_SNAPSHOT, 0);
    return application.offerSnapshot(request);
  }

  @Override
  public ResponseApplySnapshotChunk applySnapshotChunk(RequestApplySnapshotChunk request) {
    record(Call.Kind.APPLY_SNAPSHOT_CHUNK, 0);
    return application.applySnapshotChunk(request);
  }

  @Override
  public void disconnected() {
    record(Call.Kind.DISCONNECTED, 0);
    application.disconnected();
  }
}
