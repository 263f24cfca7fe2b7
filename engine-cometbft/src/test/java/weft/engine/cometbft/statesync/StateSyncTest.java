package weft.engine.cometbft.statesync;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.chain.fixture.RandomMempool;
import weft.chain.fixture.TestNetwork;
import weft.chain.fixture.TestRollups;
import weft.chain.fixture.TestTransactions;
import weft.chain.snapshot.SnapshotManifest;
import weft.engine.cometbft.wire.RequestApplySnapshotChunk;
import weft.engine.cometbft.wire.RequestInfo;
import weft.engine.cometbft.wire.RequestListSnapshots;
import weft.engine.cometbft.wire.RequestLoadSnapshotChunk;
import weft.engine.cometbft.wire.RequestOfferSnapshot;
import weft.engine.cometbft.wire.ResponseApplySnapshotChunk;
import weft.engine.cometbft.wire.ResponseInfo;
import weft.engine.cometbft.wire.ResponseOfferSnapshot;
import weft.engine.cometbft.wire.Snapshot;
import weft.ledger.state.KeyValueView.Entry;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.VerifiedTransaction;
import weft.protocol.validator.Attestation;
import weft.storage.NodeStore.LaneRange;

/// Snapshots as CometBFT asks for them, and nodes that begin with one.
final class StateSyncTest {
  private static final int INTERVAL = 5;
  private static final long MIB = 1L << 20;
  private static final SyncNode.Settings SETTINGS = new SyncNode.Settings(MIB, INTERVAL, 3);

  @TempDir private Path folder = Path.of("");

  private final TestNetwork network = TestNetwork.of(4, 12);
  private final Consensus consensus = new Consensus(network);
  private final RandomMempool mempool = new RandomMempool(network.keys(), new SplittableRandom(7));
  private final List<SyncNode> open = new ArrayList<>();

  @AfterEach
  void close() {
    open.forEach(SyncNode::close);
  }

  private SyncNode node(String name) {
    return node(name, SETTINGS);
  }

  private SyncNode node(String name, SyncNode.Settings settings) {
    SyncNode node = SyncNode.open(folder.resolve(name), network, settings);
    open.add(node);
    return node;
  }

  private void close(SyncNode node) {
    open.remove(node);
    node.close();
  }

  /// Blocks full of everything, up to a height.
  private void run(List<SyncNode> nodes, long toHeight) {
    while (consensus.blocks().size() < toHeight) {
      List<VerifiedTransaction> candidates =
          consensus.blocks().isEmpty()
              ? List.of(
                  TestTransactions.plain()
                      .sign(
                          network.account(0),
                          new Nonce(0, 0),
                          TestRollups.registrations(network.account(0))))
              : mempool.candidates(12);
      consensus.height(nodes, candidates);
      nodes.getFirst().lastBlock().ifPresent(mempool::committed);
    }
  }

  private static void awaitSnapshot(SyncNode node, long height) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> node.saw("taken " + height + " ") || node.saw("failed"));
    assertThat(node.saw("failed")).as("%s", node.events).isFalse();
  }

  private static List<Snapshot> snapshots(SyncNode node) {
    return node.application
        .listSnapshots(RequestListSnapshots.getDefaultInstance())
        .getSnapshotsList();
  }

  private static ByteString chunk(SyncNode node, Snapshot snapshot, int index) {
    return node.application
        .loadSnapshotChunk(
            RequestLoadSnapshotChunk.newBuilder()
                .setHeight(snapshot.getHeight())
                .setFormat(snapshot.getFormat())
                .setChunk(index)
                .build())
        .getChunk();
  }

  private ResponseOfferSnapshot.Result offer(SyncNode joiner, Snapshot snapshot) {
    return joiner
        .application
        .offerSnapshot(
            RequestOfferSnapshot.newBuilder()
                .setSnapshot(snapshot)
                .setAppHash(consensus.appHash(snapshot.getHeight()))
                .build())
        .getResult();
  }

  private static ResponseApplySnapshotChunk apply(SyncNode joiner, int index, ByteString chunk) {
    return joiner.application.applySnapshotChunk(
        RequestApplySnapshotChunk.newBuilder()
            .setIndex(index)
            .setChunk(chunk)
            .setSender("giver")
            .build());
  }

  private void sync(SyncNode from, SyncNode joiner) {
    Snapshot snapshot = snapshots(from).getFirst();
    assertThat(offer(joiner, snapshot)).isEqualTo(ResponseOfferSnapshot.Result.ACCEPT);
    for (int i = 0; i < snapshot.getChunks(); i++) {
      assertThat(apply(joiner, i, chunk(from, snapshot, i)).getResult())
          .isEqualTo(ResponseApplySnapshotChunk.Result.ACCEPT);
    }
    ResponseInfo info = joiner.application.info(RequestInfo.getDefaultInstance());
    assertThat(info.getLastBlockHeight()).isEqualTo(snapshot.getHeight());
    assertThat(info.getLastBlockAppHash()).isEqualTo(consensus.appHash(snapshot.getHeight()));
  }

  private static List<Entry> state(SyncNode node) {
    return node.store.state().scan(Bytes.EMPTY, Bytes.EMPTY, Integer.MAX_VALUE);
  }

  @Test
  void aNodeThatJoinsGoesOnAsIfItHadAlwaysBeenThere() {
    SyncNode old = node("old");
    run(List.of(old), 12);
    awaitSnapshot(old, 10);
    SyncNode joiner = node("joiner");
    sync(old, joiner);
    assertThat(joiner.saw("restored 10")).isTrue();
    assertThat(joiner.store.earliestHeight()).isEqualTo(11);
    assertThat(joiner.store.block(10)).isEmpty();
    LaneRange lane = old.store.laneRange(TestRollups.PRIORITY);
    LaneRange joined = joiner.store.laneRange(TestRollups.PRIORITY);
    assertThat(joined.earliest()).isEqualTo(joined.latest() + 1).isGreaterThan(1);
    assertThat(joined.latest()).isLessThanOrEqualTo(lane.latest());
    assertThat(joiner.store.laneBlocks(TestRollups.PRIORITY, 1, 10, MIB)).isEmpty();

    consensus.catchUp(joiner);
    run(List.of(old, joiner), 14);
    close(joiner);
    SyncNode again = node("joiner");
    run(List.of(again, old), 17);

    assertThat(again.store.head()).isEqualTo(old.store.head());
    assertThat(state(again)).isEqualTo(state(old));
    assertThat(again.store.block(14).orElseThrow().header())
        .isEqualTo(old.store.block(14).orElseThrow().header());
    assertThat(again.store.laneBlocks(TestRollups.PRIORITY, joined.earliest(), 99, MIB))
        .isNotEmpty()
        .isEqualTo(old.store.laneBlocks(TestRollups.PRIORITY, joined.earliest(), 99, MIB));
    awaitSnapshot(old, 15);
    awaitSnapshot(again, 15);
    assertThat(snapshots(again).getFirst()).isEqualTo(snapshots(old).getFirst());
  }

  @Test
  void aNodeJoinsAtTheVeryHeightOfASnapshotAndProposesTheNext() {
    SyncNode old = node("old");
    run(List.of(old), 6);
    awaitSnapshot(old, 5);
    SyncNode joiner = node("joiner");
    sync(old, joiner);
    consensus.catchUp(joiner);
    run(List.of(joiner, old), 8);
    assertThat(joiner.store.head()).isEqualTo(old.store.head());
  }

  /// The engine may die before it has noted that its application is synced.
  @Test
  void anEngineThatForgotASyncBeginsAnew() {
    SyncNode old = node("old");
    run(List.of(old), 6);
    awaitSnapshot(old, 5);
    SyncNode joiner = node("joiner");
    sync(old, joiner);
    close(joiner);
    run(List.of(old), 11);
    awaitSnapshot(old, 10);
    SyncNode again = node("joiner");
    sync(old, again);
    assertThat(again.store.head().height()).isEqualTo(10);
    consensus.catchUp(again);
    run(List.of(old, again), 13);
    assertThat(state(again)).isEqualTo(state(old));
    assertThat(offer(again, snapshots(old).getFirst()))
        .isEqualTo(ResponseOfferSnapshot.Result.ABORT);
  }

  @Test
  void aStateOfSeveralChunksComesInOrderWhateverGoesWrong() {
    TestNetwork large = TestNetwork.of(4, 50_000);
    Consensus votes = new Consensus(large);
    SyncNode old = SyncNode.open(folder.resolve("large"), large, SETTINGS);
    SyncNode joiner = SyncNode.open(folder.resolve("large-joiner"), large, SETTINGS);
    open.addAll(List.of(old, joiner));
    for (int height = 1; height <= 6; height++) {
      votes.height(List.of(old), List.of());
    }
    awaitSnapshot(old, 5);
    Snapshot snapshot = snapshots(old).getFirst();
    assertThat(snapshot.getChunks()).isGreaterThan(1);
    RequestOfferSnapshot offer =
        RequestOfferSnapshot.newBuilder()
            .setSnapshot(snapshot)
            .setAppHash(votes.appHash(5))
            .build();
    for (int round = 0; round < 2; round++) {
      assertThat(joiner.application.offerSnapshot(offer).getResult())
          .isEqualTo(ResponseOfferSnapshot.Result.ACCEPT);
      ByteString first = chunk(old, snapshot, 0);
      assertThat(apply(joiner, 0, chunk(old, snapshot, 1)).getResult())
          .isEqualTo(ResponseApplySnapshotChunk.Result.RETRY);
      assertThat(apply(joiner, 0, first).getResult())
          .isEqualTo(ResponseApplySnapshotChunk.Result.ACCEPT);
      assertThat(apply(joiner, 0, first).getResult())
          .isEqualTo(ResponseApplySnapshotChunk.Result.RETRY_SNAPSHOT);
    }
    for (int i = 1; i < snapshot.getChunks(); i++) {
      assertThat(joiner.store.head().height()).isZero();
      assertThat(apply(joiner, i, chunk(old, snapshot, i)).getResult())
          .isEqualTo(ResponseApplySnapshotChunk.Result.ACCEPT);
    }
    votes.catchUp(joiner);
    assertThat(joiner.store.head()).isEqualTo(old.store.head());
    assertThat(state(joiner)).isEqualTo(state(old));
  }

  @Test
  void snapshotsAreTheSameOnAllNodes() {
    SyncNode first = node("first", new SyncNode.Settings(8 * MIB, INTERVAL, 0));
    SyncNode second = node("second", new SyncNode.Settings(0, INTERVAL, 0));
    run(List.of(first, second), 8);
    close(second);
    second = node("second", new SyncNode.Settings(0, INTERVAL, 0));
    second.store.pruneBelow(6);
    run(List.of(first, second), 11);
    SyncNode late = node("late");
    awaitSnapshot(first, 10);
    // One that is written is not begun anew by the next height.
    consensus.catchUp(late);
    awaitSnapshot(second, 10);
    Awaitility.await().until(() -> late.saw("taken 10 ") || late.saw("skipped 10"));

    Snapshot snapshot = snapshots(first).getFirst();
    for (SyncNode other : List.of(second, late)) {
      for (Snapshot theirs : snapshots(other)) {
        assertThat(snapshots(first)).contains(theirs);
      }
      assertThat(chunk(other, snapshots(other).getFirst(), 0))
          .isEqualTo(chunk(first, snapshots(other).getFirst(), 0));
    }
    assertThat(snapshot.getHash())
        .isEqualTo(wire(Sha256.hash(bytes(snapshot.getMetadata())).bytes()));
    assertThat(chunk(first, snapshot, 1)).isEmpty();
    assertThat(chunk(first, snapshot, -1)).isEmpty();
    assertThat(chunk(first, snapshot.toBuilder().setHeight(9).build(), 0)).isEmpty();
    assertThat(chunk(first, snapshot.toBuilder().setFormat(2).build(), 0)).isEmpty();
  }

  @Test
  void onlyTheNewestSnapshotsStayAndOnlyTheOwnerReadsThem() throws IOException {
    SyncNode node = node("node");
    for (int height = INTERVAL; height <= 5 * INTERVAL; height += INTERVAL) {
      run(List.of(node), height + 1);
      awaitSnapshot(node, height);
    }
    assertThat(snapshots(node).stream().map(Snapshot::getHeight)).containsExactly(25L, 20L, 15L);
    Path snapshots = folder.resolve("node/snapshots");
    try (Stream<Path> paths = Files.walk(snapshots)) {
      for (Path path : paths.toList()) {
        assertThat(Files.getPosixFilePermissions(path))
            .allMatch(right -> right.name().startsWith("OWNER"));
      }
    }
    Files.delete(snapshots.resolve("20/manifest"));
    Files.createDirectory(snapshots.resolve("30"));
    close(node);
    SyncNode again = node("node");
    assertThat(snapshots(again).stream().map(Snapshot::getHeight)).containsExactly(25L, 15L);
    assertThat(snapshots.resolve("20")).doesNotExist();
    assertThat(snapshots.resolve("30")).doesNotExist();

    Path file = snapshots.resolve("25/0.chunk");
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 1;
    Files.write(file, content);
    assertThat(chunk(again, snapshots(again).getFirst(), 0)).isEmpty();
    assertThat(snapshots(again).stream().map(Snapshot::getHeight)).containsExactly(15L);
  }

  @Test
  void theEngineKeepsTheBlocksThatTheOldestSnapshotNeeds() {
    SyncNode node = node("node");
    List<Long> retained = new ArrayList<>();
    for (int height = 1; height <= 18; height++) {
      run(List.of(node), height);
      retained.add(node.retainHeight());
      if (height % INTERVAL == 1 && height > 1) {
        awaitSnapshot(node, height - 1);
      }
    }
    assertThat(retained)
        .containsExactly(0L, 0L, 0L, 1L, 2L, 2L, 2L, 2L, 2L, 2L, 2L, 2L, 2L, 2L, 2L, 2L, 2L, 2L);
  }

  @Test
  void noSnapshotWithoutAnAttestationOfItsBlock() {
    SyncNode node = node("node");
    run(List.of(node), 4);
    consensus.attest(false);
    run(List.of(node), 5);
    consensus.attest(true);
    run(List.of(node), 11);
    awaitSnapshot(node, 10);
    assertThat(node.saw("skipped 5")).isTrue();
    assertThat(snapshots(node)).hasSize(1);
  }

  @Test
  void everyDamagedByteOfAChunkIsFound() {
    SyncNode old = node("old");
    run(List.of(old), 6);
    awaitSnapshot(old, 5);
    Snapshot snapshot = snapshots(old).getFirst();
    byte[] genuine = chunk(old, snapshot, 0).toByteArray();
    SyncNode joiner = node("joiner");
    assertThat(offer(joiner, snapshot)).isEqualTo(ResponseOfferSnapshot.Result.ACCEPT);
    for (int at = 0; at < genuine.length; at++) {
      genuine[at] ^= 0x10;
      ResponseApplySnapshotChunk response = apply(joiner, 0, ByteString.copyFrom(genuine));
      assertThat(response.getResult()).isEqualTo(ResponseApplySnapshotChunk.Result.RETRY);
      assertThat(response.getRefetchChunksList()).containsExactly(0);
      assertThat(response.getRejectSendersList()).containsExactly("giver");
      genuine[at] ^= 0x10;
    }
    assertThat(apply(joiner, 0, ByteString.EMPTY).getResult())
        .isEqualTo(ResponseApplySnapshotChunk.Result.RETRY);
    assertThat(apply(joiner, 1, ByteString.copyFrom(genuine)).getResult())
        .isEqualTo(ResponseApplySnapshotChunk.Result.RETRY_SNAPSHOT);
    assertThat(apply(joiner, 0, ByteString.copyFrom(genuine)).getResult())
        .isEqualTo(ResponseApplySnapshotChunk.Result.ACCEPT);
    assertThat(joiner.store.head().height()).isEqualTo(5);
  }

  @Test
  void everyDamagedByteOfAManifestIsFound() {
    SyncNode old = node("old");
    run(List.of(old), 6);
    awaitSnapshot(old, 5);
    Snapshot snapshot = snapshots(old).getFirst();
    SyncNode joiner = node("joiner");
    byte[] metadata = snapshot.getMetadata().toByteArray();
    for (int at = 0; at < metadata.length; at++) {
      metadata[at] ^= 0x10;
      Snapshot damaged = snapshot.toBuilder().setMetadata(ByteString.copyFrom(metadata)).build();
      assertThat(offer(joiner, damaged)).isEqualTo(ResponseOfferSnapshot.Result.REJECT_SENDER);
      metadata[at] ^= 0x10;
    }
  }

  @Test
  void aLiarsSnapshotIsThrownAwayWithItsSender() {
    SyncNode old = node("old");
    run(List.of(old), 6);
    awaitSnapshot(old, 5);
    Snapshot snapshot = snapshots(old).getFirst();
    SyncNode joiner = node("joiner");
    List<Entry> before = state(joiner);
    byte[] chunk = chunk(old, snapshot, 0).toByteArray();
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 12; round++) {
      int at = random.nextInt(chunk.length);
      chunk[at] ^= 1;
      lie(joiner, snapshot, true, Bytes.copyOf(chunk));
      chunk[at] ^= 1;
    }
    lie(joiner, snapshot, false, Bytes.copyOf(chunk));
    assertThat(state(joiner)).isEqualTo(before);
    assertThat(joiner.store.head().height()).isZero();
    sync(old, joiner);
  }

  /// A manifest that fits a false chunk, or one with a false attestation.
  private void lie(SyncNode joiner, Snapshot snapshot, boolean isAttested, Bytes chunk) {
    SnapshotManifest manifest = SnapshotManifest.decode(bytes(snapshot.getMetadata()));
    Bytes signers = isAttested ? manifest.attestation().signers() : Bytes.fromHex("70");
    SnapshotManifest told =
        new SnapshotManifest(
            manifest.statement(),
            new Attestation(signers, manifest.attestation().signature()),
            List.of(Sha256.hash(chunk)));
    Snapshot lie =
        snapshot.toBuilder()
            .setMetadata(wire(told.encode()))
            .setHash(wire(told.hash().bytes()))
            .build();
    assertThat(offer(joiner, lie)).isEqualTo(ResponseOfferSnapshot.Result.ACCEPT);
    ResponseApplySnapshotChunk response = apply(joiner, 0, wire(chunk));
    assertThat(response.getResult()).isEqualTo(ResponseApplySnapshotChunk.Result.REJECT_SNAPSHOT);
    assertThat(response.getRejectSendersList()).containsExactly("giver");
    assertThat(apply(joiner, 0, wire(chunk)).getResult())
        .isEqualTo(ResponseApplySnapshotChunk.Result.ABORT);
  }

  @Test
  void offersThatCannotBeTrueAreRefused() {
    SyncNode old = node("old");
    run(List.of(old), 6);
    awaitSnapshot(old, 5);
    Snapshot snapshot = snapshots(old).getFirst();
    SyncNode joiner = node("joiner");
    assertThat(offer(joiner, snapshot.toBuilder().setFormat(2).build()))
        .isEqualTo(ResponseOfferSnapshot.Result.REJECT_FORMAT);
    for (Snapshot lie :
        List.of(
            snapshot.toBuilder().setHeight(4).build(),
            snapshot.toBuilder().setChunks(2).build(),
            snapshot.toBuilder().setHash(wire(Hash32.ZERO.bytes())).build(),
            snapshot.toBuilder().setMetadata(ByteString.EMPTY).build())) {
      assertThat(offer(joiner, lie)).isEqualTo(ResponseOfferSnapshot.Result.REJECT_SENDER);
    }
    assertThat(
            joiner
                .application
                .offerSnapshot(
                    RequestOfferSnapshot.newBuilder()
                        .setSnapshot(snapshot)
                        .setAppHash(consensus.appHash(4))
                        .build())
                .getResult())
        .isEqualTo(ResponseOfferSnapshot.Result.REJECT_SENDER);
    assertThat(offer(old, snapshot)).isEqualTo(ResponseOfferSnapshot.Result.ABORT);
    assertThat(apply(joiner, 0, ByteString.EMPTY).getResult())
        .isEqualTo(ResponseApplySnapshotChunk.Result.ABORT);
  }

  private static Bytes bytes(ByteString wire) {
    return Bytes.wrap(wire.toByteArray());
  }

  private static ByteString wire(Bytes bytes) {
    return Consensus.wire(bytes);
  }
}
