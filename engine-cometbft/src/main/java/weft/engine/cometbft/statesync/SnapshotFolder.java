package weft.engine.cometbft.statesync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import weft.chain.snapshot.SnapshotChunk;
import weft.chain.snapshot.SnapshotManifest;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.primitives.Sha256;

/// Snapshots on disk, a folder for each height: a file for each chunk, and the manifest, which is
/// written last and deleted first, so that a folder with it is whole. Only the owner can read them.
///
/// One thread writes; any may read.
final class SnapshotFolder {
  private static final String MANIFEST = "manifest";

  private final Path folder;
  private final NavigableMap<Long, SnapshotManifest> whole = new ConcurrentSkipListMap<>();

  private SnapshotFolder(Path folder) {
    this.folder = folder;
  }

  /// Opens, or makes, the folder. What is no whole snapshot of the chain is deleted.
  static SnapshotFolder open(Path folder, long chainId) {
    SnapshotFolder opened = new SnapshotFolder(folder);
    try {
      Files.createDirectories(folder, rights("rwx------"));
      List<Path> found;
      try (Stream<Path> paths = Files.list(folder)) {
        found = paths.toList();
      }
      for (Path path : found) {
        Optional<SnapshotManifest> manifest =
            readManifest(path).filter(one -> one.statement().chainId() == chainId);
        boolean isInPlace =
            manifest.filter(one -> path.equals(opened.of(one.height()))).isPresent();
        if (isInPlace) {
          manifest.ifPresent(one -> opened.whole.put(one.height(), one));
        } else {
          delete(path);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return opened;
  }

  private static Optional<SnapshotManifest> readManifest(Path folder) throws IOException {
    Path file = folder.resolve(MANIFEST);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(SnapshotManifest.decode(Bytes.wrap(Files.readAllBytes(file))));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  /// Whole snapshots, the newest first.
  List<SnapshotManifest> newestFirst() {
    return List.copyOf(whole.descendingMap().values());
  }

  OptionalLong oldestHeight() {
    Map.Entry<Long, SnapshotManifest> oldest = whole.firstEntry();
    return oldest == null ? OptionalLong.empty() : OptionalLong.of(oldest.getKey());
  }

  boolean has(long height) {
    return whole.containsKey(height);
  }

  /// A chunk as it was written; empty if there is none such.
  ///
  /// @throws UncheckedIOException if the file is damaged or cannot be read: [#drop] the snapshot
  Optional<Bytes> chunk(long height, int index) {
    SnapshotManifest manifest = whole.get(height);
    if (manifest == null || index < 0 || index >= manifest.chunkHashes().size()) {
      return Optional.empty();
    }
    Path file = file(height, index);
    try {
      if (Files.size(file) > SnapshotChunk.MAX_BYTES) {
        throw new IOException(file + " is too large");
      }
      Bytes chunk = Bytes.wrap(Files.readAllBytes(file));
      if (!Sha256.hash(chunk).equals(manifest.chunkHashes().get(index))) {
        throw new IOException(file + " is not what was written");
      }
      return Optional.of(chunk);
    } catch (NoSuchFileException e) {
      if (!whole.containsKey(height)) {
        return Optional.empty();
      }
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Begins a snapshot; what is there of its height is deleted.
  Draft begin(long height) {
    drop(height);
    try {
      Files.createDirectory(of(height), rights("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Draft(height);
  }

  /// Deletes all but the newest.
  void keepNewest(int count) {
    newestFirst().stream().skip(count).forEach(one -> drop(one.height()));
  }

  /// Deletes a snapshot, if it is there.
  void drop(long height) {
    whole.remove(height);
    try {
      delete(of(height));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Deletes what is there of a snapshot that could not be written, or leaves it to the next start,
  /// as it has no manifest.
  void discard(long height) {
    try {
      drop(height);
    } catch (UncheckedIOException e) {
      whole.remove(height);
    }
  }

  private Path of(long height) {
    return folder.resolve(Long.toString(height));
  }

  private Path file(long height, int index) {
    return of(height).resolve(index + ".chunk");
  }

  private static void delete(Path path) throws IOException {
    Files.deleteIfExists(path.resolve(MANIFEST));
    if (!Files.exists(path)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> found = Files.walk(path)) {
      all = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path one : all) {
      Files.delete(one);
    }
  }

  /// A snapshot that is being written.
  final class Draft {
    private final long height;
    private final List<Hash32> hashes = new ArrayList<>();

    private Draft(long height) {
      this.height = height;
    }

    /// Writes the next chunk, durably.
    void add(Bytes chunk) {
      write(file(height, hashes.size()), chunk);
      hashes.add(Sha256.hash(chunk));
    }

    List<Hash32> hashes() {
      return hashes;
    }

    /// Makes the snapshot whole.
    void finish(SnapshotManifest manifest) {
      Path unfinished = of(height).resolve(MANIFEST + ".unfinished");
      write(unfinished, manifest.encode());
      try {
        sync(of(height));
        Files.move(unfinished, of(height).resolve(MANIFEST), StandardCopyOption.ATOMIC_MOVE);
        sync(of(height));
        sync(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      whole.put(height, manifest);
    }
  }

  private static void write(Path file, Bytes content) {
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            rights("rw-------"))) {
      ByteBuffer bytes = content.asBuffer();
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path)) {
      channel.force(true);
    }
  }

  private static FileAttribute<?>[] rights(String rights) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
        }
        : new FileAttribute<?>[0];
  }
}
