package weft.engine.cometbft.abci;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// CometBFT's own client against this server.
final class AbciCliTest {
  @TempDir Path folder;

  private String run(AbciAddress address, String input, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(EngineBinaries.abciCli().toString());
    command.addAll(List.of("--address", address.toString(), "--abci", "socket"));
    command.addAll(List.of("--log_level", "error"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private static String resource(String name) throws IOException {
    try (InputStream stream = AbciCliTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// `ex1.abci` and `ex1.abci.out` are CometBFT's (v0.40.0, abci/tests/test_cli, Apache-2.0).
  @Test
  void theExampleOfCometBftEndsAsItsOwnApplicationEndsIt() throws Exception {
    CallRecorder recorder = new CallRecorder(new KvApplication());
    try (ServerFixture fixture = ServerFixture.at(folder, recorder)) {
      assertThat(run(fixture.server.address(), resource("ex1.abci"), "--verbose", "batch"))
          .isEqualTo(resource("ex1.abci.out"));
      assertThat(recorder.calls()).contains(new Call(Call.Kind.FINALIZE_BLOCK, 0));
      assertThat(fixture.faults).isEmpty();
    }
  }

  @Test
  void eachCommandIsAnsweredOnTcpToo() throws Exception {
    AbciServerSettings settings = AbciServerSettings.of(AbciAddress.parse("tcp://127.0.0.1:0"));
    try (ServerFixture fixture = ServerFixture.with(settings, new KvApplication())) {
      AbciAddress address = fixture.server.address();
      assertThat(run(address, "", "echo", "hello")).contains("data: hello");
      assertThat(run(address, "", "info")).contains("{\"size\":0}");
      assertThat(run(address, "", "check_tx", "\"a=1\"")).contains("code: OK");
      assertThat(run(address, "", "check_tx", "\"a\"")).contains("code: 1");
      assertThat(run(address, "", "commit")).contains("code: OK");
      assertThat(run(address, "", "query", "\"a\"")).contains("does not exist");
      assertThat(run(address, "check_tx \"b=2\"\nprepare_proposal \"c=3\"\n", "batch"))
          .contains("Succeeded. Tx: c=3")
          .contains("Succeeded. Tx: b=2");
      assertThat(fixture.faults).isEmpty();
    }
  }
}
