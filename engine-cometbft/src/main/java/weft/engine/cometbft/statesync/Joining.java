package weft.engine.cometbft.statesync;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.TreeSet;
import weft.chain.snapshot.SnapshotChunk;
import weft.chain.snapshot.SnapshotManifest;
import weft.chain.snapshot.SnapshotProof;
import weft.chain.store.Restoration;
import weft.engine.cometbft.wire.RequestApplySnapshotChunk;
import weft.engine.cometbft.wire.ResponseApplySnapshotChunk;
import weft.engine.cometbft.wire.ResponseApplySnapshotChunk.Result;
import weft.ledger.state.KeyValueView.Entry;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.primitives.Sha256;

/// One snapshot on its way into an empty store; rules SYNC-7 to SYNC-9.
final class Joining implements AutoCloseable {
  private final SnapshotManifest manifest;
  private final SnapshotProof proof;
  private final Restoration restoration;
  private final Hash32 genesisHash;
  private final StateSyncListener listener;

  /// Whoever sent a chunk that was used. If the snapshot is false in the end, so are they: nobody
  /// else offers the same manifest.
  private final TreeSet<String> senders = new TreeSet<>();

  private Bytes lastKey = Bytes.EMPTY;
  private int next;
  private boolean over;

  Joining(
      SnapshotManifest manifest,
      Restoration restoration,
      Hash32 genesisHash,
      StateSyncListener listener) {
    this.manifest = manifest;
    this.proof = new SnapshotProof(manifest);
    this.restoration = restoration;
    this.genesisHash = genesisHash;
    this.listener = listener;
  }

  ResponseApplySnapshotChunk apply(RequestApplySnapshotChunk request) {
    if (request.getIndex() != next) {
      // The engine gives chunks in order; whatever came in between, it begins anew.
      return answer(Result.RETRY_SNAPSHOT).build();
    }
    if (!isGenuine(request.getChunk())) {
      listener.refused(manifest.height(), request.getSender(), "chunk " + next + " is not its own");
      return answer(Result.RETRY)
          .addRefetchChunks(next)
          .addRejectSenders(request.getSender())
          .build();
    }
    senders.add(request.getSender());
    List<Entry> entries;
    try {
      Bytes chunk = Bytes.wrap(request.getChunk().toByteArray());
      entries = SnapshotChunk.decode(chunk, lastKey);
    } catch (MalformedException e) {
      return reject("chunk " + next + " is malformed: " + e.getMessage());
    }
    proof.see(entries);
    restoration.put(entries);
    lastKey = Bytes.wrap(entries.getLast().key().toArray());
    listener.received(manifest.height(), next, manifest.chunkHashes().size());
    next++;
    return isWhole() ? finish() : answer(Result.ACCEPT).build();
  }

  private boolean isGenuine(ByteString chunk) {
    return chunk.size() <= SnapshotChunk.MAX_BYTES
        && Sha256.hash(Bytes.wrap(chunk.toByteArray())).equals(manifest.chunkHashes().get(next));
  }

  private ResponseApplySnapshotChunk finish() {
    return switch (proof.judge(restoration.root(), genesisHash)) {
      case SnapshotProof.Verdict.False(String reason) -> reject(reason);
      case SnapshotProof.Verdict.True verdict -> {
        restoration.finish(manifest.head(), verdict.seal());
        over = true;
        listener.restored(manifest.head());
        yield answer(Result.ACCEPT).build();
      }
    };
  }

  /// Whether the snapshot is in the store, or was thrown away.
  boolean isOver() {
    return over;
  }

  /// Whether every chunk is there.
  private boolean isWhole() {
    return next == manifest.chunkHashes().size();
  }

  private ResponseApplySnapshotChunk reject(String reason) {
    listener.refused(manifest.height(), String.join(", ", senders), reason);
    over = true;
    return answer(Result.REJECT_SNAPSHOT).addAllRejectSenders(senders).build();
  }

  private static ResponseApplySnapshotChunk.Builder answer(Result result) {
    return ResponseApplySnapshotChunk.newBuilder().setResult(result);
  }

  @Override
  public void close() {
    restoration.close();
  }
}
