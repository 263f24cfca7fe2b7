package weft.engine.cometbft.abci;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import weft.engine.cometbft.wire.ExecTxResult;
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

/// A small application that answers as CometBFT's own `kvstore` does: transactions `key=value`, and
/// the count of all as app hash. It lives in memory: for the engine it is one that never dies.
class KvApplication implements Application {
  private static final int CODE_MALFORMED = 1;

  // The pool is its own, so that mempool calls never wait for consensus calls.
  private final Set<ByteString> pool = new LinkedHashSet<>();
  private final Deque<ByteString> toGossip = new ArrayDeque<>();

  private final Map<String, String> values = new TreeMap<>();
  private long height;
  private long size;
  private List<ByteString> staged = List.of();
  private long stagedHeight;

  private static boolean isWellFormed(ByteString transaction) {
    String text = transaction.toStringUtf8();
    int at = text.indexOf('=');
    return at > 0 && at < text.length() - 1 && text.indexOf('=', at + 1) < 0;
  }

  /// As Go's `PutVarint` in an array of eight bytes.
  private static ByteString appHash(long size) {
    ByteBuffer hash = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    for (long rest = size << 1; ; rest >>>= 7) {
      hash.put((byte) (rest < 0x80 ? rest : rest | 0x80));
      if (rest < 0x80) {
        return ByteString.copyFrom(hash.array());
      }
    }
  }

  private int insert(ByteString transaction) {
    if (!isWellFormed(transaction)) {
      return CODE_MALFORMED;
    }
    synchronized (pool) {
      if (pool.add(transaction)) {
        toGossip.add(transaction);
      }
    }
    return 0;
  }

  synchronized String value(String key) {
    return values.getOrDefault(key, "");
  }

  synchronized long height() {
    return height;
  }

  @Override
  public synchronized ResponseInfo info(RequestInfo request) {
    return ResponseInfo.newBuilder()
        .setData("{\"size\":" + size + "}")
        .setLastBlockHeight(height)
        .setLastBlockAppHash(height == 0 ? ByteString.EMPTY : appHash(size))
        .build();
  }

  @Override
  public synchronized ResponseQuery query(RequestQuery request) {
    String value = values.get(request.getData().toStringUtf8());
    return ResponseQuery.newBuilder()
        .setKey(request.getData())
        .setLog(value == null ? "does not exist" : "exists")
        .setValue(value == null ? ByteString.EMPTY : ByteString.copyFromUtf8(value))
        .build();
  }

  @Override
  public ResponseCheckTx checkTx(RequestCheckTx request) {
    return ResponseCheckTx.newBuilder().setCode(insert(request.getTx())).build();
  }

  @Override
  public ResponseInsertTx insertTx(RequestInsertTx request) {
    return ResponseInsertTx.newBuilder().setCode(insert(request.getTx())).build();
  }

  @Override
  public ResponseReapTxs reapTxs(RequestReapTxs request) {
    synchronized (pool) {
      ResponseReapTxs.Builder response = ResponseReapTxs.newBuilder().addAllTxs(toGossip);
      toGossip.clear();
      return response.build();
    }
  }

  @Override
  public synchronized ResponseInitChain initChain(RequestInitChain request) {
    return ResponseInitChain.newBuilder().setAppHash(appHash(0)).build();
  }

  @Override
  public ResponsePrepareProposal prepareProposal(RequestPrepareProposal request) {
    List<ByteString> transactions = new ArrayList<>(request.getTxsList());
    synchronized (pool) {
      transactions.addAll(pool);
    }
    ResponsePrepareProposal.Builder response = ResponsePrepareProposal.newBuilder();
    long left = request.getMaxTxBytes();
    for (ByteString transaction : transactions) {
      left -= transaction.size() + 6; // Tag and length.
      if (left < 0) {
        break;
      }
      response.addTxs(transaction);
    }
    return response.build();
  }

  @Override
  public ResponseProcessProposal processProposal(RequestProcessProposal request) {
    boolean isValid = request.getTxsList().stream().allMatch(KvApplication::isWellFormed);
    return ResponseProcessProposal.newBuilder()
        .setStatus(
            isValid
                ? ResponseProcessProposal.ProposalStatus.ACCEPT
                : ResponseProcessProposal.ProposalStatus.REJECT)
        .build();
  }

  private static ByteString extension(ByteString blockHash) {
    return ByteString.copyFrom("saw ", StandardCharsets.UTF_8).concat(blockHash);
  }

  @Override
  public ResponseExtendVote extendVote(RequestExtendVote request) {
    return ResponseExtendVote.newBuilder().setVoteExtension(extension(request.getHash())).build();
  }

  @Override
  public ResponseVerifyVoteExtension verifyVoteExtension(RequestVerifyVoteExtension request) {
    boolean isValid = request.getVoteExtension().equals(extension(request.getHash()));
    return ResponseVerifyVoteExtension.newBuilder()
        .setStatus(
            isValid
                ? ResponseVerifyVoteExtension.VerifyStatus.ACCEPT
                : ResponseVerifyVoteExtension.VerifyStatus.REJECT)
        .build();
  }

  @Override
  public synchronized ResponseFinalizeBlock finalizeBlock(RequestFinalizeBlock request) {
    staged = request.getTxsList();
    stagedHeight = request.getHeight();
    ResponseFinalizeBlock.Builder response =
        ResponseFinalizeBlock.newBuilder().setAppHash(appHash(size + staged.size()));
    staged.forEach(transaction -> response.addTxResults(ExecTxResult.getDefaultInstance()));
    return response.build();
  }

  @Override
  public synchronized ResponseCommit commit(RequestCommit request) {
    for (ByteString transaction : staged) {
      String[] pair = transaction.toStringUtf8().split("=", 2);
      values.put(pair[0], pair[1]);
    }
    size += staged.size();
    height = stagedHeight;
    synchronized (pool) {
      pool.removeAll(Set.copyOf(staged));
    }
    staged = List.of();
    return ResponseCommit.getDefaultInstance();
  }

  @Override
  public ResponseListSnapshots listSnapshots(RequestListSnapshots request) {
    return ResponseListSnapshots.getDefaultInstance();
  }

  @Override
  public ResponseLoadSnapshotChunk loadSnapshotChunk(RequestLoadSnapshotChunk request) {
    return ResponseLoadSnapshotChunk.getDefaultInstance();
  }

  @Override
  public ResponseOfferSnapshot offerSnapshot(RequestOfferSnapshot request) {
    return ResponseOfferSnapshot.newBuilder()
        .setResult(ResponseOfferSnapshot.Result.REJECT)
        .build();
  }

  @Override
  public ResponseApplySnapshotChunk applySnapshotChunk(RequestApplySnapshotChunk request) {
    return ResponseApplySnapshotChunk.newBuilder()
        .setResult(ResponseApplySnapshotChunk.Result.ABORT)
        .build();
  }

  @Override
  public synchronized void disconnected() {
    staged = List.of();
  }
}
