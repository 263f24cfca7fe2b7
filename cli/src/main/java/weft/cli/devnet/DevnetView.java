package weft.cli.devnet;

import java.util.ArrayList;
import java.util.List;
import weft.cli.market.LiveView;
import weft.cli.market.Snapshot;
import weft.cli.screen.Line;
import weft.cli.screen.Look;

/// Draws a devnet's moment as lines of text: a function of its arguments.
final class DevnetView {
  private DevnetView() {}

  /// The lines, none longer than the width, no more than the height.
  ///
  /// @param width in characters
  /// @param height in lines
  static List<Line> lines(Snapshot now, int width, int height) {
    List<Line> all = new ArrayList<>();
    all.add(LiveView.head("weft devnet", now));
    all.add(
        new Line("HTTP " + now.http() + "   gRPC " + now.grpc() + "   Ctrl-C stops", Look.FAINT));
    all.add(new Line("", Look.PLAIN));
    all.addAll(LiveView.body(now, width));
    return Line.fit(all, width, height);
  }
}
