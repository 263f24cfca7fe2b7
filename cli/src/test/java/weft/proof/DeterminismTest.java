package weft.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.cli.CliException;
import weft.cli.node.Replay;
import weft.engine.solo.BlockClock;
import weft.node.Node;
import weft.node.NodeDirectory;
import weft.node.NodeSettings;
import weft.node.configuration.Configuration;
import weft.node.configuration.ConfigurationKey;
import weft.node.mempool.Submissions;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.Policy;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.RollupTerms;
import weft.rollup.client.TransactionBuilder;
import weft.storage.RocksNodeStore;
import weft.storage.StoreSettings;

/// The same blocks lead to the same roots and lane bytes in any JVM: other languages, time zones,
/// encodings, identity hashes, processor counts and compilers change nothing.
final class DeterminismTest {
  private static final int BLOCKS = 25;
  private static final int PER_BLOCK = 12;
  private static final long REPLAY_WAIT_S = 90;
  private static final long SEED = 20_250_101L;
  private static final RollupId[] ROLLUPS = {
    RollupId.of("i-lane"), RollupId.of("ii-lane"), RollupId.of("z-lane")
  };

  private static final RollupId PRIORITY = RollupId.of("priority");
  private static final List<List<String>> JVMS =
      List.of(
          List.of("-Duser.language=en", "-Duser.timezone=UTC", "-XX:ActiveProcessorCount=1"),
          List.of(
              "-Duser.language=tr",
              "-Duser.country=TR",
              "-Duser.timezone=Asia/Kathmandu",
              "-Dfile.encoding=ISO-8859-1",
              "-XX:+UnlockExperimentalVMOptions",
              "-XX:hashCode=2",
              "-XX:ActiveProcessorCount=8",
              "-XX:TieredStopAtLevel=1",
              "-XX:+UseSerialGC"),
          List.of(
              "-Duser.language=ar",
              "-Duser.country=EG",
              "-Duser.timezone=Pacific/Chatham",
              "-Dfile.encoding=UTF-16",
              "-XX:+UnlockExperimentalVMOptions",
              "-XX:hashCode=0",
              "-XX:ActiveProcessorCount=3",
              "-XX:+UseCompactObjectHeaders",
              "-XX:-UseCompressedOops"));

  @TempDir private Path folder = Path.of(".");
  private final Map<String, Long> next = new LinkedHashMap<>();

  @Test
  void everyJvmRepeatsTheSameBlocks() throws Exception {
    NodeDirectory directory =
        ProofChain.create(folder.resolve("node"), Map.of("change.min-delay-blocks", "1"));
    String expected = makeBlocks(directory);
    String plain = replay(directory, JVMS.getFirst());
    assertThat(field(plain, "appHash")).as(plain).isEqualTo(expected);
    for (List<String> jvm : JVMS.subList(1, JVMS.size())) {
      assertThat(replay(directory, jvm)).as("%s", jvm).isEqualTo(plain);
    }
  }

  @Test
  void aReplayNoticesBlocksThatAreNotOfTheGenesis() throws Exception {
    NodeDirectory directory = ProofChain.create(folder.resolve("node"), Map.of());
    makeBlocks(directory);
    NodeDirectory other = ProofChain.create(folder.resolve("other"), Map.of());
    try (RocksNodeStore store = RocksNodeStore.open(directory.store(), StoreSettings.defaults())) {
      assertThat(Replay.run(directory.genesis(), store).transactions()).isPositive();
      assertThatThrownBy(() -> Replay.run(other.genesis(), store))
          .isInstanceOf(CliException.class)
          .hasMessageStartingWith("block 1 does not repeat: ");
    }
  }

  private String replay(NodeDirectory directory, List<String> jvm) throws Exception {
    List<String> arguments =
        List.of("node", "replay", "--data", directory.path().toString(), "--json");
    Path printed = Files.createTempFile(folder, "replay", ".json");
    Process process =
        new ProcessBuilder(ChildNode.command("weft.cli.Weft", jvm, arguments))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(printed.toFile())
            .start();
    try {
      assertThat(process.waitFor(REPLAY_WAIT_S, TimeUnit.SECONDS)).as("%s ends", jvm).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as("%s", jvm).isZero();
    byte[] output = Files.readAllBytes(printed);
    // What is printed is in the JVM's encoding, and ASCII looks alike in all of them but for zeros.
    return new String(output, StandardCharsets.US_ASCII).replaceAll("[^\\x20-\\x7e\n]", "");
  }

  private static String field(String json, String name) {
    return json.replaceAll("(?s).*\"" + name + "\"\\s*:\\s*\"([^\"]+)\".*", "$1");
  }

  /// @return the state root after the last block
  private String makeBlocks(NodeDirectory directory) throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    try (Node node = start(directory)) {
      for (RollupId rollup : ROLLUPS) {
        submit(node, 0, 0, ProofChain.register(rollup, ProofChain.account(1), 1 << 16));
      }
      submit(node, 0, 0, priority());
      node.produceBlock();
      for (int block = 0; block < BLOCKS; block++) {
        for (int i = 0; i < PER_BLOCK; i++) {
          int account = random.nextInt(10);
          submit(node, account, random.nextInt(1_000), action(random, account, block));
        }
        node.produceBlock();
      }
      assertThat(node.services().store().head().height()).isEqualTo(BLOCKS + 1);
      Conserved.require(node.services().store());
      return node.services().store().head().appHash().toString();
    }
  }

  private static Action priority() {
    return new Action.RegisterRollup(
        PRIORITY,
        new RollupTerms(
            ProofChain.account(2).address(),
            Policy.PRIORITY,
            List.of(),
            1 << 16,
            "",
            Optional.empty(),
            List.of()));
  }

  private static Action action(SplittableRandom random, int account, int block) {
    return switch (random.nextInt(6)) {
      case 0 ->
          new Action.Transfer(
              ProofChain.account((account + random.nextInt(1, 10)) % 10).address(),
              new AssetId("weft"),
              Amount.of(random.nextInt(1, 1_000_000)));
      case 1 -> new Action.Bundle(List.of(entry(random, 0), entry(random, 2), entry(random, 1)));
      case 2 ->
          ProofChain.register(
              RollupId.of("new-" + block + "-" + random.nextInt(1_000_000)),
              ProofChain.account(2),
              4_096);
      case 3 -> new Action.Submit(PRIORITY, List.of(payload(random), payload(random)));
      default -> new Action.Submit(ROLLUPS[random.nextInt(3)], List.of(payload(random)));
    };
  }

  private static Action.BundleEntry entry(SplittableRandom random, int rollup) {
    return new Action.BundleEntry(ROLLUPS[rollup], payload(random));
  }

  private static Payload payload(SplittableRandom random) {
    byte[] data = new byte[random.nextInt(1, 200)];
    random.nextBytes(data);
    return Payload.of(Bytes.wrap(data));
  }

  private void submit(Node node, int account, long tip, Action action) {
    long channel = account % 3;
    long sequence = next.merge(account + "/" + channel, 1L, Long::sum) - 1;
    TransactionBuilder builder =
        ProofChain.transaction(channel, sequence).tip(Amount.of(tip)).action(action);
    Submissions.Answer answer =
        node.services()
            .submissions()
            .submit(builder.sign(ProofChain.account(account)).envelope())
            .join();
    assertThat(answer).as("%s", action).isNotInstanceOf(Submissions.Answer.Refused.class);
  }

  private static Node start(NodeDirectory directory) {
    return Node.start(
        new NodeSettings(
            Configuration.defaults()
                .with(ConfigurationKey.API_HTTP_PORT, "0")
                .with(ConfigurationKey.API_GRPC_PORT, "0"),
            directory.genesis(),
            directory.validatorKey(),
            directory.nodeKey(),
            Optional.of(directory.store()),
            new Steps(),
            true));
  }

  /// One millisecond per reading.
  private static final class Steps implements BlockClock {
    private final AtomicLong nowMs = new AtomicLong(1_700_000_000_001L);

    @Override
    public long wallMs() {
      return nowMs.getAndIncrement();
    }

    @Override
    public long monotonicMs() {
      return nowMs.get();
    }

    @Override
    public void await(long monotonicMs) {}

    @Override
    public void wake() {}
  }
}
