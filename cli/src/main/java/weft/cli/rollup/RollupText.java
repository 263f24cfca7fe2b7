package weft.cli.rollup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import weft.cli.Format;
import weft.primitives.Address;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.RollupTerms;
import weft.rollup.client.RegisteredRollup;

/// A rollup's entry as text and as a JSON document.
final class RollupText {
  private RollupText() {}

  static String[] lines(RegisteredRollup rollup) {
    List<String> lines = new ArrayList<>();
    lines.add("rollup     " + rollup.rollup().name() + " (" + rollup.status() + ")");
    lines.add("id         " + rollup.rollup().hash());
    lines.add("owner      " + rollup.owner());
    lines.addAll(terms(rollup.terms()));
    lines.add("bond       " + Format.amount(rollup.bond()) + " units of the default asset");
    lines.add("registered at block " + Format.count(rollup.registeredHeight()));
    lines.add(
        "lane       "
            + (rollup.laneHeight() == 0
                ? "no lane block yet"
                : "height " + Format.count(rollup.laneHeight()) + ", hash " + rollup.laneHash()));
    rollup
        .announced()
        .ifPresent(
            announced -> {
              lines.add("from block " + Format.count(announced.height()) + " on:");
              announced.owner().ifPresent(owner -> lines.add("owner      " + owner));
              announced.terms().ifPresent(terms -> lines.addAll(terms(terms)));
            });
    return lines.toArray(String[]::new);
  }

  static String shortLine(RegisteredRollup rollup) {
    return "%-32s %-8s %-11s lane height %s"
        .formatted(
            rollup.rollup().name(),
            rollup.status(),
            rollup.terms().policy().id(),
            Format.count(rollup.laneHeight()));
  }

  static Map<String, Object> document(RegisteredRollup rollup) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", rollup.rollup().name());
    document.put("rollupId", rollup.rollup().hash().toString());
    document.put("owner", rollup.owner().toString());
    document.put("terms", document(rollup.terms()));
    document.put("status", rollup.status());
    document.put("bond", rollup.bond().toString());
    document.put("laneHeight", rollup.laneHeight());
    document.put("laneHash", rollup.laneHash().toString());
    document.put("registeredHeight", rollup.registeredHeight());
    rollup
        .announced()
        .ifPresent(
            announced -> {
              document.put("announcedHeight", announced.height());
              announced.terms().ifPresent(terms -> document.put("announcedTerms", document(terms)));
              announced
                  .owner()
                  .ifPresent(owner -> document.put("announcedOwner", owner.toString()));
            });
    return document;
  }

  private static List<String> terms(RollupTerms terms) {
    List<String> lines = new ArrayList<>();
    lines.add("payee      " + terms.payee());
    lines.add("policy     " + terms.policy().id());
    lines.add("fee assets " + orElse(join(terms.acceptedFeeAssets()), "all of the chain"));
    lines.add("cap        " + Format.count(terms.maxBytesPerBlock()) + " payload bytes per block");
    terms
        .gas()
        .ifPresent(
            gas ->
                lines.add(
                    "gas        target %s, cap %s per block, fee at least %s per gas"
                        .formatted(
                            Format.count(gas.targetPerBlock()),
                            Format.count(gas.capPerBlock()),
                            Format.amount(gas.minBaseFeePerGas()))));
    lines.add("submitters " + orElse(join(terms.submitters()), "everybody"));
    lines.addAll(MarketText.lines(terms.market()));
    if (!terms.metadataUrl().isEmpty()) {
      lines.add("about      " + terms.metadataUrl());
    }
    return lines;
  }

  private static Map<String, Object> document(RollupTerms terms) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("payee", terms.payee().toString());
    document.put("policy", terms.policy().id());
    document.put(
        "acceptedFeeAssets", terms.acceptedFeeAssets().stream().map(AssetId::name).toList());
    document.put("maxBytesPerBlock", terms.maxBytesPerBlock());
    document.put("metadataUrl", terms.metadataUrl());
    terms
        .gas()
        .ifPresent(
            gas -> {
              Map<String, Object> one = new LinkedHashMap<>();
              one.put("targetPerBlock", gas.targetPerBlock());
              one.put("capPerBlock", gas.capPerBlock());
              one.put("minBaseFeePerGas", gas.minBaseFeePerGas().toString());
              document.put("gas", one);
            });
    document.put("submitters", terms.submitters().stream().map(Address::toString).toList());
    terms.market().ifPresent(market -> document.put("market", MarketText.document(market)));
    return document;
  }

  static String join(List<?> values) {
    return values.stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  static String orElse(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }
}
