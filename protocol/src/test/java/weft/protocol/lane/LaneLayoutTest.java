package weft.protocol.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.primitives.MerkleTree;
import weft.primitives.Sha256;
import weft.protocol.SampleBlocks;
import weft.protocol.TransactionGen;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.RollupId;

class LaneLayoutTest {

  @Test
  void headerIsVersionThenFieldsInOrder() {
    TransactionGen gen = new TransactionGen(1);
    LaneHeader header = new LaneHeader(gen.hash(), 2, gen.hash(), 3, 4, gen.hash(), 5, 6);
    assertThat(header.encode().toHex())
        .isEqualTo(
            "01"
                + header.rollupId().toHex()
                + "0000000000000002"
                + header.parentLaneHash().toHex()
                + "0000000000000003"
                + "0000000000000004"
                + header.payloadsRoot().toHex()
                + "00000005"
                + "0000000000000006");
    assertThat(header.encode().size()).isEqualTo(LaneHeader.SIZE);
    assertThat(header.hash()).isEqualTo(Sha256.hash(header.encode()));
  }

  @Test
  void entryIsPrefixThenData() {
    TransactionGen gen = new TransactionGen(1);
    LaneEntry entry =
        new LaneEntry(
            gen.hash(), gen.address(), 2, 3, gen.hash(), new Payload(Bytes.fromHex("abcd"), 4));
    assertThat(entry.encode().toHex())
        .isEqualTo(
            "01"
                + entry.transactionHash().toHex()
                + entry.sender().bytes().toHex()
                + "0002"
                + "00000003"
                + entry.bundleRoot().toHex()
                + "0000000000000004"
                + "abcd");
    assertThat(entry.encode().size()).isEqualTo(LaneEntry.PREFIX_SIZE + 2);
    assertThat(SampleBlocks.entry(gen).encode().get(0)).isZero();
  }

  @Test
  void whatWasWrittenIsReadBack() {
    for (long seed = 0; seed < 500; seed++) {
      TransactionGen gen = new TransactionGen(seed);
      LaneHeader header =
          new LaneHeader(
              gen.hash(),
              gen.number(1),
              gen.hash(),
              gen.number(1),
              gen.number(0),
              gen.hash(),
              1 + gen.below(Integer.MAX_VALUE),
              gen.number(0));
      assertThat(LaneHeader.decode(header.encode())).as("seed %s", seed).isEqualTo(header);
      LaneEntry single = SampleBlocks.entry(gen);
      LaneEntry entry =
          new LaneEntry(
              single.transactionHash(),
              single.sender(),
              single.actionIndex(),
              single.payloadIndex(),
              gen.coin() ? Hash32.ZERO : gen.hash(),
              single.payload());
      assertThat(LaneEntry.decode(entry.encode())).as("seed %s", seed).isEqualTo(entry);
      assertThat(entry.hash()).isEqualTo(MerkleTree.leafHash(entry.encode()));
    }
  }

  @Test
  void otherHeadersAreRefused() {
    Bytes header = new LaneHeader(Hash32.ZERO, 1, Hash32.ZERO, 1, 1, Hash32.ZERO, 1, 1).encode();
    assertMalformed(() -> LaneHeader.decode(with(header, 0, 0)), "lane_header.version");
    assertMalformed(() -> LaneHeader.decode(with(header, 40, 0)), "lane_header.lane_height");
    assertMalformed(() -> LaneHeader.decode(with(header, 33, 0x80)), "lane_header.lane_height");
    assertMalformed(() -> LaneHeader.decode(with(header, 80, 0)), "lane_header.block_height");
    assertMalformed(() -> LaneHeader.decode(with(header, 81, 0x80)), "lane_header.block_time_ms");
    assertMalformed(() -> LaneHeader.decode(with(header, 121, 0x80)), "lane_header.payload_count");
    assertMalformed(() -> LaneHeader.decode(with(header, 124, 0)), "lane_header.payload_count");
    assertMalformed(() -> LaneHeader.decode(with(header, 125, 0x80)), "lane_header.payload_bytes");
    assertMalformed(() -> LaneHeader.decode(Bytes.concat(header, header)), "end");
    for (int size = 0; size < header.size(); size++) {
      Bytes cut = header.slice(0, size);
      assertThatThrownBy(() -> LaneHeader.decode(cut)).isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void otherEntriesAreRefused() {
    TransactionGen gen = new TransactionGen(1);
    Bytes entry =
        new LaneEntry(
                gen.hash(), gen.address(), 2, 3, Hash32.ZERO, Payload.of(Bytes.fromHex("abcd")))
            .encode();
    assertMalformed(() -> LaneEntry.decode(with(entry, 0, 2)), "lane_entry.kind");
    assertMalformed(() -> LaneEntry.decode(with(entry, 0, 1)), "lane_entry.bundle_root");
    assertMalformed(() -> LaneEntry.decode(with(entry, 60, 1)), "lane_entry.bundle_root");
    assertMalformed(() -> LaneEntry.decode(with(entry, 55, 0x80)), "lane_entry.payload_index");
    assertMalformed(() -> LaneEntry.decode(with(entry, 91, 0x80)), "lane_entry.gas_limit");
    assertMalformed(
        () -> LaneEntry.decode(entry.slice(0, LaneEntry.PREFIX_SIZE)), "lane_entry.data");
    for (int size = 0; size < LaneEntry.PREFIX_SIZE; size++) {
      Bytes cut = entry.slice(0, size);
      assertThatThrownBy(() -> LaneEntry.decode(cut)).isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void decodedDataSharesTheArray() {
    Bytes encoded = SampleBlocks.entry(new TransactionGen(1)).encode();
    byte[][] arrays = new byte[2][];
    encoded.feed((array, _, _) -> arrays[0] = array);
    LaneEntry.decode(encoded).data().feed((array, _, _) -> arrays[1] = array);
    assertThat(arrays[0]).isSameAs(arrays[1]);
  }

  @Test
  void bundleRootIsATreeOverRollupAndDataHash() {
    TransactionGen gen = new TransactionGen(1);
    RollupId east = RollupId.of("amm-east");
    RollupId west = RollupId.of("amm-west");
    Payload first = gen.payload();
    Payload second = gen.payload();
    Bytes left = Bytes.concat(east.hash().bytes(), Sha256.hash(first.data()).bytes());
    Bytes right = Bytes.concat(west.hash().bytes(), Sha256.hash(second.data()).bytes());
    assertThat(
            BundleRoot.of(
                List.of(new Action.BundleEntry(east, first), new Action.BundleEntry(west, second))))
        .isEqualTo(MerkleTree.nodeHash(MerkleTree.leafHash(left), MerkleTree.leafHash(right)));
  }

  private static Bytes with(Bytes bytes, int at, int value) {
    byte[] changed = bytes.toArray();
    changed[at] = (byte) value;
    return Bytes.wrap(changed);
  }

  private static void assertMalformed(ThrowingCallable decode, String field) {
    assertThatThrownBy(decode)
        .isInstanceOfSatisfying(
            MalformedException.class, e -> assertThat(e.field()).isEqualTo(field));
  }
}
