package weft.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.chain.block.Chain;
import weft.chain.fixture.TestNet;
import weft.primitives.ByteWriter;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.Nonce;
import weft.storage.MemoryNodeStore;
import weft.storage.Retention;
import weft.storage.RetentionSettings;
import weft.storage.StoreException;

/// That what is over the limits goes, all of it, at the next look.
final class PruningTest {
  private static final int LOOK_BLOCKS = 50;
  private static final int MANY_STATUSES = 20_000;
  private static final long KEEP_STATUSES_MS = 1_000;
  private static final long WAIT_SECONDS = 60;

  private final TestNet net = TestNet.of(1);
  private final CompletableFuture<Throwable> fault = new CompletableFuture<>();
  private MemoryNodeStore store = new MemoryNodeStore();

  @AfterEach
  void close() {
    store.close();
  }

  private Chain open(RetentionSettings retention) {
    store = new MemoryNodeStore(retention);
    return net.open(store);
  }

  private Pruning start(RetentionSettings retention) {
    Pruning pruning = new Pruning(store, retention, fault::complete);
    pruning.start();
    return pruning;
  }

  private static void makeBlocks(Chain chain, int count) {
    for (int i = 0; i < count; i++) {
      TestNet.step(chain);
    }
  }

  private List<Hash32> expire(int count) {
    List<Hash32> hashes =
        IntStream.range(0, count)
            .mapToObj(i -> Sha256.hash(new ByteWriter().u32(i).toBytes()))
            .toList();
    store
        .journal()
        .finish(
            hashes.stream()
                .map(
                    hash ->
                        new TransactionStatus(
                            hash,
                            net.account(0).address(),
                            new Nonce(0, 0),
                            TestNet.GENESIS_TIME_MS,
                            new TransactionStatus.Expired("too late")))
                .toList());
    return hashes;
  }

  @Test
  void statusesGoThoughEveryBlockStays() {
    RetentionSettings keepAllBlocks = new RetentionSettings(0, 0, KEEP_STATUSES_MS);
    Chain chain = open(keepAllBlocks);
    List<Hash32> expired = expire(3);
    makeBlocks(chain, LOOK_BLOCKS);
    try (Pruning pruning = start(keepAllBlocks)) {
      pruning.committed(LOOK_BLOCKS);

      await().atMost(WAIT_SECONDS, TimeUnit.SECONDS).until(() -> kept(expired) == 0);
    }
    assertThat(store.earliestHeight()).isEqualTo(1);
    assertThat(fault).isNotDone();
  }

  @Test
  void oneLookDeletesMoreThanOneCallOfTheStore() {
    RetentionSettings keepAllBlocks = new RetentionSettings(0, 0, KEEP_STATUSES_MS);
    Chain chain = open(keepAllBlocks);
    List<Hash32> expired = expire(MANY_STATUSES);
    makeBlocks(chain, LOOK_BLOCKS);
    try (Pruning pruning = start(keepAllBlocks)) {
      pruning.committed(LOOK_BLOCKS);

      await().atMost(WAIT_SECONDS, TimeUnit.SECONDS).until(() -> kept(expired) == 0);
    }
  }

  @Test
  void oneLookComesDownToTheByteLimit() {
    RetentionSettings least = new RetentionSettings(0, 1, 0);
    Chain chain = open(least);
    int blocks = 8 * LOOK_BLOCKS;
    makeBlocks(chain, blocks);
    try (Pruning pruning = start(least)) {
      pruning.committed(blocks);

      await()
          .atMost(WAIT_SECONDS, TimeUnit.SECONDS)
          .until(() -> store.earliestHeight() == blocks - Retention.MIN_KEPT_BLOCKS + 1);
    }
  }

  @Test
  void tellsWhenItCannotGoOn() throws Exception {
    RetentionSettings keepAllBlocks = new RetentionSettings(0, 0, KEEP_STATUSES_MS);
    Chain chain = open(keepAllBlocks);
    makeBlocks(chain, LOOK_BLOCKS);
    store.close();
    try (Pruning pruning = start(keepAllBlocks)) {
      pruning.committed(LOOK_BLOCKS);

      assertThat(fault.get(WAIT_SECONDS, TimeUnit.SECONDS)).isInstanceOf(StoreException.class);
    }
  }

  private long kept(List<Hash32> hashes) {
    return hashes.stream().filter(hash -> store.finalStatus(hash).isPresent()).count();
  }
}
