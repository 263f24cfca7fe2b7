package weft.cli.testnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ScheduleTest {
  private static final List<Perturbation> ALL = List.of(Perturbation.values());

  private static List<Disturbance> schedule(long seed, int size, int most, int mostDisks) {
    Schedule drawn = new Schedule(ALL, size, most, mostDisks, seed);
    return Stream.generate(drawn::next).limit(500).toList();
  }

  @Test
  void theSameSeedDrawsTheSameSchedule() {
    assertThat(schedule(7, 4, 1, 1)).isEqualTo(schedule(7, 4, 1, 1));
    assertThat(schedule(7, 4, 1, 1)).isNotEqualTo(schedule(8, 4, 1, 1));
  }

  @Test
  void neverMoreNodesThanAllowedAndNeverMoreDisks() {
    for (int size : new int[] {4, 7, 10}) {
      int most = (size - 1) / 3;
      for (Disturbance each : schedule(size, size, most, most)) {
        assertThat(each.nodes()).hasSizeBetween(1, most).doesNotHaveDuplicates().isSorted();
        assertThat(each.nodes()).allMatch(node -> node >= 0 && node < size);
      }
      for (Disturbance each : schedule(size, size, size, most)) {
        int allowed = each.kind() == Perturbation.DISK ? most : size;
        assertThat(each.nodes()).hasSizeBetween(1, allowed);
      }
    }
  }

  @Test
  void everyKindAndEveryNodeHasItsTurn() {
    Set<Perturbation> kinds = EnumSet.noneOf(Perturbation.class);
    boolean[] nodes = new boolean[4];
    for (Disturbance each : schedule(1, 4, 1, 1)) {
      kinds.add(each.kind());
      each.nodes().forEach(node -> nodes[node] = true);
    }
    assertThat(kinds).containsExactlyInAnyOrderElementsOf(ALL);
    assertThat(nodes).containsOnly(true);
  }

  @Test
  void eachKindHasItsTurnBeforeOneComesAgain() {
    List<Disturbance> all = schedule(3, 4, 1, 1);
    for (int first = 0; first < all.size(); first += ALL.size()) {
      assertThat(all.subList(first, first + ALL.size()))
          .extracting(Disturbance::kind)
          .containsExactlyInAnyOrderElementsOf(ALL);
    }
  }
}
