package weft.cli.transaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import weft.cli.CliException;
import weft.cli.Parse;
import weft.protocol.orderflow.HintKind;
import weft.protocol.orderflow.Hold;
import weft.protocol.transaction.Action;

/// How a transaction offers itself to bidders.
final class OrderFlowOptions {
  private static final int MAX_PERCENT = 100;

  @Option(
      names = "--hold-ms",
      paramLabel = "MS",
      description =
          "Ask the node to keep the transaction back for so long, or until a bid names it; 'weft"
              + " order-flow watch' shows bidders what --hints allow.")
  private @Nullable Long holdMs;

  @Option(
      names = "--hints",
      paramLabel = "KIND",
      split = ",",
      description =
          "What the node may tell of it meanwhile, beside its hash: rollups, size, sender, refund,"
              + " payloads. Default: rollups,refund,size.")
  private List<String> hints = new ArrayList<>();

  @Option(
      names = "--hold-then",
      paramLabel = "publish|expire",
      defaultValue = "publish",
      description =
          "What becomes of it if no bid names it: publish (default), like any other, or expire.")
  private String then = "publish";

  @Option(
      names = "--refund-to",
      paramLabel = "ACCOUNT",
      description = "Ask whoever wins with a bid on it for a refund to this account.")
  private @Nullable String refundTo;

  @Option(
      names = "--refund-percent",
      paramLabel = "N",
      description = "How much of what the bid brings; with --refund-to, 1 to 100.")
  private @Nullable Integer refundPercent;

  @Option(
      names = "--only-in-package",
      description = "Let it be executed only if a bid that names it wins.")
  private boolean onlyInPackage;

  /// What the transaction says of it, beside its payloads.
  List<Action> actions() {
    List<Action> actions = new ArrayList<>();
    if (onlyInPackage) {
      actions.add(new Action.OnlyInPackage());
    }
    refund().ifPresent(actions::add);
    return actions;
  }

  private Optional<Action> refund() {
    @Nullable String to = refundTo;
    @Nullable Integer percent = refundPercent;
    if (to == null && percent == null) {
      return Optional.empty();
    }
    if (to == null || percent == null) {
      throw CliException.usage(
          "--refund-to and --refund-percent belong together", "Give both, or neither.");
    }
    if (percent < 1 || percent > MAX_PERCENT) {
      throw CliException.usage("--refund-percent: " + percent + " is no share", "Give 1 to 100.");
    }
    return Optional.of(new Action.RefundTerms(Parse.account("--refund-to", to), percent));
  }

  /// What the node is asked for; empty if nothing.
  Optional<Hold> hold() {
    @Nullable Long forMs = holdMs;
    if (forMs == null) {
      if (!hints.isEmpty()) {
        throw CliException.usage(
            "--hints: the node tells nothing of what it does not keep back", "Add --hold-ms.");
      }
      return Optional.empty();
    }
    boolean publish = then.equals("publish");
    if (!publish && !then.equals("expire")) {
      throw CliException.usage(
          "--hold-then: there is no '" + then + "'", "Write publish, or expire.");
    }
    return Optional.of(Hold.of(forMs, publish, kinds()));
  }

  private SortedSet<HintKind> kinds() {
    SortedSet<HintKind> kinds = new TreeSet<>();
    if (hints.isEmpty()) {
      kinds.addAll(List.of(HintKind.ROLLUPS, HintKind.REFUND, HintKind.SIZE));
    }
    for (String id : hints) {
      kinds.add(
          HintKind.of(id)
              .orElseThrow(
                  () ->
                      CliException.usage(
                          "--hints: there is no '" + id + "'", "Choose from " + known() + ".")));
    }
    return kinds;
  }

  private static String known() {
    return Arrays.stream(HintKind.values()).map(HintKind::id).collect(Collectors.joining(", "));
  }
}
