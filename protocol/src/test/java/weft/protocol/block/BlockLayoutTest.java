package weft.protocol.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.primitives.Sha256;
import weft.protocol.TransactionGen;

class BlockLayoutTest {

  @Test
  void headerIsVersionThenFieldsInOrder() {
    TransactionGen gen = new TransactionGen(1);
    BlockHeader header =
        new BlockHeader(7, 2, 3, gen.hash(), gen.hash(), gen.hash(), gen.address());
    assertThat(header.encode().toHex())
        .isEqualTo(
            "01"
                + "0000000000000007"
                + "0000000000000002"
                + "0000000000000003"
                + header.parentHash().toHex()
                + header.dataHash().toHex()
                + header.appHash().toHex()
                + header.proposer().bytes().toHex());
    assertThat(header.encode().size()).isEqualTo(BlockHeader.SIZE);
    assertThat(header.hash()).isEqualTo(Sha256.hash(header.encode()));
  }

  @Test
  void preambleIsVersionThenFieldsInOrder() {
    Preamble preamble = new Preamble(new TransactionGen(1).hash(), 2, 3);
    assertThat(preamble.encode().toHex())
        .isEqualTo("01" + preamble.lanesRoot().toHex() + "00000002" + "00000003");
    assertThat(preamble.encode().size()).isEqualTo(Preamble.SIZE);
    assertThat(preamble.hash()).isEqualTo(Sha256.hash(preamble.encode()));
  }

  @Test
  void whatWasWrittenIsReadBack() {
    for (long seed = 0; seed < 500; seed++) {
      TransactionGen gen = new TransactionGen(seed);
      BlockHeader header =
          new BlockHeader(
              gen.number(0),
              gen.number(1),
              gen.number(0),
              gen.hash(),
              gen.hash(),
              gen.hash(),
              gen.address());
      assertThat(BlockHeader.decode(header.encode())).as("seed %s", seed).isEqualTo(header);
      Preamble preamble =
          new Preamble(gen.hash(), gen.below(Integer.MAX_VALUE), gen.below(Integer.MAX_VALUE));
      assertThat(Preamble.decode(preamble.encode())).as("seed %s", seed).isEqualTo(preamble);
    }
  }

  @Test
  void otherLayoutsAreRefused() {
    Bytes header =
        new BlockHeader(
                7, 1, 0, Hash32.ZERO, Hash32.ZERO, Hash32.ZERO, new TransactionGen(1).address())
            .encode();
    Bytes preamble = new Preamble(Hash32.ZERO, 0, 0).encode();
    assertMalformed(() -> BlockHeader.decode(with(header, 0, 2)), "block_header.version");
    assertMalformed(() -> BlockHeader.decode(with(header, 1, 0x80)), "block_header.chain_id");
    assertMalformed(() -> BlockHeader.decode(with(header, 16, 0)), "block_header.height");
    assertMalformed(() -> BlockHeader.decode(with(header, 17, 0x80)), "block_header.time_ms");
    assertMalformed(() -> BlockHeader.decode(header.slice(0, 140)), "block_header.proposer");
    assertMalformed(() -> BlockHeader.decode(Bytes.concat(header, header)), "end");
    assertMalformed(() -> Preamble.decode(with(preamble, 0, 0)), "preamble.version");
    assertMalformed(() -> Preamble.decode(with(preamble, 33, 0x80)), "preamble.lane_count");
    assertMalformed(() -> Preamble.decode(with(preamble, 37, 0x80)), "preamble.transaction_count");
    assertMalformed(() -> Preamble.decode(Bytes.concat(preamble, preamble)), "end");
    assertMalformed(() -> Preamble.decode(Bytes.EMPTY), "preamble.version");
  }

  @Test
  void commitDigestIsDomainThenFieldsInOrder() {
    TransactionGen gen = new TransactionGen(1);
    Hash32 block = gen.hash();
    Hash32 lanes = gen.hash();
    Hash32 app = gen.hash();
    Bytes signed =
        new ByteWriter()
            .bytes(Bytes.fromHex("000e"))
            .bytes(Bytes.utf8("weft/commit/v1"))
            .u64(7)
            .u64(8)
            .hash(block)
            .hash(lanes)
            .hash(app)
            .toBytes();
    assertThat(CommitDigest.of(7, 8, block, lanes, app)).isEqualTo(Sha256.hash(signed));
  }

  private static Bytes with(Bytes bytes, int at, int value) {
    byte[] changed = bytes.toArray();
    changed[at] = (byte) value;
    return Bytes.wrap(changed);
  }

  private static void assertMalformed(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable decode, String field) {
    assertThatThrownBy(decode)
        .isInstanceOfSatisfying(
            MalformedException.class, e -> assertThat(e.field()).isEqualTo(field));
  }
}
