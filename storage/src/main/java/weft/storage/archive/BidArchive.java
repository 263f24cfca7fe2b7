package weft.storage.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;
import weft.storage.StoreException;

/// Bids and what became of them, in an SQLite file. One thread writes; any may read, and none waits
/// for the other. What was written last may be gone after a power cut, not after a kill: blocks are
/// written again from [#lastHeight] on.
public final class BidArchive implements AutoCloseable {
  /// Questions that are answered at once, on threads of their own: SQLite would hold those that
  /// carry virtual threads.
  private static final int READERS = 2;

  /// Questions that may wait.
  private static final int MAX_ASKED = 64;

  private static final long QUEUE_MS = 1_000;

  /// The longest that one question may take.
  private static final long ANSWER_MS = 1_000;

  private static final int STEPS_BETWEEN_LOOKS = 10_000;
  private static final int BUSY_TIMEOUT_MS = 5_000;
  private static final int CACHE_KIB = 8 << 10;

  private final String file;
  private final Connection writer;
  private final ArchiveWrites writes;
  private final ArchiveRetention retention;
  private final BlockingQueue<Connection> readers = new ArrayBlockingQueue<>(READERS);
  private final ThreadPoolExecutor asked =
      new ThreadPoolExecutor(
          READERS,
          READERS,
          0,
          TimeUnit.MILLISECONDS,
          new ArrayBlockingQueue<>(MAX_ASKED),
          Thread.ofPlatform().name("weft-archive-reader-", 0).daemon(true).factory());

  private BidArchive(String file, ArchiveSettings settings) throws SQLException {
    this.file = file;
    List<Connection> opened = new ArrayList<>();
    try {
      writer = connect(file);
      opened.add(writer);
      execute("PRAGMA auto_vacuum = INCREMENTAL");
      execute("PRAGMA journal_mode = WAL");
      execute("PRAGMA synchronous = NORMAL");
      ArchiveSchema.open(writer, file);
      writes = new ArchiveWrites(writer);
      retention = new ArchiveRetention(writer, settings);
      for (int i = 0; i < READERS; i++) {
        Connection reader = connect(file);
        opened.add(reader);
        try (Statement statement = reader.createStatement()) {
          statement.execute("PRAGMA query_only = ON");
        }
        readers.add(reader);
      }
    } catch (SQLException | StoreException e) {
      for (Connection connection : opened) {
        connection.close();
      }
      throw e;
    }
  }

  /// Opens the archive, or begins one.
  ///
  /// @throws StoreException if the file is damaged, of another version, or cannot be used
  public static BidArchive open(Path file, ArchiveSettings settings) {
    SqliteLibrary.load();
    try {
      Files.createDirectories(Objects.requireNonNull(file.toAbsolutePath().getParent()));
      BidArchive archive = new BidArchive(file.toString(), settings);
      archive.lastHeight();
      return archive;
    } catch (SQLException e) {
      throw ArchiveErrors.of(file.toString(), e);
    } catch (IOException e) {
      throw new StoreException(
          "The folder of the archive %s cannot be made: %s.".formatted(file, e.getMessage()),
          "Check the disk and the rights on the folder; or set archive.enabled to false.",
          e);
    }
  }

  private static Connection connect(String file) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = " + BUSY_TIMEOUT_MS);
      statement.execute("PRAGMA cache_size = -" + CACHE_KIB);
    }
    return connection;
  }

  /// What is written in one step: all of it or nothing.
  ///
  /// @param lastHeight all blocks up to it are in the archive then
  public record Piece(List<ArchivedBid> bids, List<ArchivedBlock> blocks, long lastHeight) {
    public Piece {
      bids = List.copyOf(bids);
      blocks = List.copyOf(blocks);
    }
  }

  /// Only the writing thread calls this.
  ///
  /// @throws StoreException if nothing of the piece could be written
  public void write(Piece piece) {
    inTransaction(
        () -> {
          for (ArchivedBid bid : piece.bids()) {
            writes.received(bid);
          }
          for (ArchivedBlock block : piece.blocks()) {
            writes.committed(block);
          }
          writes.passed(piece.lastHeight());
          return true;
        });
  }

  /// Deletes some of what is older or more than is to be kept. Only the writing thread calls this.
  ///
  /// @return whether there may be more to delete
  public boolean prune(long nowMs) {
    boolean isPruned = inTransaction(() -> retention.step(nowMs));
    if (isPruned) {
      try {
        retention.shrink();
      } catch (SQLException e) {
        throw ArchiveErrors.of(file, e);
      }
    }
    return isPruned;
  }

  /// The height up to which all blocks are in the archive; 0 at the beginning. Only the writing
  /// thread calls this.
  public long lastHeight() {
    try (Statement statement = writer.createStatement();
        ResultSet row = statement.executeQuery("SELECT last_height FROM progress")) {
      return row.getLong(1);
    } catch (SQLException e) {
      throw ArchiveErrors.of(file, e);
    }
  }

  /// Bids that were asked for.
  ///
  /// @return empty where too many ask at once, or the question takes too long
  /// @throws StoreException if the archive cannot be read
  public Optional<List<BidTrace>> read(TraceQuery query) throws InterruptedException {
    Future<Optional<List<BidTrace>>> answer;
    try {
      answer = asked.submit(() -> answer(query));
    } catch (RejectedExecutionException e) {
      return Optional.empty();
    }
    try {
      return answer.get(ANSWER_MS + QUEUE_MS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(false);
      return Optional.empty();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException known) {
        throw known;
      }
      throw new IllegalStateException("reading the archive " + file, e);
    }
  }

  private Optional<List<BidTrace>> answer(TraceQuery query) throws InterruptedException {
    Connection reader = readers.take();
    try {
      limitTime(reader);
      return Optional.of(TraceReader.read(reader, query));
    } catch (SQLException e) {
      if (ArchiveErrors.isInterrupted(e)) {
        return Optional.empty();
      }
      throw ArchiveErrors.of(file, e);
    } finally {
      readers.add(reader);
    }
  }

  private static void limitTime(Connection reader) throws SQLException {
    long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ANSWER_MS);
    ProgressHandler.setHandler(
        reader,
        STEPS_BETWEEN_LOOKS,
        new ProgressHandler() {
          @Override
          protected int progress() {
            return System.nanoTime() - endNs > 0 ? 1 : 0;
          }
        });
  }

  /// Bytes of the tables. Only the writing thread calls this.
  public long usedBytes() {
    try {
      return retention.usedBytes();
    } catch (SQLException e) {
      throw ArchiveErrors.of(file, e);
    }
  }

  /// A step that is written as a whole.
  @FunctionalInterface
  private interface Step {
    boolean run() throws SQLException;
  }

  private boolean inTransaction(Step step) {
    try {
      execute("BEGIN IMMEDIATE");
      boolean isDone = false;
      try {
        boolean answer = step.run();
        execute("COMMIT");
        isDone = true;
        return answer;
      } finally {
        if (!isDone) {
          rollback();
        }
      }
    } catch (SQLException e) {
      throw ArchiveErrors.of(file, e);
    }
  }

  /// Some errors have ended the transaction already.
  private void rollback() throws SQLException {
    try {
      execute("ROLLBACK");
    } catch (SQLException ended) {
      if (ArchiveErrors.isSerious(ended)) {
        throw ended;
      }
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = writer.createStatement()) {
      statement.execute(sql);
    }
  }

  /// Ends writing; questions that are being answered are answered still.
  @Override
  public void close() {
    asked.shutdown();
    try {
      if (!asked.awaitTermination(ANSWER_MS + QUEUE_MS, TimeUnit.MILLISECONDS)) {
        asked.shutdownNow();
      }
    } catch (InterruptedException e) {
      asked.shutdownNow();
      Thread.currentThread().interrupt();
    }
    closeReaders();
    close(writer);
  }

  private void closeReaders() {
    for (@Nullable Connection one = readers.poll(); one != null; one = readers.poll()) {
      close(one);
    }
  }

  private void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      throw ArchiveErrors.of(file, e);
    }
  }
}
