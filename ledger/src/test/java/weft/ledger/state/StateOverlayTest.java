package weft.ledger.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import weft.ledger.fixture.MapState;
import weft.primitives.Bytes;

final class StateOverlayTest {
  private static final Bytes KEY = Bytes.utf8("key");
  private static final Bytes OLD = Bytes.utf8("old");
  private static final Bytes NEW = Bytes.utf8("new");

  @Test
  void behavesLikeCopiesOfAMap() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      TreeMap<Bytes, Bytes> kept = new TreeMap<>();
      for (int i = 0; i < 10; i++) {
        kept.put(key(random), value(random));
      }
      TreeMap<Bytes, Bytes> committed = new TreeMap<>(kept);
      TreeMap<Bytes, Bytes> working = new TreeMap<>(kept);
      StateOverlay overlay = new StateOverlay(committed::get);
      for (int step = 0; step < 200; step++) {
        Bytes key = key(random);
        switch (random.nextInt(8)) {
          case 0 -> {
            overlay.keep();
            kept = new TreeMap<>(working);
          }
          case 1 -> {
            overlay.undo();
            working = new TreeMap<>(kept);
          }
          case 2, 3 -> {
            overlay.delete(key);
            working.remove(key);
          }
          default -> {
            Bytes value = value(random);
            overlay.put(key, value);
            working.put(key, value);
          }
        }
        assertThat(overlay.get(key)).as("seed " + seed).isEqualTo(working.get(key));
      }
      TreeMap<Bytes, Bytes> result = new TreeMap<>(committed);
      overlay
          .changes()
          .entries()
          .forEach(
              (key, value) ->
                  value.ifPresentOrElse(put -> result.put(key, put), () -> result.remove(key)));
      assertThat(result).as("seed " + seed).isEqualTo(working);
    }
  }

  @Test
  void namesOnlyWhatDiffersInTheEnd() {
    StateOverlay overlay = new StateOverlay(key -> key.equals(KEY) ? OLD : null);
    overlay.put(KEY, NEW);
    overlay.put(KEY, OLD);
    overlay.put(NEW, NEW);
    overlay.delete(NEW);

    assertThat(overlay.changes().entries()).isEmpty();
  }

  @Test
  void readsEachCommittedKeyOnce() {
    MapState state = new MapState();
    StateOverlay overlay = new StateOverlay(state);
    overlay.get(KEY);
    overlay.put(KEY, NEW);
    overlay.undo();
    overlay.get(KEY);

    assertThat(state.reads()).isEqualTo(1);
  }

  private static Bytes key(Random random) {
    return Bytes.wrap(new byte[] {(byte) random.nextInt(20)});
  }

  private static Bytes value(Random random) {
    return Bytes.wrap(new byte[] {(byte) random.nextInt(3)});
  }
}
