package weft.cli.testnet;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import weft.cli.Format;
import weft.cli.market.LiveView;
import weft.cli.screen.Line;
import weft.cli.screen.Look;

/// Draws a testnet's moment as lines of text: a function of its arguments.
final class TestnetView {
  private static final int HASH_CHARACTERS = 12;

  /// Fits the addresses too.
  private static final int WIDE = 102;

  private TestnetView() {}

  /// The lines, none longer than the width, no more than the height.
  ///
  /// @param width in characters
  /// @param height in lines
  static List<Line> lines(TestnetSnapshot now, int width, int height) {
    List<Line> all = new ArrayList<>();
    all.add(LiveView.head("weft testnet", now.markets()));
    all.add(new Line("", Look.PLAIN));
    boolean isWide = width >= WIDE;
    all.add(
        new Line(
            node("node", "height", "app hash", "peers", "mempool", "interval", "state")
                + (isWide ? "HTTP" : ""),
            Look.FAINT));
    for (NodeView node : now.nodes()) {
      all.add(new Line(node(node) + (isWide ? node.http() : ""), look(node.state())));
    }
    all.add(new Line("", Look.PLAIN));
    all.add(new Line(counts(now), now.missed() > 0 ? Look.WAITING : Look.PLAIN));
    all.addAll(LiveView.body(now.markets(), width));
    return Line.fit(all, width, height);
  }

  /// The same in one line, for output that is no terminal.
  static String line(TestnetSnapshot now) {
    String others =
        now.nodes().stream()
            .filter(node -> node.state() != NodeState.LIVE)
            .map(node -> "node" + node.index() + " " + node.state().id())
            .collect(Collectors.joining(", "));
    return LiveView.line(now.markets())
        + (others.isEmpty() ? "  all " + now.nodes().size() + " live" : "  " + others);
  }

  private static String counts(TestnetSnapshot now) {
    String disturbed =
        now.disturbed().entrySet().stream()
            .map(each -> each.getKey() + " " + Format.count(each.getValue()))
            .collect(Collectors.joining("  "));
    return "%-11s %14s   %-14s %s"
        .formatted(
            "attested",
            Format.count(now.attested()),
            Format.count(now.missed()) + " missed",
            disturbed.isEmpty() ? "" : "disturbed: " + disturbed)
        .stripTrailing();
  }

  private static String node(NodeView node) {
    return node(
        "node" + node.index(),
        node.height() < 0 ? "-" : Format.count(node.height()),
        node.appHash().isEmpty()
            ? "-"
            : node.appHash().substring(0, Math.min(HASH_CHARACTERS, node.appHash().length())),
        node.peers() < 0 ? "-" : String.valueOf(node.peers()),
        Format.count(node.mempool()),
        node.intervalMs() > 0 ? Format.count(node.intervalMs()) + " ms" : "-",
        node.state().id());
  }

  private static String node(
      String name,
      String height,
      String appHash,
      String peers,
      String mempool,
      String interval,
      String state) {
    return "%-7s %10s  %-12s %6s %8s %10s  %-12s "
        .formatted(name, height, appHash, peers, mempool, interval, state);
  }

  private static Look look(NodeState state) {
    return switch (state) {
      case LIVE -> Look.GOOD;
      case STARTING, CATCHING_UP, RESTARTING -> Look.WAITING;
      case KILLED, PAUSED, CUT_OFF, WIPED, DOWN -> Look.BAD;
    };
  }
}
