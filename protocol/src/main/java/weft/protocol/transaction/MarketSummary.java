package weft.protocol.transaction;

import java.util.List;
import java.util.stream.Collectors;
import weft.protocol.mechanism.Deferral;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Modules;
import weft.protocol.transaction.MarketTerms.AcceptedMechanism;

/// The line of a bid, and the part of a rollup's line that says on what terms the head of its lane
/// is sold.
final class MarketSummary {
  private MarketSummary() {}

  static String of(MarketTerms market) {
    return ", head sold from "
        + market.reserve()
        + " "
        + market.asset()
        + " by "
        + market.mechanisms().stream()
            .map(MarketSummary::accepted)
            .collect(Collectors.joining(" or "))
        + " with "
        + partners(market)
        + (market.sealedOnly() ? ", sealed bids only" : "")
        + market.reporters().map(MarketSummary::reporters).orElse("");
  }

  private static String reporters(Reporters reporters) {
    return ", reported by " + reporters.threshold() + " of " + joined(reporters.addresses());
  }

  static String of(Action.ReportSignals report) {
    Signals signals = report.signals();
    return "report volume "
        + signals.volume()
        + " gas "
        + signals.gas()
        + signals.receiptsRoot().map(root -> " receipts " + root).orElse("")
        + " of "
        + report.rollup()
        + " at height "
        + report.height();
  }

  static String of(Action.Bid bid) {
    StringBuilder line = new StringBuilder("bid ");
    line.append(bid.amount()).append(' ').append(bid.asset());
    line.append(" to have ")
        .append(ActionSummary.counted(bid.transactions().size(), "transaction"));
    line.append(" first in ").append(joined(bid.rollups()));
    if (bid.firstHeight() > 0) {
      line.append(", from height ").append(bid.firstHeight());
    }
    if (bid.exclusiveGroup() > 0) {
      line.append(", at most one of group ").append(bid.exclusiveGroup());
    }
    if (!bid.budget().isZero()) {
      line.append(", at most ").append(bid.budget()).append(" for all bids of a block");
    }
    if (!bid.split().isEmpty()) {
      line.append(", split ").append(joined(bid.split()));
    }
    if (!bid.orderFlow().isEmpty()) {
      line.append(", refunds ");
      line.append(
          bid.orderFlow().stream()
              .map(flow -> flow.percent() + " % to " + flow.recipient())
              .collect(Collectors.joining(" and ")));
    }
    if (bid.salt().isPresent()) {
      line.append(", as sealed before");
    }
    return line.toString();
  }

  private static String joined(List<?> values) {
    return values.stream().map(Object::toString).collect(Collectors.joining(" "));
  }

  private static String accepted(AcceptedMechanism accepted) {
    Mechanism mechanism = accepted.mechanism();
    StringBuilder line = new StringBuilder(mechanism.rules());
    line.append(" weight ").append(accepted.weight()).append(" within ");
    line.append(ActionSummary.counted(mechanism.nodeBudget(), "node"));
    mechanism.modules().ifPresent(modules -> line.append(modules(modules)));
    mechanism.deferral().ifPresent(deferral -> line.append(deferral(deferral)));
    return line.toString();
  }

  private static String modules(Modules modules) {
    return modules.selection().map(id -> " selecting by module " + id).orElse("")
        + modules.sharing().map(id -> " sharing by module " + id).orElse("")
        + " within "
        + ActionSummary.counted(modules.fuel(), "instruction");
  }

  private static String deferral(Deferral deferral) {
    return " deferring "
        + deferral.permille()
        + " permille by "
        + deferral.signal().id()
        + " for "
        + ActionSummary.counted(deferral.deadlineBlocks(), "block");
  }

  private static String partners(MarketTerms market) {
    String partners =
        market.partners().isEmpty()
            ? "all rollups"
            : ActionSummary.counted(market.partners().size(), "rollup");
    return market.excluded().isEmpty() ? partners : partners + " but " + market.excluded().size();
  }
}
