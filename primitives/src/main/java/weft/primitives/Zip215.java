package weft.primitives;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/// The verdict on an Ed25519 signature by the rules of ZIP 215, by plain arithmetic: slow, without
/// a choice of its own.
///
/// A signature `R ‖ S` by the key `A` is valid if and only if `S` is below the order `L`, both `A`
/// and `R` decode to points of the curve (a `y` of `p` or more counts modulo `p`, and `x = 0` may
/// carry either sign), and `[8][S]B = [8]R + [8][k]A` with `k` the SHA-512 of `R ‖ A ‖ message`.
final class Zip215 {
  private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger L =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
  private static final BigInteger D =
      BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);
  private static final BigInteger TWICE_D = D.shiftLeft(1).mod(P);

  /// A square root of -1.
  private static final BigInteger I =
      BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P);

  /// `(p - 5) / 8`
  private static final BigInteger ROOT_EXPONENT = P.subtract(BigInteger.valueOf(5)).shiftRight(3);

  private static final Point NEUTRAL =
      new Point(BigInteger.ZERO, BigInteger.ONE, BigInteger.ONE, BigInteger.ZERO);
  private static final Point BASE =
      basePoint(BigInteger.valueOf(4).multiply(BigInteger.valueOf(5).modInverse(P)).mod(P));

  private Zip215() {}

  /// @param key 32 bytes
  /// @param signature 64 bytes
  static boolean verifies(Bytes key, Bytes message, Bytes signature) {
    Bytes encodedR = signature.slice(0, 32);
    BigInteger s = littleEndian(signature.slice(32, 32));
    Point a = decode(key);
    Point r = decode(encodedR);
    if (s.compareTo(L) >= 0 || a == null || r == null) {
      return false;
    }
    BigInteger k = littleEndian(sha512(encodedR, key, message)).mod(L);
    Point difference = sum(s, BASE, k, a.negated()).plus(r.negated());
    return difference.doubled().doubled().doubled().isNeutral();
  }

  /// `[s]p + [k]q`, both numbers walked through at once.
  private static Point sum(BigInteger s, Point p, BigInteger k, Point q) {
    Point both = p.plus(q);
    Point sum = NEUTRAL;
    for (int bit = Math.max(s.bitLength(), k.bitLength()) - 1; bit >= 0; bit--) {
      sum = sum.doubled();
      if (s.testBit(bit)) {
        sum = sum.plus(k.testBit(bit) ? both : p);
      } else if (k.testBit(bit)) {
        sum = sum.plus(q);
      }
    }
    return sum;
  }

  private static @Nullable Point decode(Bytes encoded) {
    BigInteger bits = littleEndian(encoded);
    boolean isOdd = bits.testBit(255);
    BigInteger y = bits.clearBit(255).mod(P);
    BigInteger x = evenX(y);
    if (x == null) {
      return null;
    }
    // For x = 0 both signs stand for the same point.
    BigInteger signed = isOdd ? P.subtract(x).mod(P) : x;
    return new Point(signed, y, BigInteger.ONE, signed.multiply(y).mod(P));
  }

  /// The even x of the point with this y: a root of `(y² - 1) / (dy² + 1)`; null if there is none.
  private static @Nullable BigInteger evenX(BigInteger y) {
    BigInteger ySquared = y.multiply(y);
    BigInteger u = ySquared.subtract(BigInteger.ONE).mod(P);
    // Never zero: -1/d is no square.
    BigInteger v = D.multiply(ySquared).add(BigInteger.ONE).mod(P);
    BigInteger square = u.multiply(v.modInverse(P)).mod(P);
    BigInteger root = square.modPow(ROOT_EXPONENT.add(BigInteger.ONE), P);
    if (!isRoot(root, square)) {
      root = root.multiply(I).mod(P);
    }
    if (!isRoot(root, square)) {
      return null;
    }
    return root.testBit(0) ? P.subtract(root) : root;
  }

  private static boolean isRoot(BigInteger root, BigInteger square) {
    return root.multiply(root).mod(P).equals(square);
  }

  private static Point basePoint(BigInteger y) {
    BigInteger x = evenX(y);
    if (x == null) {
      throw new IllegalStateException("the base point must lie on the curve");
    }
    return new Point(x, y, BigInteger.ONE, x.multiply(y).mod(P));
  }

  private static BigInteger littleEndian(Bytes bytes) {
    byte[] reversed = new byte[bytes.size()];
    for (int i = 0; i < reversed.length; i++) {
      reversed[i] = bytes.get(reversed.length - 1 - i);
    }
    return new BigInteger(1, reversed);
  }

  private static Bytes sha512(Bytes... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-512");
      for (Bytes part : parts) {
        part.feed(digest::update);
      }
      return Bytes.wrap(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must have SHA-512", e);
    }
  }

  /// A point of `-x² + y² = 1 + dx²y²` as `(X/Z, Y/Z)` with `T = XY/Z`. The formulas (RFC 8032,
  /// section 5.1.4) hold for all points of the curve, equal and neutral ones too.
  private record Point(BigInteger x, BigInteger y, BigInteger z, BigInteger t) {
    Point plus(Point other) {
      BigInteger a = y.subtract(x).multiply(other.y.subtract(other.x)).mod(P);
      BigInteger b = y.add(x).multiply(other.y.add(other.x)).mod(P);
      BigInteger c = t.multiply(TWICE_D).mod(P).multiply(other.t).mod(P);
      BigInteger d = z.shiftLeft(1).multiply(other.z).mod(P);
      return of(b.subtract(a), d.subtract(c), d.add(c), b.add(a));
    }

    Point doubled() {
      BigInteger a = x.multiply(x).mod(P);
      BigInteger b = y.multiply(y).mod(P);
      BigInteger c = z.multiply(z).shiftLeft(1).mod(P);
      BigInteger h = a.add(b);
      BigInteger sum = x.add(y);
      BigInteger e = h.subtract(sum.multiply(sum));
      BigInteger g = a.subtract(b);
      return of(e.mod(P), c.add(g), g, h);
    }

    private static Point of(BigInteger e, BigInteger f, BigInteger g, BigInteger h) {
      return new Point(
          e.multiply(f).mod(P), g.multiply(h).mod(P), f.multiply(g).mod(P), e.multiply(h).mod(P));
    }

    Point negated() {
      return new Point(P.subtract(x).mod(P), y, z, P.subtract(t).mod(P));
    }

    boolean isNeutral() {
      return x.signum() == 0 && y.equals(z);
    }
  }
}
