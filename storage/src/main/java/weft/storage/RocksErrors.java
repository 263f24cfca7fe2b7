package weft.storage;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/// Turns RocksDB's errors into messages that say what to do.
final class RocksErrors {
  /// RocksDB has codes for some of these cases only, and Java sees fewer.
  private static final List<String> FULL =
      List.of("no space left", "max allowed space", "quota exceeded");

  private static final List<String> MISSING = List.of("no such file", "does not exist");

  private RocksErrors() {}

  static StoreException failed(String what, RocksDBException cause) {
    return new StoreException(what + ": " + cause.getMessage() + ".", nextStep(cause), cause);
  }

  private static String nextStep(RocksDBException cause) {
    String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    @Nullable Status status = cause.getStatus();
    if (FULL.stream().anyMatch(text::contains)) {
      return StoreAdvice.FREE_SPACE;
    }
    boolean isCorruption = status != null && status.getCode() == Status.Code.Corruption;
    return isCorruption || MISSING.stream().anyMatch(text::contains)
        ? StoreAdvice.RESTORE
        : StoreAdvice.CHECK_DISK;
  }
}
