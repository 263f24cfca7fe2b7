package weft.node.api.http;

import com.google.protobuf.ByteString;
import tools.jackson.core.JsonGenerator;
import weft.node.api.json.WireJson;
import weft.primitives.Bytes;
import weft.primitives.Hex;
import weft.protocol.codec.WireFields;
import weft.protocol.lane.LaneEntry;
import weft.protocol.lane.LaneHeader;
import weft.protocol.wire.GetLaneBlocksResponse;
import weft.protocol.wire.LaneAtHeight;
import weft.protocol.wire.ProvenLaneBlock;

/// Lane blocks as JSON: the wire message, which is what proofs are about, and beside it `lane`,
/// what the encoded header says. On request also `payloads`, what the encoded entries say.
final class LaneJson {
  private LaneJson() {}

  static void write(GetLaneBlocksResponse range, boolean decoded, JsonGenerator out) {
    out.writeStartObject();
    out.writeArrayPropertyStart("laneBlocks");
    for (ProvenLaneBlock block : range.getLaneBlocksList()) {
      write(block, decoded, out);
    }
    out.writeEndArray();
    out.writeName("earliestLaneHeight");
    WireJson.writeU64(range.getEarliestLaneHeight(), out);
    out.writeName("latestLaneHeight");
    WireJson.writeU64(range.getLatestLaneHeight(), out);
    out.writeEndObject();
  }

  static void write(LaneAtHeight answer, boolean decoded, JsonGenerator out) {
    if (!answer.hasPresent()) {
      WireJson.write(answer, out);
      return;
    }
    out.writeStartObject();
    out.writeName("present");
    write(answer.getPresent(), decoded, out);
    out.writeEndObject();
  }

  static void write(ProvenLaneBlock block, boolean decoded, JsonGenerator out) {
    out.writeStartObject();
    out.writeName("lane");
    write(LaneHeader.decode(WireFields.bytes(block.getLaneBlock().getHeader())), out);
    if (decoded) {
      out.writeArrayPropertyStart("payloads");
      for (ByteString entry : block.getLaneBlock().getEntriesList()) {
        write(LaneEntry.decode(WireFields.bytes(entry)), out);
      }
      out.writeEndArray();
    }
    WireJson.writeFields(block, out);
    out.writeEndObject();
  }

  private static void write(LaneHeader header, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("rollupId", header.rollupId().toString());
    number(out, "laneHeight", header.laneHeight());
    out.writeStringProperty("laneHash", header.hash().toString());
    out.writeStringProperty("parentLaneHash", header.parentLaneHash().toString());
    number(out, "blockHeight", header.blockHeight());
    number(out, "blockTimeMs", header.blockTimeMs());
    out.writeStringProperty("payloadsRoot", header.payloadsRoot().toString());
    number(out, "payloadCount", header.payloadCount());
    number(out, "payloadBytes", header.payloadBytes());
    out.writeEndObject();
  }

  private static void write(LaneEntry entry, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("transactionHash", entry.transactionHash().toString());
    out.writeStringProperty("sender", entry.sender().toString());
    number(out, "actionIndex", entry.actionIndex());
    number(out, "payloadIndex", entry.payloadIndex());
    if (entry.isBundled()) {
      out.writeStringProperty("bundleRoot", entry.bundleRoot().toString());
    }
    number(out, "gasLimit", entry.payload().gasLimit());
    out.writeStringProperty("data", hex(entry.data()));
    out.writeEndObject();
  }

  private static void number(JsonGenerator out, String name, long value) {
    out.writeName(name);
    WireJson.writeU64(value, out);
  }

  private static String hex(Bytes bytes) {
    return Hex.encode0x(bytes.toArrayUnsafe());
  }
}
