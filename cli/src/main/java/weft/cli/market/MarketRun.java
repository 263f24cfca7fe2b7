package weft.cli.market;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import weft.cli.CliException;
import weft.cli.StopSignal;
import weft.cli.SummaryOption;
import weft.cli.screen.Display;
import weft.cli.screen.Screen;

/// Markets on a chain made for them: shown while bots trade, then summed up.
public interface MarketRun extends Display.Subject {

  /// What was done.
  interface Report {
    /// As JSON.
    Map<String, Object> document();

    /// For people.
    List<String> lines();

    /// Whether all went as it must.
    boolean isSound();
  }

  /// When the bots began to trade, by `System.nanoTime`.
  long startedAtNs();

  /// How many swaps the traders sent per second, over all the time since [#startedAtNs].
  double swapsPerSecond();

  /// Why it cannot go on, if so.
  Optional<CliException> problem();

  /// What is waited for at the end, for people.
  String lastWait();

  /// Stops the bots, waits for what is in flight, and sums up.
  Report finish() throws InterruptedException;

  @Override
  default boolean goesOn() {
    return problem().isEmpty();
  }

  /// How a run is shown.
  ///
  /// @param isHeadless a line per second even where there is a screen
  /// @param ratePerSecond swaps that were asked for
  /// @param forMs for how long; empty: until stopped
  record Show(SummaryOption summary, boolean isHeadless, int ratePerSecond, OptionalLong forMs) {
    /// Below this share of the rate, the reader is told why.
    private static final double ENOUGH = 0.75;

    /// Shows a run to its end and prints what it did.
    ///
    /// @return the exit status
    public int run(MarketRun run, StopSignal stop) throws InterruptedException {
      Display display = new Display(run, stop, run.startedAtNs(), forMs);
      if (isHeadless || summary.isJsonOnOutput() || !Screen.isAvailable()) {
        display.printLines(summary::remark);
      } else {
        display.drawScreen(summary.out());
      }
      Optional<CliException> problem = run.problem();
      summary.remark(
          "Stopping: "
              + (problem.isPresent()
                  ? "it cannot go on."
                  : "waiting for " + run.lastWait() + " ..."));
      double swapsPerSecond = run.swapsPerSecond();
      Report done = run.finish();
      // Before it is closed: what it did is worth more than how it ends.
      summary.print(done.document(), done.lines());
      if (swapsPerSecond < ratePerSecond * ENOUGH) {
        summary.remark(
            "sent %d of the %d swaps per second of --rate: a trader waits for each receipt, and stays away after a refusal"
                .formatted(Math.round(swapsPerSecond), ratePerSecond));
      }
      problem = problem.or(run::problem);
      problem.ifPresent(summary::print);
      return done.isSound() && problem.isEmpty() ? 0 : 1;
    }
  }
}
