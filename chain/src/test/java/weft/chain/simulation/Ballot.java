package weft.chain.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import weft.chain.fixture.TestNetwork;
import weft.ledger.state.StateReader;
import weft.protocol.transaction.Action;

/// A change of a parameter that validators vote for, if they vote at all in a life.
record Ballot(String name, String value, long height) {
  private static final long SOONEST = 3;
  private static final long LATEST = 5;

  /// Who may vote changes with a change of the set itself: only where nobody is Byzantine, as else
  /// honest validators could fall below two thirds of power.
  static Optional<Ballot> of(Scene scene, SplittableRandom random) {
    List<List<String>> changes =
        new ArrayList<>(
            List.of(
                List.of("block.max-bytes", "66000"),
                List.of("fee.min-base-per-byte", "7"),
                List.of("fee.shares", "10000/0/0/0"),
                List.of("validator.slash-permille", "999")));
    if (scene.byzantine().isEmpty()) {
      changes.add(List.of("validator.max-count", "3"));
      changes.add(List.of("validator.bond-per-power", "" + 3 * TestNetwork.BOND_PER_POWER));
    }
    List<String> change = changes.get(random.nextInt(changes.size()));
    long height = random.nextLong(SOONEST, LATEST + 1);
    return random.nextInt(3) == 0
        ? Optional.of(new Ballot(change.getFirst(), change.getLast(), height))
        : Optional.empty();
  }

  Action action() {
    return new Action.ChangeParameter(name, value, height);
  }

  /// Whether it was decided, and its height has come.
  boolean isInForce(StateReader state) {
    return state.parameter(name).filter(value::equals).isPresent();
  }
}
