package weft.storage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import weft.primitives.Bytes;

/// Values, and the knowledge that there is none, of the keys that are read most.
///
/// A value never goes back in time: a load and a [#put] of the same key exclude each other, and the
/// store puts after it has written, so whatever a load read before the write is overwritten.
final class HotCache {
  /// What an entry costs beside its bytes, measured on a 64-bit JVM.
  private static final int ENTRY_OVERHEAD_BYTES = 160;

  private final Cache<Bytes, Optional<Bytes>> cache;

  /// @param maxBytes cap of keys, values and overhead; 0 = caches nothing
  HotCache(long maxBytes) {
    cache =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher(HotCache::weigh)
            .executor(Runnable::run)
            .build();
  }

  @Nullable Bytes get(Bytes key, Function<Bytes, @Nullable Bytes> load) {
    Optional<Bytes> known = cache.getIfPresent(key);
    if (known == null) {
      known = cache.get(key, missing -> owned(Optional.ofNullable(load.apply(missing))));
    }
    return known.orElse(null);
  }

  void put(Bytes key, Optional<Bytes> value) {
    cache.put(key, owned(value));
  }

  /// A value that does not keep a larger array alive.
  private static Optional<Bytes> owned(Optional<Bytes> value) {
    return value.map(bytes -> Bytes.wrap(bytes.toArrayUnsafe()));
  }

  private static int weigh(Bytes key, Optional<Bytes> value) {
    return ENTRY_OVERHEAD_BYTES + key.size() + value.map(Bytes::size).orElse(0);
  }
}
