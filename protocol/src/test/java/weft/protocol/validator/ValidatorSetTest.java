package weft.protocol.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.MalformedException;
import weft.primitives.MerkleTree;
import weft.protocol.SampleValidators;

class ValidatorSetTest {
  private static final ValidatorSet SET = SampleValidators.of("set", 3, 9, 3, 3, 1).set();

  @Test
  void orderIsDescendingPowerThenAscendingAddress() {
    List<Validator> shuffled = new ArrayList<>(SET.validators());
    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(shuffled, new Random(seed));
      assertThat(ValidatorSet.of(shuffled)).isEqualTo(SET).hasSameHashCodeAs(SET);
    }
    assertThat(SET.validators().stream().map(Validator::power)).containsExactly(9L, 3L, 3L, 3L, 1L);
    for (int i = 1; i < 3; i++) {
      Bytes address = SET.get(i).consensusAddress().bytes();
      assertThat(address).isLessThan(SET.get(i + 1).consensusAddress().bytes());
    }
    for (int i = 0; i < SET.size(); i++) {
      assertThat(SET.indexOf(SET.get(i).consensusAddress())).hasValue(i);
    }
    assertThat(SET.indexOf(Address.ZERO)).isEmpty();
    assertThat(SET.totalPower()).isEqualTo(19);
  }

  @Test
  void layoutIsACountThenKeysAndPower() {
    Validator first = SET.get(0);
    Bytes encoded = SET.encode();
    assertThat(encoded.size()).isEqualTo(2 + 5 * 88);
    assertThat(encoded.slice(0, 2)).isEqualTo(Bytes.fromHex("0005"));
    assertThat(encoded.slice(2, 88))
        .isEqualTo(
            Bytes.concat(
                first.consensusKey().bytes(),
                first.blsKey().bytes(),
                Bytes.fromHex("0000000000000009")));
    assertThat(ValidatorSet.decode(encoded)).isEqualTo(SET);
    assertThat(SET.hash())
        .isEqualTo(MerkleTree.root(SET.validators().stream().map(Validator::encode).toList()));
  }

  @Test
  void bytesOfNoSetAreMalformed() {
    Bytes encoded = SET.encode();
    for (int size = 0; size < encoded.size(); size++) {
      assertMalformed(encoded.slice(0, size));
    }
    assertMalformed(Bytes.concat(encoded, Bytes.fromHex("00")));
    assertMalformed(Bytes.fromHex("0000"));
    assertMalformed(Bytes.fromHex("0081"));
    assertMalformed(withValidators(1, 0, 2, 3, 4));
    assertMalformed(withValidators(0, 2, 1, 3, 4));
    assertMalformed(withValidators(0, 1, 1, 3, 4));
    Bytes keys = SET.get(4).encode().slice(0, 80);
    Bytes one = Bytes.fromHex("0001");
    assertMalformed(Bytes.concat(one, keys, Bytes.fromHex("0000000000000000")));
    assertMalformed(Bytes.concat(one, keys, Bytes.fromHex("0020000000000001")));
    assertMalformed(Bytes.concat(one, keys, Bytes.fromHex("ffffffffffffffff")));
    Bytes noKey = Bytes.concat(SET.get(4).consensusKey().bytes(), Bytes.wrap(new byte[48]));
    assertMalformed(Bytes.concat(one, noKey, Bytes.fromHex("0000000000000001")));
  }

  private static Bytes withValidators(int... places) {
    Bytes encoded = Bytes.fromHex("0005");
    for (int place : places) {
      encoded = Bytes.concat(encoded, SET.get(place).encode());
    }
    return encoded;
  }

  private static void assertMalformed(Bytes encoded) {
    assertThatThrownBy(() -> ValidatorSet.decode(encoded)).isInstanceOf(MalformedException.class);
  }

  @Test
  void everyFlippedBitGivesAnotherSetOrNone() {
    Bytes encoded = SET.encode();
    for (int bit = 0; bit < encoded.size() * 8; bit++) {
      byte[] raw = encoded.toArray();
      raw[bit / 8] ^= (byte) (1 << (bit % 8));
      try {
        ValidatorSet other = ValidatorSet.decode(Bytes.wrap(raw));
        assertThat(other.hash()).as("bit %d", bit).isNotEqualTo(SET.hash());
        assertThat(other.encode()).isEqualTo(Bytes.wrap(raw));
      } catch (MalformedException e) {
        assertThat(e.field()).isNotEmpty();
      }
    }
  }

  @Test
  void setsHaveLimits() {
    assertThatThrownBy(() -> ValidatorSet.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    long[] powers = new long[ValidatorSet.MAX_VALIDATORS + 1];
    Arrays.fill(powers, 1);
    assertThatThrownBy(() -> SampleValidators.of("many", powers))
        .isInstanceOf(IllegalArgumentException.class);
    long[] most = Arrays.copyOf(powers, ValidatorSet.MAX_VALIDATORS);
    ValidatorSet largest = SampleValidators.of("many", most).set();
    assertThat(ValidatorSet.decode(largest.encode())).isEqualTo(largest);
    assertThat(SampleValidators.of("strong", ValidatorSet.MAX_TOTAL_POWER - 1, 1).set().size())
        .isEqualTo(2);
    assertThatThrownBy(() -> SampleValidators.of("strong", ValidatorSet.MAX_TOTAL_POWER, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SampleValidators.of("strong", Long.MAX_VALUE, Long.MAX_VALUE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ValidatorSet.of(List.of(SET.get(0), SET.get(0).withPower(1))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SET.get(0).withPower(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void moreThanTwoThirdsIsExact() {
    List<Long> totals = new ArrayList<>(List.of(1L, 2L, 3L, 4L, 5L, 6L, 99L, 100L, 101L));
    totals.add(ValidatorSet.MAX_TOTAL_POWER);
    totals.add(ValidatorSet.MAX_TOTAL_POWER - 1);
    for (long total : totals) {
      ValidatorSet set = ValidatorSet.of(List.of(SET.get(0).withPower(total)));
      for (long power = Math.max(0, total * 2 / 3 - 2); power <= total * 2 / 3 + 2; power++) {
        boolean isMore =
            BigInteger.valueOf(power)
                    .multiply(BigInteger.valueOf(3))
                    .compareTo(BigInteger.valueOf(total).shiftLeft(1))
                > 0;
        assertThat(set.isMoreThanTwoThirds(power)).as("%d of %d", power, total).isEqualTo(isMore);
      }
    }
  }
}
