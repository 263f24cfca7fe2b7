package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import weft.cli.KeyOption.DevelopmentKeys;
import weft.testkit.TestWeft;
import weft.testkit.WeftExtension;

/// The same command again while no block is made.
final class RepeatedCommandTest {
  private static final String[] SAME_BYTES = {
    "transfer", "dev:1", "5", "--sequence", "0", "--max-fee", "1_000_000_000_000", "--tip", "0"
  };

  @RegisterExtension final WeftExtension extension = WeftExtension.inMemory();

  @BeforeEach
  void fund() {
    TestWeft weft = extension.weft();
    weft.faucet().fund(DevelopmentKeys.account(0).address(), 1_000_000_000_000_000L);
  }

  private CommandRun run(String[] command, String... more) {
    String[] all = new String[command.length + more.length + 2];
    System.arraycopy(command, 0, all, 0, command.length);
    System.arraycopy(more, 0, all, command.length, more.length);
    all[all.length - 2] = "--node";
    all[all.length - 1] = "127.0.0.1:" + extension.weft().node().grpcPort();
    CommandRun run = CommandRun.of(all);
    assertThat(run.status()).as(run.describe()).isZero();
    return run;
  }

  @Test
  void sendsASecondTransactionOnWhateverChannel() {
    for (String channel : new String[] {"0", "7"}) {
      String[] transfer = {"transfer", "dev:1", "5", "--channel", channel, "--no-wait", "--json"};
      Set<String> hashes = new HashSet<>();
      for (int i = 0; i < 3; i++) {
        JsonNode sent = run(transfer).json();
        assertThat(sent.has("receipt")).isTrue();
        assertThat(sent.has("alreadyKnown")).isFalse();
        hashes.add(sent.get("hash").asString());
      }
      assertThat(hashes).as("channel " + channel).hasSize(3);
    }
    assertThat(extension.weft().produceBlock().transactions()).hasSize(6);
    JsonNode receiver = run(new String[] {"account", "dev:1", "--json"}).json();
    assertThat(receiver.get("balances").get(0).get("amount").asString()).isEqualTo("30");
  }

  @Test
  void saysWhereTheNodeHasTheVeryTransaction() {
    assertThat(run(SAME_BYTES, "--no-wait").out()).contains("receipt signed by");
    CommandRun again = run(SAME_BYTES, "--no-wait");
    assertThat(again.err()).contains("already known");
    assertThat(again.out()).contains("pending").doesNotContain("receipt");
    JsonNode document = run(SAME_BYTES, "--no-wait", "--json").json();
    assertThat(document.get("alreadyKnown").asBoolean()).isTrue();
    assertThat(document.has("receipt")).isFalse();
    assertThat(document.get("status").get("state").asString()).isEqualTo("pending");
    assertThat(extension.weft().produceBlock().transactions()).hasSize(1);
    // One block later, as many blocks less make the same last height.
    CommandRun late = run(SAME_BYTES, "--valid-for", "999", "--wait");
    assertThat(late.err()).contains("already known");
    assertThat(late.out()).contains("soft");
  }
}
