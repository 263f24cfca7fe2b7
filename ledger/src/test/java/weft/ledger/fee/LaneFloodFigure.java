package weft.ledger.fee;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import weft.primitives.Amount;

/// Draws what a flood does to fees: blocks to the right, units per byte upwards on a log scale.
final class LaneFloodFigure {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 400;
  private static final int LEFT = 70;
  private static final int RIGHT = 180;
  private static final int TOP = 40;
  private static final int BOTTOM = 50;
  private static final int DECADES = 6;

  private final List<LaneFlood.Step> steps;
  private final StringBuilder svg = new StringBuilder();

  private LaneFloodFigure(List<LaneFlood.Step> steps) {
    this.steps = steps;
  }

  static String draw(List<LaneFlood.Step> steps) {
    LaneFloodFigure figure = new LaneFloodFigure(steps);
    figure.frame();
    figure.curve("#c0392b", 1, "flooded lane", step -> step.lanes().get(0));
    figure.curve("#2471a3", 2, "the other lanes", step -> step.lanes().get(1));
    figure.curve("#7d8285", 3, "the block, all lanes", LaneFlood.Step::base);
    return figure.svg.append("</svg>\n").toString();
  }

  private void frame() {
    svg.append(
        format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                + " height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">%n",
            WIDTH, HEIGHT, WIDTH, HEIGHT));
    svg.append("<title>Base fees while one lane is flooded</title>\n");
    svg.append(format("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>%n", WIDTH, HEIGHT));
    svg.append(
        format(
            "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#fdf0ee\"/>%n",
            x(LaneFlood.FLOOD_FROM),
            TOP,
            x(LaneFlood.FLOOD_TO) - x(LaneFlood.FLOOD_FROM),
            HEIGHT - TOP - BOTTOM));
    text(x(LaneFlood.FLOOD_FROM) + 4, TOP + 14, "start", "lane filled to its cap");
    for (int decade = 0; decade <= DECADES; decade++) {
      double y = y(StrictMath.pow(10, decade));
      line(x(0), y, x(LaneFlood.BLOCKS), y, "#dddddd");
      text(LEFT - 8, y + 4, "end", format("%,d", (long) StrictMath.pow(10, decade)));
    }
    for (int block = 0; block <= LaneFlood.BLOCKS; block += 40) {
      line(x(block), HEIGHT - BOTTOM, x(block), HEIGHT - BOTTOM + 5, "#333333");
      text(x(block), HEIGHT - BOTTOM + 20, "middle", Integer.toString(block));
    }
    line(x(0), HEIGHT - BOTTOM, x(LaneFlood.BLOCKS), HEIGHT - BOTTOM, "#333333");
    text((x(0) + x(LaneFlood.BLOCKS)) / 2, HEIGHT - 10, "middle", "block");
    text(LEFT - 50, TOP - 16, "start", "base fee, units per byte");
  }

  private void curve(
      String color, int place, String label, Function<LaneFlood.Step, Amount> value) {
    StringBuilder points = new StringBuilder();
    for (LaneFlood.Step step : steps) {
      double fee = value.apply(step).toBigInteger().doubleValue();
      points.append(format("%.1f,%.1f ", x(step.block()), y(fee)));
    }
    svg.append(
        format(
            "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>%n",
            color, points.toString().strip()));
    double keyX = WIDTH - RIGHT + 12;
    double keyY = TOP + 20 * place;
    line(keyX, keyY - 4, keyX + 16, keyY - 4, color);
    text(keyX + 22, keyY, "start", label);
  }

  private void line(double x1, double y1, double x2, double y2, String color) {
    svg.append(
        format(
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n",
            x1, y1, x2, y2, color));
  }

  private void text(double x, double y, String anchor, String text) {
    svg.append(
        format("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, text));
  }

  private static double x(int block) {
    return LEFT + (WIDTH - LEFT - RIGHT) * (double) block / LaneFlood.BLOCKS;
  }

  private static double y(double fee) {
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * StrictMath.log10(fee) / DECADES;
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format.replace("%n", "\n"), arguments);
  }
}
