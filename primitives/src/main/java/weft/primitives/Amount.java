package weft.primitives;

import java.math.BigInteger;

/// A quantity of a token: an immutable unsigned 128-bit integer whose arithmetic never wraps.
///
/// Overflow and underflow are faults (`ArithmeticException`), so callers that expect a shortfall
/// compare first. Nearly all amounts fit 64 bits; those never touch a `BigInteger`.
public final class Amount implements Comparable<Amount> {
  /// Bytes of the fixed big-endian form.
  public static final int SIZE = 16;

  public static final Amount ZERO = new Amount(0, 0);

  /// 2^128 - 1.
  public static final Amount MAX = new Amount(-1, -1);

  private static final int MAX_DIGITS = 39;

  private final long hi;
  private final long lo;

  private Amount(long hi, long lo) {
    this.hi = hi;
    this.lo = lo;
  }

  /// The amount with this number.
  ///
  /// @throws IllegalArgumentException if the value is negative
  public static Amount of(long nonNegative) {
    return raw(0, requireNonNegative(nonNegative, "an amount"));
  }

  /// Reads plain decimal digits: no sign, no blanks, no leading zeros, so each amount has one text.
  ///
  /// @throws IllegalArgumentException if the text is anything else or exceeds 2^128 - 1
  public static Amount parse(String decimal) {
    if (decimal.isEmpty() || decimal.length() > MAX_DIGITS) {
      throw new IllegalArgumentException(
          "an amount has 1 to " + MAX_DIGITS + " decimal digits, got " + decimal.length());
    }
    if (!decimal.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new IllegalArgumentException("an amount is decimal digits only, got: " + decimal);
    }
    if (decimal.length() > 1 && decimal.charAt(0) == '0') {
      throw new IllegalArgumentException("an amount has no leading zeros, got: " + decimal);
    }
    return ofBigInteger(new BigInteger(decimal));
  }

  /// Reads 16 big-endian bytes.
  ///
  /// @throws IllegalArgumentException if there are not exactly 16
  public static Amount ofBytes(Bytes bytes) {
    if (bytes.size() != SIZE) {
      throw new IllegalArgumentException("an amount has 16 bytes, got " + bytes.size());
    }
    return raw(readLong(bytes, 0), readLong(bytes, Long.BYTES));
  }

  /// The amount with this number.
  ///
  /// @throws IllegalArgumentException if the value is negative or exceeds 2^128 - 1
  public static Amount ofBigInteger(BigInteger value) {
    if (value.signum() < 0 || value.bitLength() > 128) {
      throw new IllegalArgumentException("an amount lies in 0..2^128-1, got " + value);
    }
    return raw(value.shiftRight(Long.SIZE).longValue(), value.longValue());
  }

  /// The 16-byte big-endian form.
  public Bytes toBytes() {
    byte[] out = new byte[SIZE];
    copyTo(out, 0);
    return Bytes.wrap(out);
  }

  /// Writes the 16-byte big-endian form into an array.
  public void copyTo(byte[] destination, int at) {
    for (int i = 0; i < Long.BYTES; i++) {
      int shift = 56 - 8 * i;
      destination[at + i] = (byte) (hi >>> shift);
      destination[at + Long.BYTES + i] = (byte) (lo >>> shift);
    }
  }

  /// The sum.
  ///
  /// @throws ArithmeticException if the sum exceeds 2^128 - 1
  public Amount plus(Amount other) {
    long low = lo + other.lo;
    long carry = Long.compareUnsigned(low, lo) < 0 ? 1 : 0;
    long high = hi + other.hi;
    boolean overflow = Long.compareUnsigned(high, hi) < 0 || (carry == 1 && high == -1);
    if (overflow) {
      throw new ArithmeticException(this + " + " + other + " exceeds 128 bits");
    }
    return raw(high + carry, low);
  }

  /// The difference.
  ///
  /// @throws ArithmeticException if the other amount is the larger one
  public Amount minus(Amount other) {
    if (isLessThan(other)) {
      throw new ArithmeticException(this + " - " + other + " is below zero");
    }
    long borrow = Long.compareUnsigned(lo, other.lo) < 0 ? 1 : 0;
    return raw(hi - other.hi - borrow, lo - other.lo);
  }

  /// The sum, or [#MAX] where the sum would exceed it.
  public Amount saturatingPlus(Amount other) {
    boolean fits = raw(~hi, ~lo).compareTo(other) >= 0;
    return fits ? plus(other) : MAX;
  }

  /// The product.
  ///
  /// @throws ArithmeticException if the product exceeds 2^128 - 1
  /// @throws IllegalArgumentException if the factor is negative
  public Amount times(long nonNegative) {
    requireNonNegative(nonNegative, "a factor");
    long carry = Math.unsignedMultiplyHigh(lo, nonNegative);
    long high = hi * nonNegative + carry;
    boolean overflow =
        Math.unsignedMultiplyHigh(hi, nonNegative) != 0 || Long.compareUnsigned(high, carry) < 0;
    if (overflow) {
      throw new ArithmeticException(this + " * " + nonNegative + " exceeds 128 bits");
    }
    return raw(high, lo * nonNegative);
  }

  /// `floor(this * numerator / denominator)`, exact: the product may be wider than 128 bits.
  ///
  /// @throws ArithmeticException if the result exceeds 2^128 - 1
  /// @throws IllegalArgumentException if the numerator is negative or the denominator not positive
  public Amount mulDivFloor(long numerator, long denominator) {
    return mulDiv(numerator, denominator, false);
  }

  /// `ceil(this * numerator / denominator)`, exact: the product may be wider than 128 bits.
  ///
  /// @throws ArithmeticException if the result exceeds 2^128 - 1
  /// @throws IllegalArgumentException if the numerator is negative or the denominator not positive
  public Amount mulDivCeil(long numerator, long denominator) {
    return mulDiv(numerator, denominator, true);
  }

  public boolean isZero() {
    return (hi | lo) == 0;
  }

  public boolean isLessThan(Amount other) {
    return compareTo(other) < 0;
  }

  public Amount min(Amount other) {
    return compareTo(other) <= 0 ? this : other;
  }

  public Amount max(Amount other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /// The number as a `long`.
  ///
  /// @throws ArithmeticException if the amount exceeds 2^63 - 1
  public long toLongExact() {
    if (hi != 0 || lo < 0) {
      throw new ArithmeticException(this + " exceeds 63 bits");
    }
    return lo;
  }

  public BigInteger toBigInteger() {
    return hi == 0 && lo >= 0
        ? BigInteger.valueOf(lo)
        : new BigInteger(1, toBytes().toArrayUnsafe());
  }

  @Override
  public int compareTo(Amount other) {
    int byHigh = Long.compareUnsigned(hi, other.hi);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(lo, other.lo);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Amount that && hi == that.hi && lo == that.lo;
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(hi) + Long.hashCode(lo);
  }

  /// Plain decimal digits; [#parse] reads them back.
  @Override
  public String toString() {
    return hi == 0 ? Long.toUnsignedString(lo) : toBigInteger().toString();
  }

  private Amount mulDiv(long numerator, long denominator, boolean up) {
    requireNonNegative(numerator, "a numerator");
    if (denominator <= 0) {
      throw new IllegalArgumentException("a denominator is positive, got " + denominator);
    }
    boolean narrow = hi == 0 && Math.unsignedMultiplyHigh(lo, numerator) == 0;
    return narrow
        ? mulDivNarrow(lo * numerator, denominator, up)
        : mulDivWide(numerator, denominator, up);
  }

  private static Amount mulDivNarrow(long product, long denominator, boolean up) {
    long quotient = Long.divideUnsigned(product, denominator);
    boolean inexact = quotient * denominator != product;
    // An inexact quotient has a denominator of at least 2, so one more cannot wrap.
    return raw(0, up && inexact ? quotient + 1 : quotient);
  }

  private Amount mulDivWide(long numerator, long denominator, boolean up) {
    BigInteger[] parts =
        toBigInteger()
            .multiply(BigInteger.valueOf(numerator))
            .divideAndRemainder(BigInteger.valueOf(denominator));
    BigInteger result = up && parts[1].signum() != 0 ? parts[0].add(BigInteger.ONE) : parts[0];
    if (result.bitLength() > 128) {
      throw new ArithmeticException(
          this + " * " + numerator + " / " + denominator + " exceeds 128 bits");
    }
    return ofBigInteger(result);
  }

  private static Amount raw(long hi, long lo) {
    return (hi | lo) == 0 ? ZERO : new Amount(hi, lo);
  }

  private static long requireNonNegative(long value, String what) {
    if (value < 0) {
      throw new IllegalArgumentException(what + " is not negative, got " + value);
    }
    return value;
  }

  private static long readLong(Bytes bytes, int at) {
    long value = 0;
    for (int i = at; i < at + Long.BYTES; i++) {
      value = (value << 8) | (bytes.get(i) & 0xff);
    }
    return value;
  }
}
