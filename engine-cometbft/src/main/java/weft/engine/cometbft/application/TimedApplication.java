package weft.engine.cometbft.application;

import java.util.function.Supplier;
import weft.engine.cometbft.abci.Application;
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

/// An application whose calls are timed. A call that fails is not: its fault ends the node.
public final class TimedApplication implements Application {
  private final Application application;
  private final ApplicationListener listener;

  public TimedApplication(Application application, ApplicationListener listener) {
    this.application = application;
    this.listener = listener;
  }

  private <T> T timed(String call, Supplier<T> answer) {
    long startNs = System.nanoTime();
    T given = answer.get();
    listener.called(call, System.nanoTime() - startNs);
    return given;
  }

  @Override
  public ResponseInfo info(RequestInfo request) {
    return timed("info", () -> application.info(request));
  }

  @Override
  public ResponseInitChain initChain(RequestInitChain request) {
    return timed("initChain", () -> application.initChain(request));
  }

  @Override
  public ResponsePrepareProposal prepareProposal(RequestPrepareProposal request) {
    return timed("prepareProposal", () -> application.prepareProposal(request));
  }

  @Override
  public ResponseProcessProposal processProposal(RequestProcessProposal request) {
    return timed("processProposal", () -> application.processProposal(request));
  }

  @Override
  public ResponseExtendVote extendVote(RequestExtendVote request) {
    return timed("extendVote", () -> application.extendVote(request));
  }

  @Override
  public ResponseVerifyVoteExtension verifyVoteExtension(RequestVerifyVoteExtension request) {
    return timed("verifyVoteExtension", () -> application.verifyVoteExtension(request));
  }

  @Override
  public ResponseFinalizeBlock finalizeBlock(RequestFinalizeBlock request) {
    return timed("finalizeBlock", () -> application.finalizeBlock(request));
  }

  @Override
  public ResponseCommit commit(RequestCommit request) {
    return timed("commit", () -> application.commit(request));
  }

  @Override
  public ResponseQuery query(RequestQuery request) {
    return timed("query", () -> application.query(request));
  }

  @Override
  public ResponseCheckTx checkTx(RequestCheckTx request) {
    return timed("checkTx", () -> application.checkTx(request));
  }

  @Override
  public ResponseInsertTx insertTx(RequestInsertTx request) {
    return timed("insertTx", () -> application.insertTx(request));
  }

  @Override
  public ResponseReapTxs reapTxs(RequestReapTxs request) {
    return timed("reapTxs", () -> application.reapTxs(request));
  }

  @Override
  public ResponseListSnapshots listSnapshots(RequestListSnapshots request) {
    return timed("listSnapshots", () -> application.listSnapshots(request));
  }

  @Override
  public ResponseLoadSnapshotChunk loadSnapshotChunk(RequestLoadSnapshotChunk request) {
    return timed("loadSnapshotChunk", () -> application.loadSnapshotChunk(request));
  }

  @Override
  public ResponseOfferSnapshot offerSnapshot(RequestOfferSnapshot request) {
    return timed("offerSnapshot", () -> application.offerSnapshot(request));
  }

  @Override
  public ResponseApplySnapshotChunk applySnapshotChunk(RequestApplySnapshotChunk request) {
    return timed("applySnapshotChunk", () -> application.applySnapshotChunk(request));
  }

  @Override
  public void disconnected() {
    application.disconnected();
  }
}
