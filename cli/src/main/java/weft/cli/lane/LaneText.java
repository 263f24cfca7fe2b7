package weft.cli.lane;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.cli.Format;
import weft.primitives.Bytes;
import weft.protocol.lane.LaneEntry;
import weft.protocol.lane.LaneHeader;
import weft.protocol.lane.VerifiedLaneBlock;

/// Verified lane blocks as text and as JSON documents.
final class LaneText {
  private static final int MOST_CHARACTERS = 60;

  private LaneText() {}

  static String line(VerifiedLaneBlock block) {
    LaneHeader header = block.header();
    return "lane block %s  block %s  %s  %s  verified %s"
        .formatted(
            Format.count(header.laneHeight()),
            Format.count(header.blockHeight()),
            Format.count(header.payloadCount(), "payload"),
            Format.count(header.payloadBytes(), "byte"),
            block.hash());
  }

  static List<String> entries(VerifiedLaneBlock block) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < block.entries().size(); i++) {
      lines.add(entry(i, block.entries().get(i)));
    }
    return lines;
  }

  static String entry(int index, LaneEntry entry) {
    return "  payload %s  from %s  %s  %s%s"
        .formatted(
            Format.count(index),
            entry.sender(),
            Format.count(entry.data().size(), "byte"),
            readable(entry.data()),
            entry.isBundled() ? "  (bundle)" : "");
  }

  static Map<String, Object> document(VerifiedLaneBlock block) {
    Map<String, Object> document = header(block.header());
    document.put("laneHash", block.hash().toString());
    document.put("verified", true);
    document.put("provenBy", block.anchor().isPresent() ? "own-block" : "later-block");
    List<Map<String, Object>> entries = new ArrayList<>();
    for (LaneEntry entry : block.entries()) {
      entries.add(document(entry));
    }
    document.put("entries", entries);
    return document;
  }

  static Map<String, Object> header(LaneHeader header) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("laneHeight", header.laneHeight());
    document.put("blockHeight", header.blockHeight());
    document.put("blockTimeMs", header.blockTimeMs());
    document.put("parentLaneHash", header.parentLaneHash().toString());
    document.put("payloadsRoot", header.payloadsRoot().toString());
    document.put("payloadCount", header.payloadCount());
    document.put("payloadBytes", header.payloadBytes());
    return document;
  }

  static Map<String, Object> document(LaneEntry entry) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("transactionHash", entry.transactionHash().toString());
    document.put("sender", entry.sender().toString());
    document.put("data", "0x" + entry.data().toHex());
    document.put("gasLimit", entry.payload().gasLimit());
    if (entry.isBundled()) {
      document.put("bundleRoot", entry.bundleRoot().toString());
    }
    return document;
  }

  /// Printable text in quotes, anything else in hexadecimal; cut to one line. What a stranger put
  /// into a payload never reaches the terminal as control characters.
  static String readable(Bytes data) {
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data.toArray())).toString();
      if (text.codePoints().allMatch(LaneText::isPrintable)) {
        return '"' + cut(text) + '"';
      }
    } catch (CharacterCodingException e) {
      return "0x" + cut(data.toHex());
    }
    return "0x" + cut(data.toHex());
  }

  private static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static String cut(String text) {
    return text.codePointCount(0, text.length()) <= MOST_CHARACTERS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MOST_CHARACTERS)) + "…";
  }
}
