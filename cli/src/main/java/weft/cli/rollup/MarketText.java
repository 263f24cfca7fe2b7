package weft.cli.rollup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weft.cli.Format;
import weft.primitives.Address;
import weft.protocol.mechanism.Deferral;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Modules;
import weft.protocol.transaction.MarketTerms;
import weft.protocol.transaction.MarketTerms.AcceptedMechanism;
import weft.protocol.transaction.RollupId;

/// A rollup's market terms as text and as a JSON document.
final class MarketText {
  private MarketText() {}

  static List<String> lines(Optional<MarketTerms> terms) {
    if (terms.isEmpty()) {
      return List.of("head       not sold");
    }
    MarketTerms market = terms.get();
    List<String> lines = new ArrayList<>();
    lines.add(
        "head       sold from %s %s on".formatted(Format.amount(market.reserve()), market.asset()));
    for (AcceptedMechanism accepted : market.mechanisms()) {
      lines.add(
          "mechanism  %s, weight %s, at most %s nodes"
              .formatted(
                  accepted.mechanism().rules(),
                  Format.count(accepted.weight()),
                  Format.count(accepted.mechanism().nodeBudget())));
      accepted.mechanism().modules().ifPresent(modules -> lines.addAll(lines(modules)));
      accepted.mechanism().deferral().ifPresent(deferral -> lines.add(line(deferral)));
    }
    lines.add("partners   " + RollupText.orElse(RollupText.join(market.partners()), "all"));
    if (!market.excluded().isEmpty()) {
      lines.add("not with   " + RollupText.join(market.excluded()));
    }
    market
        .reporters()
        .ifPresent(
            reporters -> {
              lines.add("reporters  %s must agree of".formatted(reporters.threshold()));
              reporters.addresses().forEach(one -> lines.add("           " + one));
            });
    if (market.sealedOnly()) {
      lines.add("bids       sealed only");
    }
    return lines;
  }

  private static List<String> lines(Modules modules) {
    List<String> lines = new ArrayList<>();
    modules.selection().ifPresent(id -> lines.add("           selects by module " + id));
    modules.sharing().ifPresent(id -> lines.add("           shares by module " + id));
    lines.add("           at most %s instructions a run".formatted(Format.count(modules.fuel())));
    return lines;
  }

  private static String line(Deferral deferral) {
    return "           holds %s permille above the floors for %s, at most %s blocks"
        .formatted(
            deferral.permille(), deferral.signal().id(), Format.count(deferral.deadlineBlocks()));
  }

  static Map<String, Object> document(MarketTerms market) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("mechanisms", market.mechanisms().stream().map(MarketText::document).toList());
    document.put("asset", market.asset().name());
    document.put("reserve", market.reserve().toString());
    document.put("partners", market.partners().stream().map(RollupId::name).toList());
    document.put("excluded", market.excluded().stream().map(RollupId::name).toList());
    market
        .reporters()
        .ifPresent(
            reporters ->
                document.put(
                    "reporters",
                    Map.of(
                        "addresses",
                        reporters.addresses().stream().map(Address::toString).toList(),
                        "threshold",
                        reporters.threshold())));
    document.put("bids", market.sealedOnly() ? "sealed" : "any");
    return document;
  }

  private static Map<String, Object> document(AcceptedMechanism accepted) {
    Mechanism mechanism = accepted.mechanism();
    Map<String, Object> rules = new LinkedHashMap<>();
    rules.put("nodeBudget", mechanism.nodeBudget());
    rules.put("pricing", mechanism.pricing().id());
    rules.put("sharing", mechanism.sharing().id());
    rules.put("refunds", mechanism.refunds().id());
    mechanism.modules().ifPresent(modules -> rules.put("modules", document(modules)));
    mechanism.deferral().ifPresent(deferral -> rules.put("deferral", document(deferral)));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("mechanism", rules);
    document.put("weight", accepted.weight());
    return document;
  }

  private static Map<String, Object> document(Modules modules) {
    Map<String, Object> document = new LinkedHashMap<>();
    modules.selection().ifPresent(id -> document.put("selection", id.toString()));
    modules.sharing().ifPresent(id -> document.put("sharing", id.toString()));
    document.put("fuel", modules.fuel());
    return document;
  }

  private static Map<String, Object> document(Deferral deferral) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("permille", deferral.permille());
    document.put("signal", deferral.signal().id());
    document.put("deadlineBlocks", deferral.deadlineBlocks());
    return document;
  }
}
