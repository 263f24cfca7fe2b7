package weft.protocol;

/// The cases of one fuzz test: how many, and the seed of each. Both are printed before the first
/// case and can be set for all fuzz tests: `-Dweft.fuzz.cases=N`, `-Dweft.fuzz.seed=N`. Case `i`
/// depends on nothing but `seed + i`, so a failed case is repeated alone by its own seed and one
/// case.
public final class Fuzz {
  /// From this many cases on, every kind of outcome has surely been seen.
  private static final int REPRESENTATIVE = 5_000;

  private static final long FIXED_SEED = 20_261_123L;

  private final int cases;
  private final long seed;

  private Fuzz(String test, int cases, long seed) {
    this.cases = Integer.getInteger("weft.fuzz.cases", cases);
    this.seed = Long.getLong("weft.fuzz.seed", seed);
    System.out.printf("%s: %d cases, -Dweft.fuzz.seed=%d%n", test, this.cases, this.seed);
  }

  /// Few cases, the same in every build.
  public static Fuzz few(String test, int cases) {
    return new Fuzz(test, cases, FIXED_SEED);
  }

  /// Many cases, others in every run.
  public static Fuzz many(String test, int cases) {
    return new Fuzz(test, cases, System.currentTimeMillis());
  }

  public int cases() {
    return cases;
  }

  public long seed(int number) {
    return seed + number;
  }

  /// Whether there are enough cases to ask which outcomes there were.
  public boolean isRepresentative() {
    return cases >= REPRESENTATIVE;
  }
}
