package weft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import weft.chain.store.CommittedBlock;
import weft.primitives.Bytes;
import weft.protocol.lane.LaneEntry;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.VerifiedTransaction;
import weft.storage.BlockEntries.Place;

/// That payloads are written once, and entries come back byte by byte.
final class BlockEntriesTest {
  private static final int LARGE = 50_000;

  private final TestChain chain = new TestChain(4, 2);

  private static Bytes stored(CommittedBlock block) {
    Bytes record = BlockEntries.encode(block);
    List<Bytes> read = BlockEntries.decode(record, place -> payload(block, place));
    assertThat(read).isEqualTo(block.entries());
    return record;
  }

  private static Bytes payload(CommittedBlock block, Place place) {
    return block.lanes().stream()
        .filter(lane -> lane.rollup().hash().equals(place.rollupId()))
        .filter(lane -> lane.header().laneHeight() == place.laneHeight())
        .map(lane -> LaneEntry.decode(lane.laneBlock().entries().get(place.entry())).data())
        .findFirst()
        .orElseThrow();
  }

  private CommittedBlock block(VerifiedTransaction... transactions) {
    return chain.block(Arrays.asList(transactions)).block();
  }

  @Test
  void anEmptyBlock() {
    assertThat(stored(block()).size()).isLessThan(100);
  }

  @Test
  void largePayloadsAreReferredTo() {
    CommittedBlock block =
        block(
            chain.transaction(LARGE),
            chain.transaction(10, LARGE, 20, LARGE, LARGE),
            chain.transaction(30));

    assertThat(stored(block).size()).isLessThan(2_000);
  }

  @Test
  void smallPayloadsAreRepeated() {
    int small = BlockEntries.MIN_REFERRED_BYTES - 1;

    assertThat(stored(block(chain.transaction(small))).size()).isGreaterThan(small);
    assertThat(stored(block(chain.transaction(small + 1))).size()).isLessThan(small);
  }

  @Test
  void equalPayloadsAreAllReferredTo() {
    Payload same = Payload.of(Bytes.wrap(new byte[LARGE]));

    assertThat(stored(block(chain.transaction(List.of(same, same, same)))).size())
        .isLessThan(1_000);
  }

  /// Zeros before a payload that begins with zeros: each of them could be its start.
  @Test
  void aLongSearchIsGivenUp() {
    byte[] ends = new byte[LARGE];
    ends[LARGE - 1] = 1;
    Payload zeros = Payload.of(Bytes.wrap(new byte[BlockEntries.MIN_REFERRED_BYTES - 1]));
    Payload hidden = Payload.of(Bytes.wrap(ends));

    assertThat(stored(block(chain.transaction(List.of(zeros, hidden)))).size())
        .isGreaterThan(LARGE);
  }
}
