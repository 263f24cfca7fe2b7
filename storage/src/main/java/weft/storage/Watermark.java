package weft.storage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// How far the database had come when it last acknowledged a write: a sequence number in a small
/// file of its own, written after each synced write and before its caller hears of it.
///
/// A database that opens below the watermark has lost acknowledged writes, for instance because the
/// end of its log was damaged in a way that looks like a write that a crash cut short. The file is
/// not synced itself, so it costs no disk wait; after a power failure it may be some seconds old,
/// and it is never ahead of the database.
///
/// Two slots are written in turn, each with its checksum, so that one always survives.
final class Watermark implements AutoCloseable {
  static final String FILE_NAME = "weft.watermark";

  private static final String NEXT_STEP =
      StoreAdvice.RESTORE
          + " To go on with what is there, and lose the rest, empty the file "
          + FILE_NAME
          + ".";
  private static final int MAGIC = 0x57454654;
  private static final int RECORD_BYTES = Integer.BYTES + Long.BYTES + Integer.BYTES;
  private static final int SLOT_BYTES = 512;
  private static final int SLOTS = 2;

  private final Path path;
  private final boolean isNew;
  private final long atOpen;
  private @Nullable RandomAccessFile file;
  private long sequence;
  private int slot;

  private Watermark(Path path, boolean isNew, long sequence) {
    this.path = path;
    this.isNew = isNew;
    this.atOpen = sequence;
    this.sequence = sequence;
  }

  /// Reads the file, if there is one; the first [#raise] makes it.
  static Watermark open(Path directory) {
    Path path = directory.resolve(FILE_NAME);
    if (!Files.exists(path)) {
      return new Watermark(path, true, 0);
    }
    try {
      return new Watermark(path, false, read(path));
    } catch (IOException e) {
      throw failed("cannot be read", path, e);
    }
  }

  /// Writes the watermark of a copy.
  static void write(Path directory, long sequence) {
    try (Watermark watermark = open(directory)) {
      watermark.raise(sequence);
      watermark.sync();
    }
  }

  private static long read(Path path) throws IOException {
    byte[] content = Files.readAllBytes(path);
    if (content.length == 0) {
      return 0;
    }
    long highest = -1;
    for (int slot = 0; slot < SLOTS; slot++) {
      highest = Math.max(highest, readSlot(content, slot * SLOT_BYTES));
    }
    if (highest < 0) {
      throw new StoreException("The file " + path + " is damaged.", NEXT_STEP);
    }
    return highest;
  }

  /// -1 for a slot that holds nothing valid.
  private static long readSlot(byte[] content, int at) {
    if (content.length < at + RECORD_BYTES) {
      return -1;
    }
    ByteBuffer record = ByteBuffer.wrap(Arrays.copyOfRange(content, at, at + RECORD_BYTES));
    int magic = record.getInt();
    long sequence = record.getLong();
    return magic == MAGIC && record.getInt() == checksum(record.array()) ? sequence : -1;
  }

  /// Whether the store is being made.
  boolean isNew() {
    return isNew;
  }

  /// @throws StoreException if the database is behind the watermark
  void require(long databaseSequence) {
    if (databaseSequence < atOpen) {
      throw new StoreException(
          "The database has lost acknowledged writes: it ends at %d, and %d were acknowledged."
              .formatted(databaseSequence, atOpen),
          NEXT_STEP);
    }
  }

  /// Notes that the writes up to here were acknowledged.
  synchronized void raise(long acknowledged) {
    if (acknowledged <= sequence) {
      return;
    }
    ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES).putInt(MAGIC).putLong(acknowledged);
    record.putInt(checksum(record.array()));
    try {
      RandomAccessFile opened = file();
      opened.seek((long) slot * SLOT_BYTES);
      opened.write(record.array());
    } catch (IOException e) {
      throw failed("cannot be written", path, e);
    }
    sequence = acknowledged;
    slot = (slot + 1) % SLOTS;
  }

  /// Makes both slots and the file itself durable.
  synchronized void sync() {
    try {
      file().getFD().sync();
    } catch (IOException e) {
      throw failed("cannot be written", path, e);
    }
  }

  private RandomAccessFile file() throws IOException {
    RandomAccessFile opened = file;
    if (opened == null) {
      opened = new RandomAccessFile(path.toFile(), "rw");
      file = opened;
    }
    return opened;
  }

  private static int checksum(byte[] record) {
    CRC32C crc = new CRC32C();
    crc.update(record, 0, RECORD_BYTES - Integer.BYTES);
    return (int) crc.getValue();
  }

  private static StoreException failed(String what, Path path, IOException cause) {
    return new StoreException(
        "The file %s %s: %s.".formatted(path, what, cause.getMessage()),
        StoreAdvice.CHECK_DISK,
        cause);
  }

  @Override
  public synchronized void close() {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      throw failed("cannot be closed", path, e);
    }
  }
}
