package weft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import weft.chain.store.CommittedBlock;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.protocol.lane.LaneEntry;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.VerifiedTransaction;
import weft.storage.BlockEntries.Place;

/// That payloads are written once, and entries come back byte by byte.
final class BlockEntriesTest {
  private static final int LARGE = 50_000;
  private static final int TRAPS = 980;
  private static final int TRAP_BYTES = 1030;
  private static final int TRAP_TAIL = 80;
  private static final int FILLER = 0xffff;

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
  void aPayloadThatCouldBeginAnywhereIsReferredTo() {
    byte[] ends = new byte[LARGE];
    ends[LARGE - 1] = 1;
    Payload zeros = Payload.of(Bytes.wrap(new byte[BlockEntries.MIN_REFERRED_BYTES - 1]));
    Payload hidden = Payload.of(Bytes.wrap(ends));

    assertThat(stored(block(chain.transaction(List.of(zeros, hidden)))).size())
        .isLessThan(2 * BlockEntries.MIN_REFERRED_BYTES);
  }

  /// Each payload ends in what looks like the beginning of the next one, again and again. Whoever
  /// looked for payloads in the transaction would read most of it for each of them, or give up.
  @Test
  void noPayloadIsLookedFor() {
    List<Payload> payloads = new ArrayList<>();
    payloads.add(Payload.of(trap(0, TRAP_TAIL, 0)));
    for (int i = 0; i < TRAPS; i++) {
      payloads.add(Payload.of(trap(i, TRAP_BYTES, i + 1)));
    }

    assertThat(stored(block(chain.transaction(payloads))).size())
        .isLessThan(TRAPS * TRAP_BYTES / 10);
  }

  /// @param begin what the first two bytes are
  /// @param next what the last bytes repeat in twos
  private static Bytes trap(int begin, int size, int next) {
    ByteWriter writer = new ByteWriter(size).u16(begin);
    while (writer.size() < size) {
      writer.u16(writer.size() < size - TRAP_TAIL ? FILLER : next);
    }
    return writer.toBytes();
  }

  @Test
  void payloadsOfABundleAreReferredTo() {
    List<Action.BundleEntry> parts = new ArrayList<>();
    for (RollupId rollup : chain.rollups()) {
      parts.add(new Action.BundleEntry(rollup, Payload.of(Bytes.wrap(new byte[LARGE]))));
    }
    Action claim = new Action.Claim(TestChain.ASSET);

    assertThat(stored(block(chain.signed(List.of(claim, new Action.Bundle(parts))))).size())
        .isLessThan(1_000);
  }
}
