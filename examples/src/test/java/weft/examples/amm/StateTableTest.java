package weft.examples.amm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import weft.primitives.Bytes;
import weft.primitives.Hash32;

final class StateTableTest {
  private static Bytes bytes(SplittableRandom random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  @Test
  void hasTheSameRootHoweverItCameAbout() {
    for (long seed = 0; seed < 50; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      StateTable stepwise = new StateTable();
      TreeMap<Bytes, Bytes> all = new TreeMap<>();
      Hash32 root = stepwise.root();
      for (int block = 0; block < 10; block++) {
        for (int i = 0; i < 30; i++) {
          Bytes key = bytes(random, 2);
          Bytes value = bytes(random, 8);
          stepwise.put(key, value);
          all.put(key, value);
        }
        root = stepwise.root();
        stepwise.commit();
        assertThat(stepwise.root()).as("seed %d", seed).isEqualTo(root);
      }
      StateTable atOnce = new StateTable();
      all.forEach(atOnce::put);
      assertThat(atOnce.root()).as("seed %d", seed).isEqualTo(root);
    }
  }

  @Test
  void forgetsABlockThatIsRolledBack() {
    StateTable table = new StateTable();
    table.put(Bytes.utf8("key"), Bytes.utf8("one"));
    table.commit();
    Hash32 root = table.root();
    table.put(Bytes.utf8("key"), Bytes.utf8("two"));
    assertThat(table.root()).isNotEqualTo(root);
    assertThat(table.get(Bytes.utf8("key"))).contains(Bytes.utf8("two"));
    assertThat(table.getCommitted(Bytes.utf8("key"))).contains(Bytes.utf8("one"));
    table.rollback();
    assertThat(table.root()).isEqualTo(root);
  }
}
