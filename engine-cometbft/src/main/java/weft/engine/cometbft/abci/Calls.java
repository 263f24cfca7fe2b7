package weft.engine.cometbft.abci;

import java.io.IOException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.engine.cometbft.wire.Request;
import weft.engine.cometbft.wire.Response;
import weft.engine.cometbft.wire.ResponseCheckTx;
import weft.engine.cometbft.wire.ResponseEcho;
import weft.engine.cometbft.wire.ResponseFlush;
import weft.engine.cometbft.wire.ResponseInsertTx;
import weft.engine.cometbft.wire.ResponseListSnapshots;
import weft.engine.cometbft.wire.ResponseLoadSnapshotChunk;
import weft.engine.cometbft.wire.ResponseQuery;
import weft.engine.cometbft.wire.ResponseReapTxs;

/// Brings each request to the application's method and wraps its answer.
final class Calls {
  private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

  /// The first of the codes that CometBFT calls retryable: nothing is known about the request.
  private static final int CODE_INTERNAL_FAULT = 32_000;

  private static final String CODESPACE = "weft";
  private static final String INTERNAL_FAULT = "the node failed to answer; its log says why";

  private static final ResponseQuery REFUSED_QUERY =
      ResponseQuery.newBuilder()
          .setCode(CODE_INTERNAL_FAULT)
          .setCodespace(CODESPACE)
          .setLog(INTERNAL_FAULT)
          .build();
  private static final ResponseCheckTx REFUSED_CHECK =
      ResponseCheckTx.newBuilder()
          .setCode(CODE_INTERNAL_FAULT)
          .setCodespace(CODESPACE)
          .setLog(INTERNAL_FAULT)
          .build();
  private static final ResponseInsertTx REFUSED_INSERT =
      ResponseInsertTx.newBuilder().setCode(CODE_INTERNAL_FAULT).build();

  private final Application application;
  private final ExclusiveCalls exclusive;

  Calls(Application application, ExclusiveCalls exclusive) {
    this.application = application;
    this.exclusive = exclusive;
  }

  /// @throws IOException if the caller is gone or asks for what ABCI 2.0 does not know
  Response answer(Connection caller, Request request) throws IOException {
    Response.Builder response = Response.newBuilder();
    switch (request.getValueCase()) {
      case ECHO ->
          response.setEcho(
              ResponseEcho.newBuilder().setMessage(request.getEcho().getMessage()).build());
      case FLUSH -> response.setFlush(ResponseFlush.getDefaultInstance());

      case QUERY ->
          response.setQuery(
              answerOr(REFUSED_QUERY, request, () -> application.query(request.getQuery())));
      case CHECK_TX ->
          response.setCheckTx(
              answerOr(REFUSED_CHECK, request, () -> application.checkTx(request.getCheckTx())));
      case INSERT_TX ->
          response.setInsertTx(
              answerOr(REFUSED_INSERT, request, () -> application.insertTx(request.getInsertTx())));
      case REAP_TXS ->
          response.setReapTxs(
              answerOr(
                  ResponseReapTxs.getDefaultInstance(),
                  request,
                  () -> application.reapTxs(request.getReapTxs())));
      case LIST_SNAPSHOTS ->
          response.setListSnapshots(
              answerOr(
                  ResponseListSnapshots.getDefaultInstance(),
                  request,
                  () -> application.listSnapshots(request.getListSnapshots())));
      case LOAD_SNAPSHOT_CHUNK ->
          response.setLoadSnapshotChunk(
              answerOr(
                  ResponseLoadSnapshotChunk.getDefaultInstance(),
                  request,
                  () -> application.loadSnapshotChunk(request.getLoadSnapshotChunk())));

      case INFO ->
          response.setInfo(exclusive.run(caller, () -> application.info(request.getInfo())));
      case OFFER_SNAPSHOT ->
          response.setOfferSnapshot(
              exclusive.run(caller, () -> application.offerSnapshot(request.getOfferSnapshot())));
      case APPLY_SNAPSHOT_CHUNK ->
          response.setApplySnapshotChunk(
              exclusive.run(
                  caller, () -> application.applySnapshotChunk(request.getApplySnapshotChunk())));

      case INIT_CHAIN ->
          response.setInitChain(
              exclusive.runConsensus(caller, () -> application.initChain(request.getInitChain())));
      case PREPARE_PROPOSAL ->
          response.setPrepareProposal(
              exclusive.runConsensus(
                  caller, () -> application.prepareProposal(request.getPrepareProposal())));
      case PROCESS_PROPOSAL ->
          response.setProcessProposal(
              exclusive.runConsensus(
                  caller, () -> application.processProposal(request.getProcessProposal())));
      case EXTEND_VOTE ->
          response.setExtendVote(
              exclusive.runConsensus(
                  caller, () -> application.extendVote(request.getExtendVote())));
      case VERIFY_VOTE_EXTENSION ->
          response.setVerifyVoteExtension(
              exclusive.runConsensus(
                  caller, () -> application.verifyVoteExtension(request.getVerifyVoteExtension())));
      case FINALIZE_BLOCK ->
          response.setFinalizeBlock(
              exclusive.runConsensus(
                  caller, () -> application.finalizeBlock(request.getFinalizeBlock())));
      case COMMIT ->
          response.setCommit(
              exclusive.runConsensus(caller, () -> application.commit(request.getCommit())));
      case VALUE_NOT_SET -> throw new MalformedFrameException("a message is no call of ABCI 2.0");
    }
    return response.build();
  }

  /// For the calls that strangers can cause: what goes wrong there must not stop the node.
  private static <T> T answerOr(T refusal, Request request, Supplier<T> call) {
    try {
      return call.get();
    } catch (RuntimeException fault) {
      LOG.error("{} failed and was answered as refused", request.getValueCase(), fault);
      return refusal;
    }
  }
}
