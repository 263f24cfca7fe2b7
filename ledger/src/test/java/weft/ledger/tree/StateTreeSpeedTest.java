package weft.ledger.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.state.TreeProof;
import weft.protocol.state.TreeVerifier;

/// Measures the tree at a million keys; asserts only what holds on a slow machine too.
///
/// Run with `-Dtest=StateTreeSpeedTest -Plong`; the figures are printed.
@Tag("slow")
class StateTreeSpeedTest {
  private static final int KEYS = 1_000_000;
  private static final int CHANGED = 5_000;
  private static final int ROUNDS = 60;
  private static final int PROOFS = 20_000;

  private final Map<Bytes, Bytes> pages = new HashMap<>(1 << 20);
  private final Map<Bytes, Bytes> state = new HashMap<>(1 << 21);

  @Test
  void measure() {
    Hash32 root = build();
    root = update(root, "set", KEYS, 0);
    root = update(root, "set, added and removed", KEYS + KEYS / 5, 10);
    prove(root);
  }

  private Hash32 build() {
    NavigableMap<Bytes, Bytes> sorted = new TreeMap<>();
    for (int number = 0; number < KEYS; number++) {
      sorted.put(accountKey(number), account(number, 0));
    }
    state.putAll(sorted);
    long startNs = System.nanoTime();
    TreeBuilder builder = new TreeBuilder();
    sorted.forEach(builder::add);
    Hash32 root = builder.build(pages::put);
    report("build of %d keys: %d ms".formatted(KEYS, (System.nanoTime() - startNs) / 1_000_000));
    long bytes = 0;
    for (Map.Entry<Bytes, Bytes> page : pages.entrySet()) {
      bytes += page.getKey().size() + page.getValue().size();
    }
    report(
        "stored: %d pages, %.1f B per key of 21 B".formatted(pages.size(), bytes / (double) KEYS));
    return root;
  }

  private Hash32 update(Hash32 start, String what, int numbers, int removedPercent) {
    Random random = new Random(1);
    Hash32 root = start;
    long[] tookNs = new long[ROUNDS];
    long writes = 0;
    for (int round = 0; round < ROUNDS; round++) {
      NavigableMap<Bytes, @Nullable Bytes> changes = new TreeMap<>();
      while (changes.size() < CHANGED) {
        int number = random.nextInt(numbers);
        boolean remove = random.nextInt(100) < removedPercent;
        changes.put(accountKey(number), remove ? null : account(number, round + 1));
      }
      long startNs = System.nanoTime();
      TreeUpdate update = StateTree.apply(pages::get, root, changes);
      tookNs[round] = System.nanoTime() - startNs;
      root = update.root();
      writes = update.writes().size();
      TestTree.store(pages, update.writes());
      TestTree.store(state, changes);
    }
    Arrays.sort(tookNs, ROUNDS / 3, ROUNDS);
    report(
        "update of %d keys (%s): median %.1f ms, best %.1f ms, %d pages written"
            .formatted(
                CHANGED, what, tookNs[ROUNDS * 2 / 3] / 1e6, tookNs[ROUNDS / 3] / 1e6, writes));
    return root;
  }

  private void prove(Hash32 root) {
    long bytes = 0;
    for (boolean present : new boolean[] {true, false}) {
      long proveNs = 0;
      long verifyNs = 0;
      bytes = 0;
      for (int i = 0; i < PROOFS; i++) {
        Bytes key = accountKey(present ? i : 2 * KEYS + i);
        long startNs = System.nanoTime();
        TreeProof proof = StateTree.prove(pages::get, root, key, state::get);
        proveNs += System.nanoTime() - startNs;
        bytes += proof.toIcs23().size();
        startNs = System.nanoTime();
        assertThat(verify(root, key, proof)).isTrue();
        verifyNs += System.nanoTime() - startNs;
      }
      report(
          "proof of %s: %.1f us to make, %.1f us to verify, %d B"
              .formatted(
                  present ? "presence" : "absence",
                  proveNs / 1e3 / PROOFS,
                  verifyNs / 1e3 / PROOFS,
                  bytes / PROOFS));
    }
  }

  private boolean verify(Hash32 root, Bytes key, TreeProof proof) {
    Bytes value = state.get(key);
    return value == null
        ? TreeVerifier.verifyAbsent(root, key, proof).isValid()
        : TreeVerifier.verifyPresent(root, key, value, proof).isValid();
  }

  private static Bytes accountKey(int number) {
    Bytes address = Sha256.hash(Bytes.utf8("address " + number)).bytes().slice(0, 20);
    return Bytes.concat(Bytes.fromHex("01"), address);
  }

  private static Bytes account(int number, int round) {
    return Bytes.utf8("balance of account %010d after round %05d".formatted(number, round));
  }

  private static void report(String line) {
    System.out.println("MEASURED " + line);
  }
}
