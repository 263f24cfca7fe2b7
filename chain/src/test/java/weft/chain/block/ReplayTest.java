package weft.chain.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import weft.chain.fixture.TestNet;
import weft.chain.store.CommittedBlock;
import weft.chain.store.InMemoryChainStore;

/// The same blocks lead to the same roots: in a fresh chain, and on Java machines that differ in
/// all that must not matter.
final class ReplayTest {
  private static final long PATIENCE_S = 120;

  private final TestNet net = ReplayScenario.net();
  private final List<CommittedBlock> recorded = ReplayScenario.blocks(net);

  @Test
  void replayingTheEntriesLeadsToTheSameRoots() {
    InMemoryChainStore store = new InMemoryChainStore();
    Chain fresh = net.open(store);
    for (CommittedBlock block : recorded) {
      ExecutedBlock executed = fresh.finalizeBlock(TestNet.candidate(block));
      CommittedBlock again =
          fresh.commit(executed, block.header(), TestNet.vote(executed, block.header()));
      assertThat(again.head()).isEqualTo(block.head());
      assertThat(again.seal()).isEqualTo(block.seal());
      assertThat(again.lanes()).isEqualTo(block.lanes());
    }
    assertThat(store.blocks()).hasSize(recorded.size());
    assertThat(recorded.stream().mapToInt(block -> block.transactions().size()).sum())
        .isGreaterThan(100);
  }

  @Test
  void otherJavaMachinesComeToTheSameRoots() throws IOException, InterruptedException {
    List<String> here = recorded.stream().map(ReplayScenario::line).toList();
    assertThat(
            elsewhere(
                "-Duser.language=tr",
                "-Duser.timezone=Asia/Kathmandu",
                "-Dfile.encoding=ISO-8859-1",
                "-XX:+UnlockExperimentalVMOptions",
                "-XX:hashCode=2"))
        .isEqualTo(here);
    assertThat(
            elsewhere(
                "-Duser.language=ar",
                "-Duser.timezone=America/St_Johns",
                "-XX:ActiveProcessorCount=1",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"))
        .isEqualTo(here);
  }

  private static List<String> elsewhere(String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of(options));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), ReplayScenario.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS)).as(output).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output.lines().filter(line -> line.startsWith("block ")).toList();
  }
}
