package weft.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weft.cli.node.Replay;
import weft.node.NodeDirectory;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.transaction.RollupId;
import weft.rollup.client.ClientConfig;
import weft.rollup.client.Envelope;
import weft.rollup.client.Submitted;
import weft.rollup.client.WeftClient;
import weft.storage.RocksNodeStore;
import weft.storage.StoreSettings;

/// `weft node start` on a folder with one damaged file: it says what is wrong, ends, and leaves the
/// chain's files as they are, so that with the file repaired nothing is lost.
final class DamagedFilesTest {
  private static final List<String> JVM = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1");
  private static final RollupId ROLLUP = RollupId.of("damaged");
  private static final int TRANSACTIONS = 40;
  private static final int PAYLOAD_BYTES = 2_000;

  /// What RocksDB writes of itself at every start, whatever becomes of it.
  private static final String NOTES = "LOG|LOG\\.old\\..*|LOCK|OPTIONS-.*|weft\\.lock";

  @TempDir private static Path folder = Path.of(".");
  private static Path image = Path.of(".");

  @SuppressWarnings("ImmutableEnumChecker") // The changes keep no state.
  enum Damage {
    GENESIS_CUT("genesis.json", DamagedFilesTest::half, "genesis.json"),
    GENESIS_FLIPPED("genesis.json", text -> flip(text, 0), "genesis.json"),
    GENESIS_OF_ANOTHER_CHAIN(
        "genesis.json", text -> replace(text, "\"8128\"|: 8128", ": 8129"), "genesis"),
    GENESIS_WITH_NULL(
        "genesis.json", text -> replace(text, "\"weft-proof\"", "null"), "genesis.json"),
    CONFIGURATION_CUT("weft.toml", _ -> bytes("[api]\nhttp-po"), "weft.toml"),
    VALIDATOR_KEY_CUT("validator.key", DamagedFilesTest::half, "validator.key"),
    VALIDATOR_KEY_FLIPPED("validator.key", text -> flip(text, 6), "validator.key"),
    NODE_KEY_EMPTY("node.key", _ -> new byte[0], "node.key"),
    STORE_MARKER_FLIPPED("weft.store", text -> flip(text, 1), "store"),
    CURRENT_CUT("CURRENT", DamagedFilesTest::half, "store"),
    MANIFEST_FLIPPED("MANIFEST-.*", content -> flip(content, content.length / 2), "store"),
    MANIFEST_CUT("MANIFEST-.*", DamagedFilesTest::half, "store"),
    LOG_FLIPPED("[0-9]+\\.log", content -> flip(content, content.length / 2), "store"),
    LOG_CUT("[0-9]+\\.log", DamagedFilesTest::half, "store");

    private final String file;
    private final UnaryOperator<byte[]> change;
    private final String named;

    /// @param file a pattern of the file's name
    /// @param named what the message must name
    Damage(String file, UnaryOperator<byte[]> change, String named) {
      this.file = file;
      this.change = change;
      this.named = named;
    }

    boolean isOfDatabase() {
      return named.equals("store") && this != STORE_MARKER_FLIPPED;
    }
  }

  /// A node's folder with some blocks, as a kill leaves it.
  @BeforeAll
  static void fill() throws Exception {
    image = folder.resolve("image");
    NodeDirectory directory = ProofChain.create(image, Map.of());
    try (ChildNode node = ChildNode.serve(image, JVM, List.of());
        WeftClient client = node.connect(ClientConfig.defaults())) {
      ProofChain.registerAll(client, 1 << 20, ROLLUP);
      for (int i = 0; i < TRANSACTIONS; i++) {
        Envelope envelope =
            ProofChain.submission(
                ProofChain.account(1), 0, i, ROLLUP, Bytes.wrap(new byte[PAYLOAD_BYTES]));
        assertThat(client.transactions().submit(envelope)).matches(Submitted::isTaken);
      }
      ProofChain.awaitSettled(client);
      node.kill();
    }
    assertThat(directory.isInitialised()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aDamagedFileIsNamedAndNothingElseIsWritten(Damage damage) throws Exception {
    Path victim = folder.resolve(damage.name());
    copy(image, victim);
    Path file = only(victim, damage.file);
    byte[] good = Files.readAllBytes(file);
    Files.write(file, damage.change.apply(good));
    assertThat(Files.readAllBytes(file)).isNotEqualTo(good);
    Map<String, Hash32> before = contents(victim);
    try (ChildNode node = ChildNode.start(victim, ChildNode.freePort(), JVM, List.of())) {
      assertThat(node.awaitEnd()).as(node.output()).isNotZero();
      assertThat(node.output())
          .containsIgnoringCase(damage.named)
          .contains("nextStep")
          .doesNotContain("\tat ")
          .doesNotContain("Exception")
          .doesNotContain("listening");
    }
    assertThat(contents(victim)).isEqualTo(before);
    // What stands in a damaged database, only a backup brings back: its state cannot be read, so
    // nothing can be said about its assets either.
    if (!damage.isOfDatabase()) {
      Files.write(file, good);
      requireEverything(victim);
    }
  }

  @Test
  void anUndamagedCopyServes() throws Exception {
    Path copy = folder.resolve("undamaged");
    copy(image, copy);
    try (ChildNode node = ChildNode.serve(copy, JVM, List.of())) {
      assertThat(node.stop()).as(node.output()).isIn(0, 143);
    }
    requireEverything(copy);
  }

  private static void requireEverything(Path path) {
    NodeDirectory directory = new NodeDirectory(path);
    try (RocksNodeStore store = RocksNodeStore.open(directory.store(), StoreSettings.defaults())) {
      Replay.Result replayed = Replay.run(directory.genesis(), store);
      assertThat(replayed.transactions()).isEqualTo(TRANSACTIONS + 1L);
      assertThat(replayed.head()).isEqualTo(store.head());
      Conserved.require(store);
    }
  }

  /// The hashes of all files but the notes, and but those of the database, which it rewrites as it
  /// opens.
  private static Map<String, Hash32> contents(Path directory) throws IOException {
    Map<String, Hash32> contents = new TreeMap<>();
    for (Path file : files(directory)) {
      boolean isOfDatabase = directory.relativize(file).startsWith(Path.of("store", "db"));
      if (!isOfDatabase && !file.getFileName().toString().matches(NOTES)) {
        contents.put(
            directory.relativize(file).toString(),
            Sha256.hash(Bytes.wrap(Files.readAllBytes(file))));
      }
    }
    return contents;
  }

  /// The newest file whose name matches.
  private static Path only(Path directory, String pattern) throws IOException {
    return files(directory).stream()
        .filter(file -> file.getFileName().toString().matches(pattern))
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path one : all.toList()) {
        Files.copy(
            one, to.resolve(from.relativize(one).toString()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private static byte[] half(byte[] content) {
    return Arrays.copyOf(content, content.length / 2);
  }

  private static byte[] flip(byte[] content, int at) {
    byte[] flipped = content.clone();
    flipped[at] ^= 0x40;
    return flipped;
  }

  private static byte[] replace(byte[] content, String pattern, String with) {
    return bytes(new String(content, StandardCharsets.UTF_8).replaceFirst(pattern, with));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
