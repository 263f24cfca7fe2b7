package weft.protocol.validator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.Fuzz;
import weft.protocol.Mutator;
import weft.protocol.SampleValidators;

class VoteExtensionTest {
  private static final Bytes SIGNATURE =
      SampleValidators.of("set", 1).blsKey(0).sign(Bytes.utf8("a statement")).bytes();
  private static final VoteExtension EXTENSION = new VoteExtension(SIGNATURE, 1_800_000_000_123L);
  private static final String CLOCK = "020008000001a3185c507b";

  @Test
  void layoutIsAVersionThenSections() {
    Bytes encoded = EXTENSION.encode();
    assertThat(encoded)
        .isEqualTo(Bytes.concat(Bytes.fromHex("01" + "010060"), SIGNATURE, Bytes.fromHex(CLOCK)));
    assertThat(VoteExtension.decode(encoded)).contains(EXTENSION);
  }

  @Test
  void sectionsOfLaterVersionsArePassedOver() {
    Bytes encoded = EXTENSION.encode();
    assertThat(VoteExtension.decode(Bytes.concat(encoded, Bytes.fromHex("0400021234"))))
        .contains(EXTENSION);
    assertThat(VoteExtension.decode(Bytes.concat(encoded, Bytes.fromHex("ff0000"))))
        .contains(EXTENSION);
    int room = VoteExtension.MAX_SIZE - encoded.size() - 3;
    Bytes section = Bytes.concat(Bytes.fromHex("0907"), Bytes.wrap(new byte[] {(byte) room}));
    Bytes longest = Bytes.concat(encoded, section, Bytes.wrap(new byte[room]));
    assertThat(room).isBetween(0x700, 0x7ff);
    assertThat(longest.size()).isEqualTo(VoteExtension.MAX_SIZE);
    assertThat(VoteExtension.decode(longest)).contains(EXTENSION);
    assertThat(VoteExtension.decode(Bytes.concat(longest, Bytes.fromHex("00")))).isEmpty();
  }

  @Test
  void reportsUpTo48Bids() {
    List<Hash32> bids = new ArrayList<>();
    for (int i = 0; i < VoteExtension.MAX_BIDS; i++) {
      bids.add(Sha256.hash(Bytes.utf8("bid " + i)));
    }
    bids.sort(Comparator.naturalOrder());
    VoteExtension full = new VoteExtension(SIGNATURE, 1_800_000_000_123L, bids);
    assertThat(full.encode().size()).isEqualTo(1_650).isLessThan(VoteExtension.MAX_SIZE);
    assertThat(VoteExtension.decode(full.encode())).contains(full);
    VoteExtension one = new VoteExtension(SIGNATURE, 1_800_000_000_123L, bids.subList(0, 1));
    assertThat(one.encode())
        .isEqualTo(
            Bytes.concat(EXTENSION.encode(), Bytes.fromHex("030020"), bids.getFirst().bytes()));
  }

  @Test
  void aBadListOfBidsReportsNoneAndSpoilsNothingElse() {
    Bytes hash = Sha256.hash(Bytes.utf8("bid")).bytes();
    Bytes[] lists = {
      Bytes.fromHex("0300021234"),
      Bytes.concat(Bytes.fromHex("030040"), hash, hash),
      Bytes.concat(Bytes.fromHex("030620"), Bytes.wrap(new byte[49 * 32])),
    };
    for (Bytes list : lists) {
      assertThat(VoteExtension.decode(Bytes.concat(EXTENSION.encode(), list))).contains(EXTENSION);
    }
  }

  @Test
  void whatIsNoExtensionIsEmpty() {
    Bytes encoded = EXTENSION.encode();
    Bytes attestation = encoded.slice(1, 99);
    Bytes clock = Bytes.fromHex(CLOCK);
    Bytes version = Bytes.fromHex("01");
    for (int size = 0; size < encoded.size(); size++) {
      assertThat(VoteExtension.decode(encoded.slice(0, size))).as("%d bytes", size).isEmpty();
    }
    assertNone(Bytes.fromHex("02"), attestation, clock);
    assertNone(version, clock, attestation);
    assertNone(version, attestation, attestation, clock);
    assertNone(version, attestation, clock, clock);
    assertNone(version, Bytes.fromHex("000000"), attestation, clock);
    assertNone(version, attestation, Bytes.fromHex("02000700000000000000"));
    assertNone(version, attestation, Bytes.fromHex("020008ffffffffffffffff"));
    assertNone(version, Bytes.fromHex("01005f"), SIGNATURE.slice(1, 95), clock);
    assertNone(version, attestation);
    assertNone(version, clock);
    assertNone(encoded, Bytes.fromHex("00"));
    assertNone(encoded, Bytes.fromHex("03ffff"));
  }

  private static void assertNone(Bytes... parts) {
    assertThat(VoteExtension.decode(Bytes.concat(parts))).isEmpty();
  }

  @Test
  void hostileBytesOfEveryLengthNeverThrow() {
    Fuzz fuzz = Fuzz.few("VoteExtensionTest", 50_000);
    Bytes good = EXTENSION.encode();
    for (int i = 0; i < fuzz.cases(); i++) {
      Mutator mutator = new Mutator(fuzz.seed(i));
      VoteExtension.decode(Bytes.wrap(mutator.noise(2100)));
      VoteExtension.decode(Bytes.wrap(mutator.mutate(good.toArray())))
          .ifPresent(
              extension ->
                  assertThat(VoteExtension.decode(extension.encode())).contains(extension));
    }
  }
}
