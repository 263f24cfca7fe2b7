package weft.protocol.transaction;

/// An asset that balances and fees are counted in: 1 to 16 characters of `a-z`, `0-9`, `-`.
public record AssetId(String name) implements Comparable<AssetId> {
  public static final int MAX_NAME_LENGTH = 16;

  public AssetId {
    if (!isName(name)) {
      throw new IllegalArgumentException("not an asset name: " + name);
    }
  }

  public static boolean isName(String name) {
    int length = name.length();
    if (length == 0 || length > MAX_NAME_LENGTH) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = name.charAt(i);
      if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int compareTo(AssetId other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
