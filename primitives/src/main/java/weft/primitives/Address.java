package weft.primitives;

import java.util.Arrays;

/// An Ethereum address: the account id of Weft. 20 bytes; order is unsigned lexicographic.
public final class Address implements Comparable<Address> {
  public static final int SIZE = 20;
  public static final Address ZERO = new Address(new byte[SIZE]);

  private final byte[] bytes;

  private Address(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Takes ownership of a 20-byte array.
  ///
  /// @throws IllegalArgumentException if the array is not 20 bytes long
  public static Address wrap(byte[] owned) {
    if (owned.length != SIZE) {
      throw new IllegalArgumentException("an address has 20 bytes, got " + owned.length);
    }
    return new Address(owned);
  }

  /// Copies 20 bytes.
  ///
  /// @throws IllegalArgumentException if there are not exactly 20
  public static Address of(Bytes bytes) {
    return wrap(bytes.toArray());
  }

  /// Decodes 40 hexadecimal digits, with or without `0x`. Mixed case must carry a right EIP-55
  /// checksum; all-lower and all-upper case are taken as they are.
  ///
  /// @throws IllegalArgumentException if the text is no address or its checksum is wrong
  public static Address fromHex(String hex) {
    Address address = wrap(Hex.decode(hex));
    String digits = hex.startsWith("0x") || hex.startsWith("0X") ? hex.substring(2) : hex;
    boolean mixedCase =
        digits.chars().anyMatch(c -> c >= 'a' && c <= 'f')
            && digits.chars().anyMatch(c -> c >= 'A' && c <= 'F');
    if (mixedCase && !address.toString().substring(2).equals(digits)) {
      throw new IllegalArgumentException("wrong EIP-55 checksum, expected " + address);
    }
    return address;
  }

  public Bytes bytes() {
    return Bytes.wrap(bytes);
  }

  public byte[] toArray() {
    return bytes.clone();
  }

  public void copyTo(byte[] destination, int at) {
    System.arraycopy(bytes, 0, destination, at, SIZE);
  }

  @Override
  public int compareTo(Address other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Address that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /// The EIP-55 checksummed form, `0x` and 40 digits.
  @Override
  public String toString() {
    String digits = Hex.encode(bytes);
    byte[] hash = Keccak256.hash(Bytes.utf8(digits)).toArrayUnsafe();
    StringBuilder text = new StringBuilder("0x");
    for (int i = 0; i < digits.length(); i++) {
      int nibble = (hash[i / 2] >>> (i % 2 == 0 ? 4 : 0)) & 0xf;
      char digit = digits.charAt(i);
      text.append(nibble >= 8 && digit >= 'a' ? (char) (digit - 'a' + 'A') : digit);
    }
    return text.toString();
  }
}
