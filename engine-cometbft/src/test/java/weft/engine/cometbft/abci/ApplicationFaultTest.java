package weft.engine.cometbft.abci;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.engine.cometbft.wire.Request;
import weft.engine.cometbft.wire.RequestCheckTx;
import weft.engine.cometbft.wire.RequestCommit;
import weft.engine.cometbft.wire.RequestFinalizeBlock;
import weft.engine.cometbft.wire.RequestInsertTx;
import weft.engine.cometbft.wire.RequestQuery;
import weft.engine.cometbft.wire.ResponseCheckTx;
import weft.engine.cometbft.wire.ResponseFinalizeBlock;
import weft.engine.cometbft.wire.ResponseInsertTx;
import weft.engine.cometbft.wire.ResponseQuery;

/// What goes wrong in the application stops the node where blocks depend on it, and only there.
final class ApplicationFaultTest {
  private static final Request COMMIT =
      Request.newBuilder().setCommit(RequestCommit.getDefaultInstance()).build();
  private static final Request FINALIZE_BLOCK =
      Request.newBuilder().setFinalizeBlock(RequestFinalizeBlock.getDefaultInstance()).build();

  @TempDir Path folder;

  private static final class BrokenBlocks extends KvApplication {
    @Override
    public synchronized ResponseFinalizeBlock finalizeBlock(RequestFinalizeBlock request) {
      throw new IllegalStateException("the ledger does not add up");
    }
  }

  @Test
  void aFaultInABlockEndsAllConnectionsUnansweredAndIsHandedOver() throws IOException {
    CallRecorder recorder = new CallRecorder(new BrokenBlocks());
    try (ServerFixture fixture = ServerFixture.at(folder, recorder);
        EngineClient query = fixture.connect();
        EngineClient consensus = fixture.connect()) {
      query.call(EngineClient.echo("here"));
      consensus.send(FINALIZE_BLOCK, EngineClient.FLUSH, COMMIT, EngineClient.FLUSH);
      assertThat(consensus.isClosedByServer()).isTrue();
      assertThat(query.isClosedByServer()).isTrue();
      fixture.awaitConnections(0);
      assertThat(fixture.faults).hasSize(1);
      assertThat(fixture.faults.getFirst()).hasMessage("the ledger does not add up");
      assertThat(recorder.count(Call.Kind.COMMIT)).isZero();
      assertThat(folder.resolve("s")).doesNotExist();
    }
  }

  @Test
  void aNodeMayCloseTheServerWhenAFaultIsHandedOver() throws IOException {
    AbciServer[] server = new AbciServer[1];
    AbciServerSettings settings = AbciServerSettings.of(new AbciAddress.Unix(folder.resolve("s")));
    server[0] = AbciServer.start(settings, new BrokenBlocks(), fault -> server[0].close());
    try (EngineClient consensus = new EngineClient(server[0].address())) {
      consensus.send(FINALIZE_BLOCK);
      assertThat(consensus.isClosedByServer()).isTrue();
    }
    server[0].close();
    assertThat(server[0].connectionCount()).isZero();
    assertThat(Files.exists(folder.resolve("s"))).isFalse();
  }

  private static final class BrokenEdges extends KvApplication {
    @Override
    public synchronized ResponseQuery query(RequestQuery request) {
      throw new IllegalStateException("a stranger found a hole");
    }

    @Override
    public ResponseCheckTx checkTx(RequestCheckTx request) {
      throw new IllegalStateException("a stranger found a hole");
    }

    @Override
    public ResponseInsertTx insertTx(RequestInsertTx request) {
      throw new OutOfMemoryError("simulated");
    }
  }

  @Test
  void aFaultThatAStrangerCausedIsAnsweredAsARefusal() throws IOException {
    try (ServerFixture fixture = ServerFixture.at(folder, new BrokenEdges());
        EngineClient client = fixture.connect()) {
      Request query = Request.newBuilder().setQuery(RequestQuery.getDefaultInstance()).build();
      Request check = Request.newBuilder().setCheckTx(RequestCheckTx.getDefaultInstance()).build();
      assertThat(client.call(query).getQuery().getCode()).isEqualTo(32_000);
      assertThat(client.call(check).getCheckTx().getCode()).isEqualTo(32_000);
      assertThat(client.call(FINALIZE_BLOCK).hasFinalizeBlock()).isTrue();
      assertThat(fixture.faults).isEmpty();
    }
  }

  @Test
  void anErrorOfTheMachineStopsTheNodeWhereverItComes() throws IOException {
    try (ServerFixture fixture = ServerFixture.at(folder, new BrokenEdges());
        EngineClient client = fixture.connect()) {
      client.send(Request.newBuilder().setInsertTx(RequestInsertTx.getDefaultInstance()).build());
      assertThat(client.isClosedByServer()).isTrue();
      fixture.awaitConnections(0);
      assertThat(fixture.faults).singleElement().isInstanceOf(OutOfMemoryError.class);
    }
  }

  @Test
  void aFaultWhileStagedWorkIsDroppedIsHandedOverToo() throws IOException {
    KvApplication application =
        new KvApplication() {
          @Override
          public synchronized void disconnected() {
            throw new IllegalStateException("cannot drop it");
          }
        };
    try (ServerFixture fixture = ServerFixture.at(folder, application)) {
      try (EngineClient consensus = fixture.connect()) {
        consensus.call(FINALIZE_BLOCK);
      }
      fixture.awaitConnections(0);
      assertThat(fixture.faults)
          .singleElement()
          .hasToString("java.lang.IllegalStateException: cannot drop it");
    }
  }
}
