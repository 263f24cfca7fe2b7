package weft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Damages one file of a store that was not closed, and opens it: either all that was acknowledged
/// is there, or the store says that it is not.
final class DamageTest {
  private static final long SEED = 77;
  private static final int SCALE = Integer.getInteger("weft.damage.scale", 1);

  @TempDir private static Path folder = Path.of("");
  private static Path image = Path.of("");
  private static StoreHistory history = new StoreHistory(new TestChain(0, 1), memory(), 0);

  private static NodeStore memory() {
    return new MemoryNodeStore();
  }

  /// A store with table files, blob files, and a log that is not written out yet.
  @BeforeAll
  static void fill() {
    TestChain chain = new TestChain(SEED, 4);
    Path directory = folder.resolve("store");
    image = folder.resolve("image");
    history = new StoreHistory(chain, memory(), SEED);
    for (int round = 0; round < 3; round++) {
      try (RocksNodeStore store = RocksNodeStore.open(directory, TestStores.tiny())) {
        if (round == 0) {
          store.initialize(chain.genesis(), TestChain.genesisState(), TestChain.genesisTree());
        }
        history.with(store);
        for (int step = 0; step < 50; step++) {
          history.step();
        }
        if (round == 2) {
          Folders.copy(directory, image);
        }
      }
    }
  }

  private enum Outcome {
    INTACT,
    REFUSED
  }

  private interface Damage {
    byte[] apply(byte[] content);
  }

  private static Outcome outcome(Path file, Damage damage, String where) throws IOException {
    Path victim = folder.resolve("victim");
    Folders.copy(image, victim);
    Path damaged = victim.resolve(image.relativize(file).toString());
    Files.write(damaged, damage.apply(Files.readAllBytes(file)));
    try (RocksNodeStore store = RocksNodeStore.open(victim, TestStores.tiny())) {
      history.model().check(store, where);
      return Outcome.INTACT;
    } catch (StoreException e) {
      assertThat(e.nextStep()).as(where).isNotEmpty();
      return Outcome.REFUSED;
    } finally {
      Folders.delete(victim);
    }
  }

  private static List<Path> files(String pattern) {
    return Folders.walk(image).stream()
        .filter(path -> path.getFileName().toString().matches(pattern))
        .toList();
  }

  @Test
  void anUndamagedCopyIsIntact() throws IOException {
    assertThat(outcome(files("CURRENT").getFirst(), content -> content, "no damage"))
        .isEqualTo(Outcome.INTACT);
  }

  @ParameterizedTest
  @CsvSource({
    "'.*\\.sst', 14",
    "'.*\\.blob', 6",
    "'.*\\.log', 10",
    "'MANIFEST-.*', 8",
    "'CURRENT', 3",
  })
  void aFlippedBitIsNeverSilent(String pattern, int cases) throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Path> files = files(pattern);
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < cases * SCALE; i++) {
      Path file = files.get(random.nextInt(files.size()));
      int bit = random.nextInt((int) Files.size(file) * 8);
      String where = "bit %d of %s, seed %d".formatted(bit, file.getFileName(), SEED);
      outcomes.add(outcome(file, content -> flip(content, bit), where));
    }
    assertThat(outcomes).contains(Outcome.REFUSED);
  }

  private static byte[] flip(byte[] content, int bit) {
    byte[] flipped = content.clone();
    flipped[bit / 8] ^= (byte) (1 << (bit % 8));
    return flipped;
  }

  @ParameterizedTest
  @CsvSource({
    "'.*\\.sst', 4",
    "'.*\\.blob', 3",
    "'.*\\.log', 4",
    "'MANIFEST-.*', 3",
    "'CURRENT', 1",
  })
  void aFileCutShortIsNeverSilent(String pattern, int cases) throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Path> files = files(pattern);
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < cases * SCALE; i++) {
      Path file = files.get(random.nextInt(files.size()));
      int length = random.nextInt((int) Files.size(file));
      String where = "%s cut to %d, seed %d".formatted(file.getFileName(), length, SEED);
      outcomes.add(outcome(file, content -> Arrays.copyOf(content, length), where));
    }
    assertThat(outcomes).contains(Outcome.REFUSED);
  }

  /// The damage that RocksDB takes for a write that a crash cut short.
  @ParameterizedTest
  @CsvSource({"'.*\\.log', 3", "'MANIFEST-.*', 3"})
  void aRecordThatReachesPastTheEndIsNeverSilent(String pattern, int cases) throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Outcome> outcomes = new ArrayList<>();
    for (Path file : files(pattern)) {
      List<Integer> lastBlock = lastBlockRecords(Files.readAllBytes(file));
      for (int i = 0; i < cases * SCALE && !lastBlock.isEmpty(); i++) {
        int at = lastBlock.get(random.nextInt(lastBlock.size()));
        String where = "length of the record at %d of %s".formatted(at, file.getFileName());
        outcomes.add(outcome(file, content -> flip(content, (at + 5) * 8 + 6), where));
      }
    }
    assertThat(outcomes).contains(Outcome.REFUSED);
  }

  /// Offsets of the records in the last block of RocksDB's log format: checksum 4, length 2, type
  /// 1, in blocks of 32 KiB.
  private static List<Integer> lastBlockRecords(byte[] log) {
    int blockBytes = 32 << 10;
    List<Integer> records = new ArrayList<>();
    ByteBuffer bytes = ByteBuffer.wrap(log).order(ByteOrder.LITTLE_ENDIAN);
    int at = log.length / blockBytes * blockBytes;
    while (at + 7 <= log.length && bytes.get(at + 6) != 0) {
      int type = bytes.get(at + 6);
      boolean isRecyclable = (type >= 5 && type <= 8) || type == 11;
      records.add(at);
      at += (isRecyclable ? 11 : 7) + Short.toUnsignedInt(bytes.getShort(at + 4));
    }
    return records;
  }

  /// What a kill or a power failure leaves of a write that nobody was told of.
  @Test
  void aTornWriteAfterTheLastAcknowledgedOneDoesNoHarm() throws IOException {
    Path newestLog = files(".*\\.log").getLast();
    SplittableRandom random = new SplittableRandom(SEED);
    byte[] header = {1, 2, 3, 4, 0x70, 0x20, 1};
    for (byte[] torn : List.of(new byte[3], new byte[3000], header, randomBytes(random, 900))) {
      String where = torn.length + " torn bytes, seed " + SEED;
      assertThat(outcome(newestLog, content -> concat(content, torn), where))
          .as(where)
          .isEqualTo(Outcome.INTACT);
    }
  }

  private static byte[] randomBytes(SplittableRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  @Test
  void oneDamagedWatermarkSlotDoesNoHarm() throws IOException {
    Path file = files(Watermark.FILE_NAME).getFirst();
    for (int at : List.of(2, 9, 14, 514, 521, 526)) {
      assertThat(outcome(file, content -> flip(content, at * 8), "watermark byte " + at))
          .isEqualTo(Outcome.INTACT);
    }
    assertThat(outcome(file, content -> flip(flip(content, 80), 4200), "both slots"))
        .isEqualTo(Outcome.REFUSED);
  }
}
