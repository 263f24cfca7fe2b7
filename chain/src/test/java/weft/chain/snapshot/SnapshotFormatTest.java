package weft.chain.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import weft.ledger.state.KeyValueView.Entry;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.primitives.Sha256;
import weft.protocol.state.TreeLimits;
import weft.protocol.validator.Attestation;
import weft.protocol.validator.BlockStatement;

final class SnapshotFormatTest {
  private static final Hash32 HASH = Sha256.hash(Bytes.utf8("any"));
  private static final BlockStatement STATEMENT =
      new BlockStatement(7, 4_000, 1_700_000_000_000L, HASH, HASH, 3, HASH, HASH);

  private static List<Bytes> chunks(List<Entry> entries) {
    List<Bytes> chunks = new ArrayList<>();
    SnapshotChunk chunk = new SnapshotChunk();
    for (Entry entry : entries) {
      if (!chunk.add(entry)) {
        chunks.add(chunk.encode());
        chunk = new SnapshotChunk();
        assertThat(chunk.add(entry)).isTrue();
      }
    }
    chunks.add(chunk.encode());
    return chunks;
  }

  @Test
  void entriesComeBackFromTheirChunks() {
    SplittableRandom random = new SplittableRandom(2);
    TreeMap<Bytes, Bytes> state = new TreeMap<>();
    for (int i = 0; i < 300; i++) {
      byte[] key = new byte[1 + random.nextInt(TreeLimits.MAX_KEY_BYTES)];
      byte[] value = new byte[1 + random.nextInt(i % 20 == 0 ? TreeLimits.MAX_VALUE_BYTES : 2_000)];
      random.nextBytes(key);
      random.nextBytes(value);
      state.put(Bytes.wrap(key), Bytes.wrap(value));
    }
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<Bytes, Bytes> entry : state.entrySet()) {
      entries.add(new Entry(entry.getKey(), entry.getValue()));
    }

    List<Bytes> chunks = chunks(entries);

    assertThat(chunks).hasSizeGreaterThan(1);
    List<Entry> read = new ArrayList<>();
    for (Bytes chunk : chunks) {
      Bytes after = read.isEmpty() ? Bytes.EMPTY : read.getLast().key();
      assertThat(chunk.size()).isLessThanOrEqualTo(SnapshotChunk.MAX_BYTES);
      List<Entry> next = SnapshotChunk.decode(chunk, after);
      int tooMuch = 6 + next.getFirst().key().size() + next.getFirst().value().size();
      if (!read.isEmpty()) {
        assertThat(chunks.get(chunks.indexOf(chunk) - 1).size() + tooMuch)
            .as("a chunk ends only where the next entry does not fit")
            .isGreaterThan(SnapshotChunk.MAX_BYTES);
      }
      read.addAll(next);
    }
    assertThat(read).isEqualTo(entries);
  }

  @Test
  void aChunkHasExactlyItsEntries() {
    SnapshotChunk chunk = new SnapshotChunk();
    assertThat(chunk.isEmpty()).isTrue();
    chunk.add(new Entry(Bytes.utf8("ab"), Bytes.utf8("xyz")));
    assertThat(chunk.encode()).isEqualTo(Bytes.fromHex("00026162" + "0000000378797a"));
    Bytes good = chunk.encode();
    assertThat(SnapshotChunk.decode(good, Bytes.utf8("aa"))).hasSize(1);
    refuses(good, Bytes.utf8("ab"));
    refuses(Bytes.EMPTY, Bytes.EMPTY);
    refuses(Bytes.concat(good, good), Bytes.EMPTY);
    refuses(Bytes.fromHex("0000" + "0000000378797a"), Bytes.EMPTY);
    refuses(Bytes.fromHex("00026162" + "00000000"), Bytes.EMPTY);
    refuses(Bytes.wrap(new byte[SnapshotChunk.MAX_BYTES + 1]), Bytes.EMPTY);
    for (int size = 1; size < good.size(); size++) {
      refuses(good.slice(0, size), Bytes.EMPTY);
    }
  }

  private static void refuses(Bytes chunk, Bytes after) {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> SnapshotChunk.decode(chunk, after));
  }

  private static SnapshotManifest manifest(int chunks) {
    return new SnapshotManifest(
        STATEMENT,
        new Attestation(Bytes.fromHex("e0"), Bytes.wrap(new byte[96])),
        Collections.nCopies(chunks, HASH));
  }

  @Test
  void aManifestComesBack() {
    SnapshotManifest manifest = manifest(3);
    Bytes encoded = manifest.encode();
    assertThat(SnapshotManifest.decode(encoded)).isEqualTo(manifest);
    assertThat(manifest.hash()).isEqualTo(Sha256.hash(encoded));
    assertThat(encoded)
        .isEqualTo(
            Bytes.concat(
                Bytes.fromHex("0010"),
                Bytes.utf8("weft/snapshot/v1"),
                STATEMENT.encode(),
                Bytes.fromHex("00000001" + "e0" + "00000060" + "00".repeat(96) + "00000003"),
                HASH.bytes(),
                HASH.bytes(),
                HASH.bytes()));
    for (int size = 0; size < encoded.size(); size++) {
      Bytes cut = encoded.slice(0, size);
      assertThatExceptionOfType(MalformedException.class)
          .isThrownBy(() -> SnapshotManifest.decode(cut));
    }
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> SnapshotManifest.decode(Bytes.concat(encoded, Bytes.utf8("x"))));
    assertThat(manifest(SnapshotManifest.MAX_CHUNKS).encode().size()).isLessThan(3_000_000);
    assertThatIllegalArgumentException().isThrownBy(() -> manifest(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> manifest(SnapshotManifest.MAX_CHUNKS + 1));
  }
}
