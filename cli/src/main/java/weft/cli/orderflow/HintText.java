package weft.cli.orderflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.cli.Format;
import weft.protocol.orderflow.GivenHints;
import weft.protocol.orderflow.Hint;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.RollupId;

/// What is told of a transaction, as text and as a JSON document.
final class HintText {
  private HintText() {}

  static String lines(Hint hint) {
    List<String> lines = new ArrayList<>();
    lines.add("transaction " + hint.hash() + ", until " + Format.time(hint.heldUntilMs()));
    if (!hint.rollups().isEmpty()) {
      lines.add("  rollups   " + String.join(", ", names(hint.rollups())));
    }
    hint.size().ifPresent(size -> lines.add("  size      " + Format.bytes(size)));
    hint.sender().ifPresent(sender -> lines.add("  sender    " + sender));
    hint.refund()
        .ifPresent(
            terms -> lines.add("  refund    " + terms.percent() + " % to " + terms.recipient()));
    for (Action.BundleEntry entry : hint.payloads()) {
      lines.add("  payload   " + entry.rollup() + " 0x" + entry.payload().data().toHex());
    }
    for (GivenHints.Call call : hint.given().txs()) {
      lines.add(
          "  calls     0x%s 0x%s 0x%s"
              .formatted(
                  call.to().toHex(), call.functionSelector().toHex(), call.callData().toHex()));
    }
    for (GivenHints.Log log : hint.given().logs()) {
      lines.add("  logs      0x" + log.address().toHex() + " 0x" + log.data().toHex());
    }
    return String.join(System.lineSeparator(), lines);
  }

  static Map<String, Object> document(Hint hint) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("hash", hint.hash().toString());
    document.put("heldUntilMs", hint.heldUntilMs());
    document.put("rollups", names(hint.rollups()));
    hint.size().ifPresent(size -> document.put("size", size));
    hint.sender().ifPresent(sender -> document.put("sender", sender.toString()));
    hint.refund()
        .ifPresent(
            terms ->
                document.put(
                    "refund",
                    Map.of("recipient", terms.recipient().toString(), "percent", terms.percent())));
    document.put("payloads", hint.payloads().stream().map(HintText::payload).toList());
    document.put("txs", hint.given().txs().stream().map(HintText::call).toList());
    document.put("logs", hint.given().logs().stream().map(HintText::log).toList());
    return document;
  }

  private static List<String> names(List<RollupId> rollups) {
    return rollups.stream().map(RollupId::name).toList();
  }

  private static Map<String, Object> payload(Action.BundleEntry entry) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("rollup", entry.rollup().name());
    document.put("data", "0x" + entry.payload().data().toHex());
    document.put("gasLimit", entry.payload().gasLimit());
    return document;
  }

  private static Map<String, Object> call(GivenHints.Call call) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("to", "0x" + call.to().toHex());
    document.put("functionSelector", "0x" + call.functionSelector().toHex());
    document.put("callData", "0x" + call.callData().toHex());
    return document;
  }

  private static Map<String, Object> log(GivenHints.Log log) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("address", "0x" + log.address().toHex());
    document.put("topics", log.topics().stream().map(topic -> "0x" + topic.toHex()).toList());
    document.put("data", "0x" + log.data().toHex());
    return document;
  }
}
