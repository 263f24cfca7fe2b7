package weft.engine.cometbft.statesync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.chain.snapshot.SnapshotManifest;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.validator.Attestation;
import weft.protocol.validator.BlockStatement;

/// Kills a process that writes snapshots, at random moments.
final class SnapshotKillTest {
  private static final long CHAIN_ID = 7;
  private static final int CHUNKS = 4;
  private static final int ROUNDS = 6;

  @TempDir private Path folder = Path.of("");

  /// Writes one snapshot after the other, and keeps two.
  static final class Writer {
    private Writer() {}

    static void main(String[] arguments) {
      SnapshotFolder snapshots = SnapshotFolder.open(Path.of(arguments[0]), CHAIN_ID);
      long height =
          snapshots.newestFirst().stream().mapToLong(SnapshotManifest::height).max().orElse(0);
      while (true) {
        height++;
        SnapshotFolder.Draft draft = snapshots.begin(height);
        for (int i = 0; i < CHUNKS; i++) {
          draft.add(chunk(height, i));
        }
        draft.finish(manifest(height, draft.hashes()));
        snapshots.keepNewest(2);
        System.out.println(height);
        System.out.flush();
      }
    }
  }

  private static Bytes chunk(long height, int index) {
    return Bytes.utf8((height + " " + index + " ").repeat(20_000));
  }

  private static SnapshotManifest manifest(long height, List<Hash32> hashes) {
    Hash32 none = Sha256.hash(Bytes.utf8("none"));
    return new SnapshotManifest(
        new BlockStatement(CHAIN_ID, height, 1, none, none, 0, none, none),
        new Attestation(Bytes.utf8("a"), Bytes.utf8("signature")),
        hashes);
  }

  @Test
  void killsLeaveOnlyWholeSnapshots() throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(8);
    for (int round = 0; round < ROUNDS; round++) {
      long acknowledged = runAndKill(random.nextInt(300));
      SnapshotFolder snapshots = SnapshotFolder.open(folder, CHAIN_ID);
      List<SnapshotManifest> whole = snapshots.newestFirst();
      assertThat(whole).as("round %d", round).hasSizeBetween(1, 3);
      assertThat(whole.getFirst().height()).isBetween(acknowledged, acknowledged + 1);
      for (SnapshotManifest manifest : whole) {
        for (int i = 0; i < CHUNKS; i++) {
          assertThat(snapshots.chunk(manifest.height(), i)).contains(chunk(manifest.height(), i));
        }
      }
      assertThat(folder.toFile().list()).hasSameSizeAs(whole);
      assertThat(SnapshotFolder.open(folder, CHAIN_ID + 1).newestFirst()).isEmpty();
    }
  }

  private long runAndKill(int afterMs) throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long acknowledged = 0;
    try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
      acknowledged = Long.parseLong(output.readLine());
      child.waitFor(afterMs, TimeUnit.MILLISECONDS);
      child.toHandle().destroyForcibly();
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        acknowledged = Long.parseLong(line);
      }
      child.waitFor();
    }
    return acknowledged;
  }
}
