package weft.protocol.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.primitives.Sha256;

class BlockStatementTest {
  private static final BlockStatement STATEMENT =
      new BlockStatement(7, 300, 1_800_000_000_123L, h(1), h(2), 5, h(3), h(4));

  private static Hash32 h(int number) {
    return Sha256.hash(Bytes.utf8("hash " + number));
  }

  @Test
  void layoutIsDomainThenFieldsInOrder() {
    Bytes encoded = STATEMENT.encode();
    assertThat(encoded.size()).isEqualTo(BlockStatement.SIZE).isEqualTo(177);
    assertThat(encoded)
        .isEqualTo(
            Bytes.concat(
                Bytes.fromHex("0013"),
                Bytes.utf8("weft/attestation/v1"),
                Bytes.fromHex("0000000000000007"),
                Bytes.fromHex("000000000000012c"),
                Bytes.fromHex("000001a3185c507b"),
                h(1).bytes(),
                h(2).bytes(),
                Bytes.fromHex("00000005"),
                h(3).bytes(),
                h(4).bytes()));
    assertThat(STATEMENT.digest()).isEqualTo(Sha256.hash(encoded));
    assertThat(BlockStatement.decode(encoded)).isEqualTo(STATEMENT);
  }

  @Test
  void otherBytesAreMalformedOrAnotherStatement() {
    Bytes encoded = STATEMENT.encode();
    for (int size = 0; size < encoded.size(); size++) {
      assertMalformed(encoded.slice(0, size));
    }
    assertMalformed(Bytes.concat(encoded, Bytes.fromHex("00")));
    assertMalformed(replace(encoded, 29, "0000000000000000"));
    assertMalformed(replace(encoded, 29, "8000000000000000"));
    assertMalformed(replace(encoded, 109, "80000000"));
    for (int bit = 0; bit < encoded.size() * 8; bit++) {
      byte[] raw = encoded.toArray();
      raw[bit / 8] ^= (byte) (1 << (bit % 8));
      boolean isDomain = bit < 21 * 8;
      try {
        BlockStatement other = BlockStatement.decode(Bytes.wrap(raw));
        assertThat(isDomain).isFalse();
        assertThat(other).isNotEqualTo(STATEMENT);
        assertThat(other.encode()).isEqualTo(Bytes.wrap(raw));
      } catch (MalformedException e) {
        assertThat(e.field()).startsWith("statement.");
      }
    }
  }

  private static Bytes replace(Bytes encoded, int at, String hex) {
    Bytes middle = Bytes.fromHex(hex);
    int after = at + middle.size();
    return Bytes.concat(encoded.slice(0, at), middle, encoded.slice(after, encoded.size() - after));
  }

  private static void assertMalformed(Bytes encoded) {
    assertThatThrownBy(() -> BlockStatement.decode(encoded)).isInstanceOf(MalformedException.class);
  }
}
