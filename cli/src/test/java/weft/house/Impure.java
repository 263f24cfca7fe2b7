package weft.house;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import weft.primitives.Bytes;

/// Everything that a pure module must not do, one sin in each method: `PurityTest` must find each.
@SuppressWarnings({
  "UnusedMethod",
  "UnusedVariable",
  "AnnotateFormatMethod",
  "StringCaseLocaleUsage",
  "DefaultCharset",
  "JavaTimeDefaultTimeZone",
  "TimeZoneUsage",
  "SynchronizeOnNonFinalField",
  "NarrowingCompoundAssignment",
  "FormatStringConcatenation",
  "DefaultLocale"
})
final class Impure {
  private Impure() {}

  /// Calls.
  static final class Calls {
    private Calls() {}

    static Clock clock() {
      return Clock.systemUTC();
    }

    static Instant instant() {
      return Instant.now();
    }

    static LocalDateTime localTime() {
      return LocalDateTime.now();
    }

    static Set<String> unmodifiableSet(List<String> words) {
      return words.stream().collect(Collectors.toUnmodifiableSet());
    }

    static Map<String, String> unmodifiableMap(List<String> words) {
      return words.stream().collect(Collectors.toUnmodifiableMap(one -> one, one -> one));
    }

    static Stream<String> parallel(List<String> words) {
      return words.stream().parallel();
    }

    static Stream<String> parallelStream(List<String> words) {
      return words.parallelStream();
    }

    static String format(long number) {
      return String.format("%d", number);
    }

    static String formatted(long number) {
      return "%d".formatted(number);
    }

    static String lower(String word) {
      return word.toLowerCase();
    }

    static byte[] bytes(String word) {
      return word.getBytes();
    }

    static String text(byte[] bytes) {
      return new String(bytes);
    }

    static int identity(String word) {
      return System.identityHashCode(word);
    }

    static Set<String> salted() {
      return Set.of("a", "b");
    }

    static Set<String> copied(Set<String> words) {
      return Set.copyOf(words);
    }

    static Map<String, String> saltedMap() {
      return Map.of("a", "b");
    }

    static Set<String> toSet(List<String> words) {
      return words.stream().collect(Collectors.toSet());
    }

    static Map<String, String> toMap(List<String> words) {
      return words.stream().collect(Collectors.toMap(one -> one, one -> one));
    }

    static Map<String, List<String>> grouping(List<String> words) {
      return words.stream().collect(Collectors.groupingBy(one -> one));
    }

    static long milliseconds() {
      return System.currentTimeMillis();
    }

    static long nanoseconds() {
      return System.nanoTime();
    }

    static UUID unique() {
      return UUID.randomUUID();
    }

    static boolean random() {
      return Math.random() > 0;
    }

    static String upper(String word) {
      return word.toUpperCase();
    }

    static Supplier<Instant> referred() {
      return Instant::now;
    }

    static Supplier<Instant> inLambda() {
      return () -> Instant.now();
    }

    static void waiting(Object lock) {
      lock.notifyAll();
    }

    static String environment() {
      return System.getProperty("user.dir");
    }
  }

  /// Fields and instructions.
  static final class Code {
    double field;
    volatile int shared;

    static long fromDouble(double[] all) {
      return (long) all[0];
    }

    static int toInt(Object box) {
      return (int) ((float) box.hashCode() * 2);
    }

    static Object array() {
      return new float[1];
    }

    static Object constant() {
      return String.valueOf(3.14159);
    }

    static long toLong(float[] all) {
      return (long) all[0];
    }

    static String called(Number number) {
      return String.valueOf(number.doubleValue());
    }

    static Object grid() {
      return new double[1][1];
    }

    static Object read(Code other) {
      return String.valueOf(other.field);
    }

    static long fromLong(long whole) {
      return (long) (whole * 1.5);
    }

    static synchronized int locked() {
      return 1;
    }

    static int block(Object lock) {
      synchronized (lock) {
        return 1;
      }
    }
  }

  /// Imports from a floor that it is not allowed.
  static final class Climber {
    Bytes bytes = Bytes.EMPTY;
  }

  /// What is like the sins and is none.
  static final class Pure {
    private Pure() {}

    static String words(byte[] bytes, long number) {
      return new String(bytes, StandardCharsets.UTF_8)
          + String.format(java.util.Locale.ROOT, "%d", number)
          + "A".toLowerCase(java.util.Locale.ROOT)
          + List.of("a").stream().map(one -> one + number).collect(Collectors.joining());
    }

    static long whole(long[] all) {
      return all[0] * 3 / 2;
    }
  }
}
