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

  private TestnetView() {}

  /// The lines, none longer than the width, no more than the height.
  ///
  /// @param width in characters
  /// @param height in lines
  static List<Line> lines(TestnetSnapshot now, int width, int height) {
    List<Line> all = new ArrayList<>();
    all.add(LiveView.head("weft testnet", now.markets()));
    all.add(new Line("", Look.PLAIN));
    all.add(
        new Line(
            node("node", "height", "app hash", "peers", "mempool", "interval", "state", "HTTP"),
            Look.FAINT));
    for (NodeView node : now.nodes()) {
      all.add(new Line(node(node), look(node.state())));
    }
    all.add(new Line("", Look.PLAIN));
    all.addAll(LiveView.body(now.markets()));
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

  private static String node(NodeView node) {
    return node(
        "node" + node.index(),
        node.height() < 0 ? "-" : Format.count(node.height()),
        node.appHash().isEmpty()
            ? "-"
            : node.appHash().substring(0, Math.min(HASH_CHARACTERS, node.appHash().length())),
        node.peers() < 0 ? "-" : String.valueOf(node.peers()),
        Format.count(node.mempool()),
        Format.count(node.intervalMs()) + " ms",
        node.state().id(),
        node.http());
  }

  private static String node(
      String name,
      String height,
      String appHash,
      String peers,
      String mempool,
      String interval,
      String state,
      String http) {
    return "%-7s %10s  %-12s %6s %8s %10s  %-12s %s"
        .formatted(name, height, appHash, peers, mempool, interval, state, http);
  }

  private static Look look(NodeState state) {
    return switch (state) {
      case LIVE -> Look.GOOD;
      case STARTING, CATCHING_UP, RESTARTING -> Look.WAITING;
      case KILLED, PAUSED, CUT_OFF, WIPED, DOWN -> Look.BAD;
    };
  }
}
