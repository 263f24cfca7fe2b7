package weft.engine.cometbft.abci;

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

/// What CometBFT calls, one method per call of ABCI 2.0 (v0.40; the specification is
/// `spec/abci/abci++_methods.md` there).
///
/// The engine opens four connections and [AbciServer] gives each its own thread: the calls of one
/// connection come strictly in order, those of different connections at the same time. The calls
/// fall into groups:
///
/// - **exclusive**: never at the same time as one another, whichever connection they come from, and
///   never for an engine that is known to be gone. Those of the consensus connection, those that
///   apply a snapshot, and [#info].
/// - **mempool**: one after another on the mempool connection, while exclusive calls run. The
///   engine waits for all of them before each [#commit], so a slow one lengthens the block.
/// - **query** and **snapshot**: one after another on their connections, while all others run.
///
/// Byte strings of a request are windows on the frame that it came in and copy nothing: keeping one
/// keeps the frame, so copy what is small out of a large block.
///
/// What is expected is answered with a value. A runtime exception or error out of an exclusive
/// call, and an error out of any call, stops the server ([AbciServer]); a runtime exception out of
/// another call, which strangers can cause, is logged and answered as a refusal.
public interface Application {
  /// The last committed height and app hash. Exclusive, on the query connection: at the handshake,
  /// after state sync, and for whoever asks the engine's RPC. Must only read what it has at hand.
  ResponseInfo info(RequestInfo request);

  /// Reads committed state. On the query connection.
  ResponseQuery query(RequestQuery request);

  /// A transaction from the engine's RPC: take it into the pool or refuse it with a code; codes
  /// from 32,000 ask the engine to forget that it has seen the transaction. On the mempool
  /// connection.
  ResponseCheckTx checkTx(RequestCheckTx request);

  /// A transaction from a peer; codes as in [#checkTx]. Must only enqueue: the engine's peer waits
  /// with its votes meanwhile. On the mempool connection.
  ResponseInsertTx insertTx(RequestInsertTx request);

  /// The transactions to gossip now, each once; limits of zero mean none. On the mempool
  /// connection.
  ResponseReapTxs reapTxs(RequestReapTxs request);

  /// Called while [#info] answers height 0. Exclusive, on the consensus connection.
  ResponseInitChain initChain(RequestInitChain request);

  /// Makes a block; no larger than the request says. Exclusive, on the consensus connection.
  ResponsePrepareProposal prepareProposal(RequestPrepareProposal request);

  /// Accepts or rejects a block; a status left unknown stops the engine. Exclusive, on the
  /// consensus connection.
  ResponseProcessProposal processProposal(RequestProcessProposal request);

  /// The extension of this validator's precommit. Exclusive, on the consensus connection.
  ResponseExtendVote extendVote(RequestExtendVote request);

  /// Accepts or rejects another's precommit by its extension. Exclusive, on the consensus
  /// connection.
  ResponseVerifyVoteExtension verifyVoteExtension(RequestVerifyVoteExtension request);

  /// Executes a decided block, one result per transaction; may come twice for a height. Exclusive,
  /// on the consensus connection.
  ResponseFinalizeBlock finalizeBlock(RequestFinalizeBlock request);

  /// Makes the last executed block durable. Exclusive, on the consensus connection.
  ResponseCommit commit(RequestCommit request);

  /// The snapshots for peers. On the snapshot connection.
  ResponseListSnapshots listSnapshots(RequestListSnapshots request);

  /// A chunk for a peer, empty if there is none such. On the snapshot connection.
  ResponseLoadSnapshotChunk loadSnapshotChunk(RequestLoadSnapshotChunk request);

  /// Begins to restore a snapshot, or refuses it. Exclusive, on the snapshot connection.
  ResponseOfferSnapshot offerSnapshot(RequestOfferSnapshot request);

  /// Takes a chunk of the snapshot on offer. Exclusive, on the snapshot connection.
  ResponseApplySnapshotChunk applySnapshotChunk(RequestApplySnapshotChunk request);

  /// The engine that made consensus calls is gone, or the server is being closed: what was staged
  /// and not committed is to be dropped. Once per lost consensus connection, after its last call
  /// and before the first consensus call of the next engine (whose handshake may come before it).
  /// Exclusive; on the thread of the old or of the new consensus connection.
  void disconnected();
}
