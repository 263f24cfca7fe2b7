package weft.ledger.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.state.TreeLimits;

class StateTreeTest {
  @Test
  void emptyTreeHasTheZeroRootAndNoPages() {
    TreeUpdate update = StateTree.apply(NodeReader.EMPTY, Hash32.ZERO, new TreeMap<>());
    assertThat(update.root()).isEqualTo(Hash32.ZERO);
    assertThat(update.writes()).isEmpty();
  }

  @Test
  void rootOfOneKeyIsItsLeaf() {
    TestTree tree = new TestTree();
    tree.commit(TestTree.range(0, 1));
    Bytes path = Sha256.hash(TestTree.key(0)).bytes();
    Bytes value = Sha256.hash(TestTree.value(0)).bytes();
    assertThat(tree.root).isEqualTo(Sha256.hash(Bytes.fromHex("00"), path, value));
  }

  /// Roots computed with github.com/celestiaorg/smt at commit dba215c, the tree that `SmtSpec`
  /// describes: keys 0 to n, then without every third of them.
  @ParameterizedTest
  @CsvSource({
    "1, 8e671cf63457b58da5e6a018f5a58e466bf060fd6e04484dff8f72e31b8345b5,"
        + " 0000000000000000000000000000000000000000000000000000000000000000",
    "2, d934a512149e1ed15b76e822eb6bf4182eccff8f5cf3ec50bd16b1fbcf095086,"
        + " 3483960a449bfab09a862ac4f1e028afd8e0eb2865e8a61f1508c2d2184606b8",
    "3, 2b7d67d5229e935d5e8a09bb29a81603afbab8299dc7d63217d301b7d5c60e66,"
        + " 992935f6f3646e34bae7200be732dbd8c2d1e625c09c5ed53c3d1c3d682169bd",
    "10, ff4baeda52b16cde756134db5ffb4ddf6d232ef2b5757edb697110c5d42b525a,"
        + " 75711af77e0741db9e18d6132bff9268142ee6c46b3b4900d65eae33ab57d1a1",
    "100, 3c159e368a1615c54c0e7ef92c62b1c8e12f719152fb57f964fbbbf887002c95,"
        + " 7dc008d2eb82ace7574e57dceb5a2b75636397b8a25ed071e3c72cad52483bd9",
    "1000, aad09012638fb529abf1b2fd49b14b1663304f3a34c3acf5196a3d75455a881c,"
        + " e05013530c73e1fd9dc534a88df4af42466a68893c71474a85019d7b151cf7be",
    "5000, 263893ad73960d6bbf74b8587f99006443a2d460e7f5b5f99b217de57471a95a,"
        + " 633f64890f54d7e01273303a74438b33d31aff1e0bedeae6412914e09b255a35"
  })
  void rootsEqualThoseOfTheReferenceTree(int keys, String whole, String thinned) {
    TestTree tree = new TestTree();
    tree.commit(TestTree.range(0, keys));
    assertThat(tree.root.toHex()).isEqualTo(whole);
    NavigableMap<Bytes, @Nullable Bytes> removals = new TreeMap<>();
    for (int number = 0; number < keys; number += 3) {
      removals.put(TestTree.key(number), null);
    }
    tree.commit(removals);
    assertThat(tree.root.toHex()).isEqualTo(thinned);
  }

  @Test
  void randomBatchesMatchTheDefinition() {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      TestTree tree = new TestTree();
      int keys = 1 << random.nextInt(1, 12);
      for (int batch = 0; batch < 15; batch++) {
        tree.commit(randomBatch(random, keys, random.nextInt(1, 150)));
        assertThat(tree.root)
            .as("seed %d batch %d", seed, batch)
            .isEqualTo(TreeOracle.root(tree.state));
        assertThat(tree.pages).as("seed %d batch %d", seed, batch).isEqualTo(rebuilt(tree));
      }
    }
  }

  @Test
  void closePathsMatchTheDefinition() {
    List<Bytes> close = CloseKeys.pairs(32);
    assertThat(close).hasSizeGreaterThan(8);
    assertThat(CloseKeys.pairs(36)).isNotEmpty();
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      TestTree tree = new TestTree();
      tree.commit(TestTree.range(0, random.nextInt(20)));
      for (int batch = 0; batch < 30; batch++) {
        NavigableMap<Bytes, @Nullable Bytes> changes = new TreeMap<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
          Bytes key = close.get(random.nextInt(close.size()));
          changes.put(key, random.nextBoolean() ? null : TestTree.value(random.nextInt(3)));
        }
        tree.commit(changes);
        assertThat(tree.root)
            .as("seed %d batch %d", seed, batch)
            .isEqualTo(TreeOracle.root(tree.state));
        assertThat(tree.pages).as("seed %d batch %d", seed, batch).isEqualTo(rebuilt(tree));
      }
    }
  }

  @Test
  void deletingEverythingLeavesNothing() {
    List<Bytes> close = CloseKeys.pairs(30);
    TestTree tree = new TestTree();
    NavigableMap<Bytes, @Nullable Bytes> all = TestTree.range(0, 500);
    close.forEach(key -> all.put(key, key));
    tree.commit(all);
    List<Bytes> order = new ArrayList<>(all.keySet());
    Collections.shuffle(order, new Random(7));
    for (Bytes key : order) {
      tree.commit(removal(key));
    }
    assertThat(tree.root).isEqualTo(StateTree.EMPTY_ROOT);
    assertThat(tree.pages).isEmpty();
  }

  @Test
  void orderAndGroupingDoNotMatter() {
    NavigableMap<Bytes, @Nullable Bytes> all = TestTree.range(0, 600);
    TestTree atOnce = new TestTree();
    atOnce.commit(all);
    for (int seed = 0; seed < 5; seed++) {
      List<Bytes> order = new ArrayList<>(all.keySet());
      Collections.shuffle(order, new Random(seed));
      TestTree oneByOne = new TestTree();
      for (Bytes key : order) {
        NavigableMap<Bytes, @Nullable Bytes> change = new TreeMap<>();
        change.put(key, all.get(key));
        oneByOne.commit(change);
      }
      assertThat(oneByOne.root).as("seed %d", seed).isEqualTo(atOnce.root);
      assertThat(oneByOne.pages).as("seed %d", seed).isEqualTo(atOnce.pages);
    }
  }

  @Test
  void changesWithoutEffectWriteNothing() {
    TestTree tree = new TestTree();
    tree.commit(TestTree.range(0, 300));
    NavigableMap<Bytes, @Nullable Bytes> same = TestTree.range(100, 200);
    same.put(Bytes.utf8("never there"), null);
    TreeUpdate update = tree.plan(same);
    assertThat(update.root()).isEqualTo(tree.root);
    assertThat(update.writes()).isEmpty();
  }

  @Test
  void aBatchWritesEachTouchedPageOnce() {
    TestTree tree = new TestTree();
    tree.commit(TestTree.range(0, 5_000));
    NavigableMap<Bytes, @Nullable Bytes> change = new TreeMap<>();
    change.put(TestTree.key(77), Bytes.utf8("other"));
    assertThat(tree.plan(change).writes()).hasSizeBetween(3, 6).doesNotContainValue(null);
  }

  @Test
  void candidatesOnOneBaseAndChainsOfCandidatesNeedNoCommit() {
    TestTree tree = new TestTree();
    tree.commit(TestTree.range(0, 400));
    NavigableMap<Bytes, Bytes> before = new TreeMap<>(tree.pages);

    TreeUpdate first = tree.plan(TestTree.range(400, 500));
    TreeUpdate rival = tree.plan(removal(TestTree.key(3)));
    NodeReader layered = first.over(tree.nodes());
    NavigableMap<Bytes, @Nullable Bytes> undo = new TreeMap<>();
    TestTree.range(400, 500).keySet().forEach(key -> undo.put(key, null));
    TreeUpdate second = StateTree.apply(layered, first.root(), undo);
    TreeUpdate third =
        StateTree.apply(second.over(layered), second.root(), removal(TestTree.key(3)));

    assertThat(tree.pages).isEqualTo(before);
    assertThat(second.root()).isEqualTo(tree.root);
    assertThat(third.root()).isEqualTo(rival.root()).isNotEqualTo(tree.root);
  }

  @Test
  void bulkBuildEqualsUpdates() {
    for (int size : new int[] {0, 1, 2, 17, 3_000}) {
      TestTree tree = new TestTree();
      tree.commit(TestTree.range(0, size));
      assertThat(rebuilt(tree)).as("size %d", size).isEqualTo(tree.pages);
      assertThat(tree.root).as("size %d", size).isEqualTo(TreeOracle.root(tree.state));
    }
  }

  @Test
  void bulkBuildRefusesDisorder() {
    TreeBuilder builder = new TreeBuilder();
    builder.add(Bytes.utf8("b"), Bytes.utf8("1"));
    assertThatThrownBy(() -> builder.add(Bytes.utf8("b"), Bytes.utf8("2")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.add(Bytes.utf8("a"), Bytes.utf8("2")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void emptyAndOversizedKeysAndValuesAreRefused() {
    Bytes longKey = Bytes.wrap(new byte[TreeLimits.MAX_KEY_BYTES + 1]);
    Bytes longValue = Bytes.wrap(new byte[TreeLimits.MAX_VALUE_BYTES + 1]);
    assertRefused(Bytes.EMPTY, TestTree.value(1));
    assertRefused(longKey, TestTree.value(1));
    assertRefused(TestTree.key(1), Bytes.EMPTY);
    assertRefused(TestTree.key(1), longValue);
  }

  @Test
  void theLongestKeyRoundTrips() {
    Bytes longKey = Bytes.wrap(new byte[TreeLimits.MAX_KEY_BYTES]);
    TestTree tree = new TestTree();
    tree.commit(TestTree.range(0, 10));
    tree.commit(new TreeMap<>(Map.of(longKey, TestTree.value(1))));
    assertThat(tree.root).isEqualTo(TreeOracle.root(tree.state));
    assertThat(tree.commit(removal(longKey)).writes()).isNotEmpty();
  }

  @Test
  void aStoreThatDoesNotHoldTheRootIsAFault() {
    TestTree tree = new TestTree();
    tree.commit(TestTree.range(0, 100));
    NavigableMap<Bytes, @Nullable Bytes> change = TestTree.range(100, 101);
    assertThatThrownBy(() -> StateTree.apply(tree.nodes(), Hash32.ZERO, change))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> StateTree.apply(NodeReader.EMPTY, tree.root, change))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void missingAndDamagedPagesAreFaults() {
    TestTree tree = new TestTree();
    tree.commit(TestTree.range(0, 300));
    NavigableMap<Bytes, @Nullable Bytes> all = TestTree.range(0, 300);
    all.replaceAll((key, value) -> key);
    for (Map.Entry<Bytes, Bytes> stored : new TreeMap<>(tree.pages).entrySet()) {
      Bytes node = stored.getKey();
      Bytes page = stored.getValue();
      tree.pages.remove(node);
      assertThatThrownBy(() -> tree.plan(all)).isInstanceOf(IllegalStateException.class);
      tree.pages.put(node, page.slice(0, page.size() - 1));
      assertThatThrownBy(() -> tree.plan(all)).isInstanceOf(IllegalStateException.class);
      tree.pages.put(node, Bytes.concat(page, Bytes.fromHex("00")));
      assertThatThrownBy(() -> tree.plan(all)).isInstanceOf(IllegalStateException.class);
      tree.pages.put(node, page);
    }
  }

  private static void assertRefused(Bytes key, Bytes value) {
    NavigableMap<Bytes, @Nullable Bytes> change = new TreeMap<>();
    change.put(key, value);
    assertThatThrownBy(() -> StateTree.apply(NodeReader.EMPTY, Hash32.ZERO, change))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static NavigableMap<Bytes, @Nullable Bytes> removal(Bytes key) {
    NavigableMap<Bytes, @Nullable Bytes> change = new TreeMap<>();
    change.put(key, null);
    return change;
  }

  private static NavigableMap<Bytes, @Nullable Bytes> randomBatch(
      Random random, int keys, int size) {
    NavigableMap<Bytes, @Nullable Bytes> changes = new TreeMap<>();
    boolean mostlyRemove = random.nextInt(3) == 0;
    for (int i = 0; i < size; i++) {
      boolean remove = random.nextInt(10) < (mostlyRemove ? 9 : 3);
      Bytes key = TestTree.key(random.nextInt(keys));
      changes.put(key, remove ? null : TestTree.value(random.nextInt(3)));
    }
    return changes;
  }

  /// The pages that a fresh build of the same state writes: history must leave no trace.
  private static NavigableMap<Bytes, Bytes> rebuilt(TestTree tree) {
    TreeBuilder builder = new TreeBuilder();
    tree.state.forEach(builder::add);
    NavigableMap<Bytes, @Nullable Bytes> written = new TreeMap<>();
    assertThat(builder.build(written::put)).isEqualTo(tree.root);
    NavigableMap<Bytes, Bytes> pages = new TreeMap<>();
    TestTree.store(pages, written);
    return pages;
  }
}
