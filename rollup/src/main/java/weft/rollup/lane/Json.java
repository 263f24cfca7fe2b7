package weft.rollup.lane;

import java.util.Locale;

/// Writes one flat JSON object.
final class Json {
  private final StringBuilder out = new StringBuilder("{");

  Json text(String name, String value) {
    name(name).append('"').append(escape(value)).append('"');
    return this;
  }

  Json number(String name, long value) {
    name(name).append(value);
    return this;
  }

  Json bool(String name, boolean value) {
    name(name).append(value);
    return this;
  }

  @Override
  public String toString() {
    return out + "}";
  }

  private StringBuilder name(String name) {
    out.append(out.length() > 1 ? "," : "").append('"').append(name).append("\":");
    return out;
  }

  private static String escape(String value) {
    StringBuilder escaped = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        escaped.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
