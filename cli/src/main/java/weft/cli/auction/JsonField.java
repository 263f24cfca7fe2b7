package weft.cli.auction;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import weft.cli.CliException;
import weft.node.configuration.EditDistance;
import weft.primitives.Amount;

/// One value of a JSON file and where it stands: what it is not, is refused with its place, the
/// limit and what to do.
///
/// @param place such as `bids[3].amount`
record JsonField(Path file, String place, JsonNode node) {
  static final int MAX_NAME_LENGTH = 128;

  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,39}");
  private static final BigInteger MAX_AMOUNT = Amount.MAX.toBigInteger();
  private static final int SUGGESTED_DISTANCE = 3;

  CliException refused(String message, String nextStep) {
    return new CliException(
        "malformed", file + (place.isEmpty() ? "" : ", " + place) + ": " + message, nextStep);
  }

  /// An object with no other members than `known`.
  void requireObject(List<String> known) {
    requireObject();
    for (String name : node.propertyNames()) {
      if (!known.contains(name)) {
        throw member(name)
            .refused("there is no such field", suggestion(name, known) + "or leave it out.");
      }
    }
  }

  private void requireObject() {
    if (!node.isObject()) {
      throw refused("this is no object", "Write { … }.");
    }
  }

  static String suggestion(String name, List<String> known) {
    return EditDistance.nearest(clipped(name), known)
        .filter(one -> EditDistance.between(clipped(name), one) <= SUGGESTED_DISTANCE)
        .map(one -> "Did you mean '" + one + "'? Correct it, ")
        .orElseGet(
            () ->
                "Use one of "
                    + String.join(", ", known.subList(0, Math.min(known.size(), 20)))
                    + ", ");
  }

  private static String clipped(String name) {
    return name.substring(0, Math.min(name.length(), MAX_NAME_LENGTH));
  }

  /// How a stranger's word stands in a message.
  static String quoted(String word) {
    String clipped = clipped(word).codePoints().allMatch(JsonField::isPrintable) ? word : "?";
    return "'" + clipped(clipped) + "'";
  }

  private static boolean isPrintable(int character) {
    return !Character.isISOControl(character)
        && Character.getType(character) != Character.FORMAT
        && Character.getType(character) != Character.SURROGATE;
  }

  private JsonField member(String name) {
    String known = clipped(name).codePoints().allMatch(JsonField::isPrintable) ? name : "?";
    return new JsonField(
        file, (place.isEmpty() ? "" : place + ".") + clipped(known), node.path(name));
  }

  Optional<JsonField> optional(String name) {
    return node.has(name) ? Optional.of(member(name)) : Optional.empty();
  }

  JsonField required(String name) {
    return optional(name)
        .orElseThrow(() -> member(name).refused("it is missing", "Write \"" + name + "\": …"));
  }

  /// The members of an object whose names are the file's own, in their order.
  TreeMap<String, JsonField> members() {
    requireObject();
    TreeMap<String, JsonField> members = new TreeMap<>();
    node.propertyNames().forEach(name -> members.put(name, member(name)));
    return members;
  }

  List<JsonField> elements(int max) {
    if (!node.isArray()) {
      throw refused("this is no list", "Write [ … ].");
    }
    if (node.size() > max) {
      throw refused(node.size() + " entries (limit: " + max + ")", "Use fewer.");
    }
    List<JsonField> elements = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      elements.add(new JsonField(file, place + "[" + i + "]", node.get(i)));
    }
    return elements;
  }

  /// A name of 1 to [#MAX_NAME_LENGTH] printable characters.
  String name() {
    if (!node.isString()) {
      throw refused("this is no text", "Write it in quotation marks.");
    }
    String text = node.stringValue();
    if (text.isEmpty() || text.length() > MAX_NAME_LENGTH) {
      throw refused(
          text.length() + " characters (limit: 1 to " + MAX_NAME_LENGTH + ")",
          "Choose another name.");
    }
    if (!text.codePoints().allMatch(JsonField::isPrintable)) {
      throw refused("a name has printable characters only", "Choose another name.");
    }
    return text;
  }

  /// One of a rule's names.
  String choice(List<String> known) {
    String text = name();
    if (!known.contains(text)) {
      throw refused(
          quoted(text) + " is none (limit: " + String.join(", ", known) + ")",
          suggestion(text, known) + "or leave it out.");
    }
    return text;
  }

  /// A whole number of 0 to 2^128-1, as an integer or in quotation marks.
  BigInteger amount() {
    String text =
        node.isIntegralNumber() ? node.bigIntegerValue().toString() : node.asString("").strip();
    boolean isWhole = (node.isIntegralNumber() || node.isString()) && WHOLE.matcher(text).matches();
    if (!isWhole || new BigInteger(text).compareTo(MAX_AMOUNT) > 0) {
      throw refused(
          "this is no whole number of 0 to 2^128-1",
          "Write a whole number of the smallest units, such as \"20\".");
    }
    return new BigInteger(text);
  }

  BigInteger amountAboveZero() {
    BigInteger amount = amount();
    if (amount.signum() == 0) {
      throw refused("0 (limit: at least 1)", "Offer something, or leave the bid out.");
    }
    return amount;
  }

  /// A whole number within limits.
  long whole(long least, long most) {
    BigInteger value = amount();
    if (value.compareTo(BigInteger.valueOf(least)) < 0
        || value.compareTo(BigInteger.valueOf(most)) > 0) {
      throw refused(value + " (limit: " + least + " to " + most + ")", "Choose another number.");
    }
    return value.longValueExact();
  }
}
