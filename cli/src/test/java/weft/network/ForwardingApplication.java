package weft.network;

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

/// Passes every call on.
abstract class ForwardingApplication implements Application {
  private final Application chain;

  ForwardingApplication(Application chain) {
    this.chain = chain;
  }

  @Override
  public ResponseInfo info(RequestInfo request) {
    return chain.info(request);
  }

  @Override
  public ResponseQuery query(RequestQuery request) {
    return chain.query(request);
  }

  @Override
  public ResponseCheckTx checkTx(RequestCheckTx request) {
    return chain.checkTx(request);
  }

  @Override
  public ResponseInsertTx insertTx(RequestInsertTx request) {
    return chain.insertTx(request);
  }

  @Override
  public ResponseReapTxs reapTxs(RequestReapTxs request) {
    return chain.reapTxs(request);
  }

  @Override
  public ResponseInitChain initChain(RequestInitChain request) {
    return chain.initChain(request);
  }

  @Override
  public ResponsePrepareProposal prepareProposal(RequestPrepareProposal request) {
    return chain.prepareProposal(request);
  }

  @Override
  public ResponseProcessProposal processProposal(RequestProcessProposal request) {
    return chain.processProposal(request);
  }

  @Override
  public ResponseExtendVote extendVote(RequestExtendVote request) {
    return chain.extendVote(request);
  }

  @Override
  public ResponseVerifyVoteExtension verifyVoteExtension(RequestVerifyVoteExtension request) {
    return chain.verifyVoteExtension(request);
  }

  @Override
  public ResponseFinalizeBlock finalizeBlock(RequestFinalizeBlock request) {
    return chain.finalizeBlock(request);
  }

  @Override
  public ResponseCommit commit(RequestCommit request) {
    return chain.commit(request);
  }

  @Override
  public ResponseListSnapshots listSnapshots(RequestListSnapshots request) {
    return chain.listSnapshots(request);
  }

  @Override
  public ResponseLoadSnapshotChunk loadSnapshotChunk(RequestLoadSnapshotChunk request) {
    return chain.loadSnapshotChunk(request);
  }

  @Override
  public ResponseOfferSnapshot offerSnapshot(RequestOfferSnapshot request) {
    return chain.offerSnapshot(request);
  }

  @Override
  public ResponseApplySnapshotChunk applySnapshotChunk(RequestApplySnapshotChunk request) {
    return chain.applySnapshotChunk(request);
  }

  @Override
  public void disconnected() {
    chain.disconnected();
  }
}
