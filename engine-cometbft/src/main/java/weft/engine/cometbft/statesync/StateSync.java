package weft.engine.cometbft.statesync;

import com.google.protobuf.ByteString;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import weft.chain.block.CarriedAttestation;
import weft.chain.block.Chain;
import weft.chain.block.ExecutedBlock;
import weft.chain.snapshot.SnapshotChunk;
import weft.chain.snapshot.SnapshotManifest;
import weft.chain.snapshot.SnapshotProof;
import weft.chain.store.SnapshotStore;
import weft.engine.cometbft.application.SnapshotCalls;
import weft.engine.cometbft.wire.RequestApplySnapshotChunk;
import weft.engine.cometbft.wire.RequestLoadSnapshotChunk;
import weft.engine.cometbft.wire.RequestOfferSnapshot;
import weft.engine.cometbft.wire.ResponseApplySnapshotChunk;
import weft.engine.cometbft.wire.ResponseListSnapshots;
import weft.engine.cometbft.wire.ResponseLoadSnapshotChunk;
import weft.engine.cometbft.wire.ResponseOfferSnapshot;
import weft.engine.cometbft.wire.ResponseOfferSnapshot.Result;
import weft.engine.cometbft.wire.Snapshot;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.primitives.Sha256;
import weft.protocol.codec.WireFields;

/// The state sync of one node: makes snapshots beside the chain and gives them to peers, and fills
/// the empty store of a node that joins.
public final class StateSync implements SnapshotCalls, AutoCloseable {
  /// What a restoration takes on disk at most, in sizes of the snapshot: the state's files, the
  /// entries again in the order of the tree, and the tree twice.
  private static final long DISK_FACTOR = 5;

  private final SnapshotStore store;
  private final Chain chain;
  private final SnapshotSettings settings;
  private final StateSyncListener listener;
  private final SnapshotFolder folder;
  private final SnapshotWriter writer;
  private @Nullable Joining joining;

  /// @param store of the chain
  public StateSync(
      SnapshotStore store, Chain chain, SnapshotSettings settings, StateSyncListener listener) {
    this.store = store;
    this.chain = chain;
    this.settings = settings;
    this.listener = listener;
    this.folder = SnapshotFolder.open(settings.folder(), chain.chainId());
    this.writer = new SnapshotWriter(folder, settings, listener);
  }

  /// The head's state is still the newest, and the block brings the votes for the head.
  @Override
  public void committing(ExecutedBlock next) {
    long height = store.head().height();
    boolean isDue =
        settings.intervalBlocks() > 0 && height > 0 && height % settings.intervalBlocks() == 0;
    if (!isDue || folder.has(height)) {
      return;
    }
    if (writer.isBusy()) {
      listener.skipped(height, "the one before is still being written");
      return;
    }
    writer.write(store.pin(), CarriedAttestation.votes(next.candidate()));
  }

  @Override
  public OptionalLong oldestHeight() {
    OptionalLong oldest = folder.oldestHeight();
    return oldest.isPresent() ? oldest : writer.height();
  }

  @Override
  public ResponseListSnapshots list() {
    ResponseListSnapshots.Builder response = ResponseListSnapshots.newBuilder();
    for (SnapshotManifest manifest : folder.newestFirst()) {
      response.addSnapshots(
          Snapshot.newBuilder()
              .setHeight(manifest.height())
              .setFormat(SnapshotManifest.FORMAT)
              .setChunks(manifest.chunkHashes().size())
              .setHash(WireFields.toWire(manifest.hash().bytes()))
              .setMetadata(WireFields.toWire(manifest.encode())));
    }
    return response.build();
  }

  @Override
  public ResponseLoadSnapshotChunk load(RequestLoadSnapshotChunk request) {
    if (request.getFormat() != SnapshotManifest.FORMAT) {
      return ResponseLoadSnapshotChunk.getDefaultInstance();
    }
    Optional<Bytes> chunk;
    try {
      chunk = folder.chunk(request.getHeight(), request.getChunk());
    } catch (UncheckedIOException damage) {
      // Peers would take us for a liar.
      listener.failed(request.getHeight(), damage);
      folder.drop(request.getHeight());
      chunk = Optional.empty();
    }
    return chunk
        .map(
            bytes ->
                ResponseLoadSnapshotChunk.newBuilder().setChunk(WireFields.toWire(bytes)).build())
        .orElseGet(ResponseLoadSnapshotChunk::getDefaultInstance);
  }

  @Override
  public ResponseOfferSnapshot offer(RequestOfferSnapshot request) {
    stopJoining();
    Snapshot offered = request.getSnapshot();
    if (store.hasBlocks()) {
      return refuse(
          offered,
          Result.ABORT,
          "this node has blocks up to "
              + store.head().height()
              + ", and its engine has none: give both empty folders");
    }
    if (offered.getFormat() != SnapshotManifest.FORMAT) {
      return refuse(offered, Result.REJECT_FORMAT, "its format is " + offered.getFormat());
    }
    SnapshotManifest manifest;
    try {
      manifest = SnapshotManifest.decode(Bytes.wrap(offered.getMetadata().toByteArray()));
    } catch (MalformedException e) {
      return refuse(offered, Result.REJECT_SENDER, "its manifest is malformed: " + e.getMessage());
    }
    Optional<String> lie = lie(offered, manifest, request.getAppHash());
    if (lie.isPresent()) {
      return refuse(offered, Result.REJECT_SENDER, lie.get());
    }
    long mostBytes = DISK_FACTOR * SnapshotChunk.MAX_BYTES * manifest.chunkHashes().size();
    if (store.freeBytes() < mostBytes) {
      return refuse(
          offered,
          Result.REJECT,
          "it may need " + mostBytes + " bytes of disk, and there are " + store.freeBytes());
    }
    joining = new Joining(manifest, store.restore(), chain.genesisHash(), listener);
    return ResponseOfferSnapshot.newBuilder().setResult(Result.ACCEPT).build();
  }

  private Optional<String> lie(Snapshot offered, SnapshotManifest manifest, ByteString appHash) {
    if (!WireFields.toWire(Sha256.hash(Bytes.wrap(offered.getMetadata().toByteArray())).bytes())
        .equals(offered.getHash())) {
      return Optional.of("its hash is not that of its manifest");
    }
    if (offered.getChunks() != manifest.chunkHashes().size()) {
      return Optional.of("its number of chunks is not that of its manifest");
    }
    if (appHash.size() != Hash32.SIZE) {
      return Optional.of("there is no app hash of its height");
    }
    return SnapshotProof.contradiction(
        manifest,
        chain.chainId(),
        offered.getHeight(),
        Hash32.of(Bytes.wrap(appHash.toByteArray())));
  }

  private ResponseOfferSnapshot refuse(Snapshot offered, Result result, String reason) {
    listener.refused(offered.getHeight(), "", reason);
    return ResponseOfferSnapshot.newBuilder().setResult(result).build();
  }

  @Override
  public ResponseApplySnapshotChunk apply(RequestApplySnapshotChunk request) {
    Joining current = joining;
    if (current == null) {
      return ResponseApplySnapshotChunk.newBuilder()
          .setResult(ResponseApplySnapshotChunk.Result.ABORT)
          .build();
    }
    ResponseApplySnapshotChunk response = current.apply(request);
    if (current.isOver()) {
      stopJoining();
    }
    return response;
  }

  private void stopJoining() {
    if (joining != null) {
      joining.close();
      joining = null;
    }
  }

  /// Gives up what is being written or restored. Before the store is closed, after the engine.
  @Override
  public void close() {
    writer.close();
    stopJoining();
  }
}
