package weft.engine.cometbft.abci;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.engine.cometbft.wire.Request;
import weft.engine.cometbft.wire.RequestCheckTx;
import weft.engine.cometbft.wire.RequestFinalizeBlock;
import weft.engine.cometbft.wire.RequestPrepareProposal;
import weft.engine.cometbft.wire.Response;
import weft.engine.cometbft.wire.ResponseCheckTx;
import weft.engine.cometbft.wire.ResponsePrepareProposal;

/// Messages of every size and in every slicing come in whole and in order, and so do their answers.
final class FramingTest {
  private static final int BLOCK_BYTES = 16 << 20;

  /// Answers with what it was asked, and keeps it.
  private static final class Mirror extends KvApplication {
    final List<ByteString> kept = new CopyOnWriteArrayList<>();

    @Override
    public ResponseCheckTx checkTx(RequestCheckTx request) {
      kept.add(request.getTx());
      return ResponseCheckTx.newBuilder().setData(request.getTx()).build();
    }

    @Override
    public ResponsePrepareProposal prepareProposal(RequestPrepareProposal request) {
      return ResponsePrepareProposal.newBuilder().addAllTxs(request.getTxsList()).build();
    }
  }

  private final Mirror application = new Mirror();
  private final ServerFixture fixture;

  FramingTest(@TempDir Path folder) throws IOException {
    fixture = ServerFixture.at(folder, application);
  }

  @AfterEach
  void close() {
    fixture.close();
    assertThat(fixture.faults).isEmpty();
  }

  private static Request checkTx(ByteString transaction) {
    return Request.newBuilder()
        .setCheckTx(RequestCheckTx.newBuilder().setTx(transaction).build())
        .build();
  }

  private static ByteString random(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return ByteString.copyFrom(bytes);
  }

  /// Around the steps of the varint, and of the buffers of 256 KiB.
  @ParameterizedTest
  @ValueSource(ints = {1, 126, 127, 128, 129, 16_383, 16_384, 262_143, 262_144, 262_145, 2_097_152})
  void aMessageOfEachSizeComesBackWhole(int frameBytes) {
    String message = "x".repeat(frameBytes);
    while (EngineClient.echo(message).getSerializedSize() > frameBytes && !message.isEmpty()) {
      message = message.substring(1);
    }
    try (EngineClient client = fixture.connect()) {
      assertThat(client.call(EngineClient.echo(message)).getEcho().getMessage()).isEqualTo(message);
    }
  }

  @Test
  void aMessageThatComesByteByByteIsTheSame() {
    ByteString transaction = random(300, 1);
    try (EngineClient client = fixture.connect()) {
      for (byte part : EngineClient.frames(checkTx(transaction))) {
        client.sendBytes(new byte[] {part});
      }
      assertThat(client.receive().getCheckTx().getData()).isEqualTo(transaction);
    }
  }

  @Test
  void manyRequestsOfOneWriteAreAnsweredInTheirOrder() {
    List<ByteString> sent = IntStream.range(0, 3000).mapToObj(i -> random(i % 500, i)).toList();
    List<Request> requests = new ArrayList<>();
    for (ByteString transaction : sent) {
      requests.add(checkTx(transaction));
      requests.add(EngineClient.echo("after " + transaction.size()));
    }
    requests.add(EngineClient.FLUSH);
    try (EngineClient client = fixture.connect()) {
      Thread sender =
          Thread.ofPlatform().start(() -> client.send(requests.toArray(Request[]::new)));
      for (ByteString transaction : sent) {
        assertThat(client.receive().getCheckTx().getData()).isEqualTo(transaction);
        assertThat(client.receive().getEcho().getMessage())
            .isEqualTo("after " + transaction.size());
      }
      assertThat(client.receive().hasFlush()).isTrue();
      assertThat(sender.isAlive()).isFalse();
    }
  }

  @Test
  void anAnswerWaitsForNoFlushWhenNothingElseCame() {
    try (EngineClient client = fixture.connect()) {
      client.send(EngineClient.echo("alone"));
      assertThat(client.receive().getEcho().getMessage()).isEqualTo("alone");
    }
  }

  @Test
  void anAnswerWaitsForNoOtherHalfOfTheNextRequest() {
    byte[] next = EngineClient.frames(EngineClient.echo("second"));
    try (EngineClient client = fixture.connect()) {
      byte[] first = EngineClient.frames(EngineClient.echo("first"));
      byte[] both = Arrays.copyOf(first, first.length + 3);
      System.arraycopy(next, 0, both, first.length, 3);
      client.sendBytes(both);
      assertThat(client.receive().getEcho().getMessage()).isEqualTo("first");
      client.sendBytes(Arrays.copyOfRange(next, 3, next.length));
      assertThat(client.receive().getEcho().getMessage()).isEqualTo("second");
    }
  }

  @Test
  void aBlockOf16MegabytesComesBackWhole() {
    RequestPrepareProposal.Builder proposal = RequestPrepareProposal.newBuilder();
    for (int size : new int[] {1, 256, BLOCK_BYTES / 2, 64 << 10, BLOCK_BYTES / 2 - (70 << 10)}) {
      proposal.addTxs(random(size, size));
    }
    Request request = Request.newBuilder().setPrepareProposal(proposal.build()).build();
    try (EngineClient client = fixture.connect()) {
      for (int i = 0; i < 3; i++) {
        Response response = client.call(request);
        assertThat(response.getPrepareProposal().getTxsList()).isEqualTo(proposal.getTxsList());
      }
    }
  }

  @Test
  void whatARequestHeldIsNotOverwrittenByLaterOnes() {
    List<ByteString> sent = IntStream.range(0, 200).mapToObj(i -> random(5_000, i)).toList();
    try (EngineClient client = fixture.connect()) {
      for (ByteString transaction : sent) {
        client.call(checkTx(transaction));
      }
    }
    assertThat(application.kept).isEqualTo(sent);
  }

  @Test
  void anEngineOnTcpIsServedTheSame() throws IOException {
    AbciServerSettings settings = AbciServerSettings.of(AbciAddress.parse("tcp://127.0.0.1:0"));
    RequestFinalizeBlock block =
        RequestFinalizeBlock.newBuilder().setHeight(1).addTxs(random(BLOCK_BYTES, 7)).build();
    try (ServerFixture tcp = ServerFixture.with(settings, application);
        EngineClient client = tcp.connect()) {
      assertThat(tcp.server.address().toString()).doesNotEndWith(":0");
      Response response = client.call(Request.newBuilder().setFinalizeBlock(block).build());
      assertThat(response.getFinalizeBlock().getTxResultsCount()).isEqualTo(1);
    }
  }
}
