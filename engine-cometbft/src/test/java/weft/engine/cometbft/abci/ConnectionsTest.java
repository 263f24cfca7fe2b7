package weft.engine.cometbft.abci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weft.engine.cometbft.wire.Request;
import weft.engine.cometbft.wire.RequestCheckTx;
import weft.engine.cometbft.wire.RequestCommit;
import weft.engine.cometbft.wire.RequestFinalizeBlock;
import weft.engine.cometbft.wire.RequestInfo;
import weft.engine.cometbft.wire.RequestQuery;
import weft.engine.cometbft.wire.ResponseCheckTx;
import weft.engine.cometbft.wire.ResponseFinalizeBlock;
import weft.protocol.Fuzz;

/// Connections do not wait for one another, do not break one another, and outlive an engine.
final class ConnectionsTest {
  private static final Request CHECK_TX =
      Request.newBuilder()
          .setCheckTx(RequestCheckTx.newBuilder().setTx(ByteString.copyFromUtf8("a=1")).build())
          .build();
  private static final Request INFO =
      Request.newBuilder().setInfo(RequestInfo.getDefaultInstance()).build();
  private static final Request QUERY =
      Request.newBuilder().setQuery(RequestQuery.getDefaultInstance()).build();
  private static final Request COMMIT =
      Request.newBuilder().setCommit(RequestCommit.getDefaultInstance()).build();

  @TempDir Path folder;

  private static Request finalizeBlock(long height) {
    return Request.newBuilder()
        .setFinalizeBlock(RequestFinalizeBlock.newBuilder().setHeight(height).build())
        .build();
  }

  /// Holds a call until it is let go.
  private static final class Slow extends KvApplication {
    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch letGo = new CountDownLatch(1);
    private final boolean isSlowToCheck;

    Slow(boolean isSlowToCheck) {
      this.isSlowToCheck = isSlowToCheck;
    }

    private void hold() {
      entered.countDown();
      try {
        letGo.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public ResponseCheckTx checkTx(RequestCheckTx request) {
      if (isSlowToCheck) {
        hold();
      }
      return super.checkTx(request);
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // Only this call is to wait.
    public ResponseFinalizeBlock finalizeBlock(RequestFinalizeBlock request) {
      if (!isSlowToCheck && entered.getCount() > 0) {
        hold();
      }
      return super.finalizeBlock(request);
    }
  }

  @Test
  void aSlowCheckHoldsUpNoBlock() throws Exception {
    Slow application = new Slow(true);
    try (ServerFixture fixture = ServerFixture.at(folder, application);
        EngineClient query = fixture.connect();
        EngineClient mempool = fixture.connect();
        EngineClient consensus = fixture.connect()) {
      mempool.send(CHECK_TX, EngineClient.FLUSH);
      application.entered.await();
      assertThat(consensus.call(finalizeBlock(1)).hasFinalizeBlock()).isTrue();
      assertThat(consensus.call(COMMIT).hasCommit()).isTrue();
      assertThat(query.call(INFO).getInfo().getLastBlockHeight()).isEqualTo(1);
      application.letGo.countDown();
      assertThat(mempool.receive().hasCheckTx()).isTrue();
    }
  }

  @Test
  void aSlowBlockHoldsUpNoCheckAndNoQueryButTheHandshake() throws Exception {
    Slow application = new Slow(false);
    try (ServerFixture fixture = ServerFixture.at(folder, application);
        EngineClient query = fixture.connect();
        EngineClient handshake = fixture.connect();
        EngineClient mempool = fixture.connect();
        EngineClient consensus = fixture.connect()) {
      consensus.send(finalizeBlock(1), EngineClient.FLUSH);
      application.entered.await();
      handshake.send(INFO, EngineClient.FLUSH);
      assertThat(mempool.call(CHECK_TX).hasCheckTx()).isTrue();
      assertThat(query.call(QUERY).hasQuery()).isTrue();
      application.letGo.countDown();
      assertThat(consensus.receive().hasFinalizeBlock()).isTrue();
      assertThat(handshake.receive().hasInfo()).isTrue();
    }
  }

  @Test
  void anEngineThatDiedInsideABlockFindsTheHeightThatItsBlockLeft() throws Exception {
    Slow application = new Slow(false);
    CallRecorder recorder = new CallRecorder(application);
    try (ServerFixture fixture = ServerFixture.at(folder, recorder)) {
      EngineClient dead = fixture.connect();
      // The Commit is what no engine may still do once its follower was told the height.
      dead.send(finalizeBlock(1), EngineClient.FLUSH, COMMIT, EngineClient.FLUSH);
      application.entered.await();
      dead.close();
      try (EngineClient query = fixture.connect();
          EngineClient consensus = fixture.connect()) {
        query.send(INFO, EngineClient.FLUSH);
        application.letGo.countDown();
        assertThat(query.receive().getInfo().getLastBlockHeight()).isZero();
        assertThat(consensus.call(finalizeBlock(1)).hasFinalizeBlock()).isTrue();
        assertThat(consensus.call(COMMIT).hasCommit()).isTrue();
        assertThat(recorder.calls().stream().filter(call -> call.kind() != Call.Kind.INFO))
            .containsExactly(
                new Call(Call.Kind.FINALIZE_BLOCK, 1),
                new Call(Call.Kind.DISCONNECTED, 0),
                new Call(Call.Kind.FINALIZE_BLOCK, 1),
                new Call(Call.Kind.COMMIT, 0));
      }
      await().until(() -> recorder.count(Call.Kind.DISCONNECTED) == 2);
      assertThat(fixture.faults).isEmpty();
    }
  }

  @Test
  void anEngineThatHangsIsClosedWhenAnotherTakesOver() throws IOException {
    CallRecorder recorder = new CallRecorder(new KvApplication());
    try (ServerFixture fixture = ServerFixture.at(folder, recorder);
        EngineClient oldMempool = fixture.connect()) {
      oldMempool.call(CHECK_TX);
      try (EngineClient oldConsensus = fixture.connect()) {
        oldConsensus.call(finalizeBlock(1));
        try (EngineClient query = fixture.connect();
            EngineClient consensus = fixture.connect()) {
          query.call(INFO);
          consensus.call(finalizeBlock(1));
          assertThat(oldConsensus.isClosedByServer()).isTrue();
          assertThat(oldMempool.isClosedByServer()).isTrue();
          assertThat(query.call(INFO).hasInfo()).isTrue();
          assertThat(recorder.count(Call.Kind.DISCONNECTED)).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void aVisitorThatOnlyAsksDisturbsNoEngine() throws IOException {
    CallRecorder recorder = new CallRecorder(new KvApplication());
    try (ServerFixture fixture = ServerFixture.at(folder, recorder);
        EngineClient consensus = fixture.connect()) {
      consensus.call(finalizeBlock(1));
      try (EngineClient visitor = fixture.connect()) {
        visitor.call(INFO);
        visitor.call(QUERY);
        visitor.call(EngineClient.echo("hello"));
      }
      fixture.awaitConnections(1);
      assertThat(consensus.call(COMMIT).hasCommit()).isTrue();
      assertThat(recorder.count(Call.Kind.DISCONNECTED)).isZero();
    }
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  static Stream<byte[]> malformedFrames() {
    return Stream.of(
        // One byte over the limit of 1,000; as long as lengths can be; no length at all.
        bytes(0xe9, 0x07),
        bytes(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01),
        bytes(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01),
        // Nothing; an answer's number (4); a field that is cut; a group's end; text that is no
        // UTF-8.
        bytes(0),
        bytes(2, 0x22, 0),
        bytes(2, 0x0a, 0x05),
        bytes(3, 0x12, 0, 0x0c),
        bytes(5, 0x0a, 0x03, 0x0a, 0x01, 0xff));
  }

  @ParameterizedTest
  @MethodSource("malformedFrames")
  void aMalformedFrameClosesItsConnectionAlone(byte[] frame) throws IOException {
    AbciServerSettings settings =
        new AbciServerSettings(new AbciAddress.Unix(folder.resolve("s")), 1_000, 16);
    try (ServerFixture fixture = ServerFixture.with(settings, new KvApplication());
        EngineClient other = fixture.connect();
        EngineClient client = fixture.connect()) {
      other.call(finalizeBlock(1));
      client.sendBytes(frame);
      assertThat(client.isClosedByServer()).isTrue();
      assertThat(other.call(COMMIT).hasCommit()).isTrue();
      assertThat(fixture.faults).isEmpty();
    }
  }

  @Test
  void aMessageOfTheLimitIsTaken() throws IOException {
    AbciServerSettings settings =
        new AbciServerSettings(new AbciAddress.Unix(folder.resolve("s")), 1_000, 16);
    Request largest = EngineClient.echo("x".repeat(994));
    assertThat(largest.getSerializedSize()).isEqualTo(1_000);
    try (ServerFixture fixture = ServerFixture.with(settings, new KvApplication());
        EngineClient client = fixture.connect()) {
      assertThat(client.call(largest).hasEcho()).isTrue();
    }
  }

  @Test
  void noiseNeverReachesTheNode() throws IOException {
    Fuzz fuzz = Fuzz.many("noiseNeverReachesTheNode", 300);
    AbciServerSettings settings =
        new AbciServerSettings(new AbciAddress.Unix(folder.resolve("s")), 1 << 20, 16);
    List<byte[]> valid =
        Stream.of(CHECK_TX, INFO, QUERY, COMMIT, finalizeBlock(3))
            .map(request -> EngineClient.frames(request, EngineClient.FLUSH))
            .toList();
    try (ServerFixture fixture = ServerFixture.with(settings, new KvApplication());
        EngineClient witness = fixture.connect()) {
      for (int i = 0; i < fuzz.cases(); i++) {
        Random random = new Random(fuzz.seed(i));
        byte[] noise = valid.get(random.nextInt(valid.size())).clone();
        for (int changes = random.nextInt(4); changes >= 0; changes--) {
          noise[random.nextInt(noise.length)] = (byte) random.nextInt();
        }
        try (EngineClient client = fixture.connect()) {
          client.sendBytes(noise);
        }
        if (i % 8 == 0) {
          fixture.awaitConnections(1);
        }
      }
      assertThat(witness.call(EngineClient.echo("still here")).hasEcho()).isTrue();
      assertThat(fixture.faults).isEmpty();
    }
  }

  @Test
  void moreConnectionsThanTheLimitAreRefused() throws IOException {
    AbciServerSettings settings =
        new AbciServerSettings(new AbciAddress.Unix(folder.resolve("s")), 1_000, 2);
    try (ServerFixture fixture = ServerFixture.with(settings, new KvApplication());
        EngineClient first = fixture.connect()) {
      first.call(EngineClient.echo("1"));
      try (EngineClient second = fixture.connect();
          EngineClient third = fixture.connect()) {
        second.call(EngineClient.echo("2"));
        assertThat(third.isClosedByServer()).isTrue();
      }
      fixture.awaitConnections(1);
      try (EngineClient third = fixture.connect()) {
        assertThat(third.call(EngineClient.echo("3")).hasEcho()).isTrue();
      }
    }
  }

  @Test
  void closingWaitsForTheCallInProgressAndTellsTheApplication() throws Exception {
    Slow application = new Slow(false);
    CallRecorder recorder = new CallRecorder(application);
    try (ServerFixture fixture = ServerFixture.at(folder, recorder);
        EngineClient consensus = fixture.connect()) {
      consensus.send(finalizeBlock(1), EngineClient.FLUSH);
      application.entered.await();
      Thread closer = Thread.ofPlatform().start(fixture::close);
      assertThat(consensus.isClosedByServer()).isTrue();
      assertThat(closer.isAlive()).isTrue();
      application.letGo.countDown();
      closer.join();
      assertThat(recorder.calls())
          .containsExactly(
              new Call(Call.Kind.FINALIZE_BLOCK, 1), new Call(Call.Kind.DISCONNECTED, 0));
    }
  }
}
