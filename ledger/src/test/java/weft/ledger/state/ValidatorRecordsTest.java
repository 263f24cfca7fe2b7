package weft.ledger.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.BlsPrivateKey;
import weft.primitives.Bytes;
import weft.primitives.Ed25519PrivateKey;
import weft.primitives.Ed25519PublicKey;
import weft.primitives.Hash32;
import weft.protocol.validator.Validator;
import weft.protocol.validator.ValidatorSet;

final class ValidatorRecordsTest {
  @Test
  void readsWhatWasWritten() {
    for (long seed = 0; seed < 1_000; seed++) {
      Random random = new Random(seed);
      ValidatorRecord validator =
          new ValidatorRecord(
              address(random),
              Ed25519PublicKey.of(bytes(random, 32)),
              bytes(random, 48),
              Amount.ofBytes(bytes(random, 16)),
              ValidatorStatus.ofCode(1 + random.nextInt(4)),
              random.nextBoolean(),
              random.nextLong(Long.MAX_VALUE));
      assertThat(ValidatorRecord.decode(validator.encode())).isEqualTo(validator);

      CandidatesRecord candidates = new CandidatesRecord(List.of());
      TreeMap<Address, Long> missed = new TreeMap<>();
      List<DowntimeRecord.Jailing> jailings = new ArrayList<>();
      for (int i = random.nextInt(5); i > 0; i--) {
        candidates = candidates.with(address(random), Amount.ofBytes(bytes(random, 16)));
        missed.put(address(random), 1 + random.nextLong(100));
        jailings.add(new DowntimeRecord.Jailing(address(random), seed, random.nextLong(1 << 20)));
      }
      assertThat(CandidatesRecord.decode(candidates.encode())).isEqualTo(candidates);
      DowntimeRecord downtime = new DowntimeRecord(missed, jailings);
      assertThat(DowntimeRecord.decode(downtime.encode())).isEqualTo(downtime);

      UpgradeRecord upgrade =
          new UpgradeRecord("v" + seed, random.nextLong(1 << 20), Hash32.of(bytes(random, 32)));
      assertThat(UpgradeRecord.decode(upgrade.encode())).isEqualTo(upgrade);
      List<DueChange> due = List.of(new DueChange.ReturnValidatorBond(address(random)));
      assertThat(DueChange.decode(DueChange.encode(due))).isEqualTo(due);
    }
  }

  @Test
  void keepsTheLayoutOfTheDocs() {
    Address address = Address.fromHex("11".repeat(20));
    assertThat(Keys.validator(address).toHex())
        .isEqualTo(Bytes.utf8("val/").toHex() + "11".repeat(20));
    ValidatorRecord record =
        new ValidatorRecord(
            address,
            Ed25519PublicKey.of(Bytes.fromHex("22".repeat(32))),
            Bytes.fromHex("33".repeat(48)),
            Amount.of(10),
            ValidatorStatus.JAILED,
            true,
            9);
    assertThat(record.encode().toHex())
        .isEqualTo(
            "11".repeat(20)
                + "22".repeat(32)
                + "33".repeat(48)
                + "0000000000000000000000000000000a"
                + "02"
                + "01"
                + "0000000000000009");
    assertThat(new CandidatesRecord(List.of()).with(address, Amount.of(1)).encode().toHex())
        .isEqualTo("0001" + "11".repeat(20) + "00000000000000000000000000000001");
    TreeMap<Address, Long> missed = new TreeMap<>();
    missed.put(address, 3L);
    assertThat(
            new DowntimeRecord(missed, List.of(new DowntimeRecord.Jailing(address, 4, 5)))
                .encode()
                .toHex())
        .isEqualTo(
            "0001"
                + "11".repeat(20)
                + "0000000000000003"
                + "0001"
                + "11".repeat(20)
                + "0000000000000004"
                + "0000000000000005");
  }

  /// The plain table writes the bytes that the set writes, whatever the order it is given.
  @Test
  void powerTableHasTheBytesOfTheSet() {
    Random random = new Random(7);
    List<Validator> validators = new ArrayList<>();
    List<PowerTable.Entry> entries = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Bytes seed = Bytes.utf8("validator " + i);
      Ed25519PublicKey key = Ed25519PrivateKey.fromSeed(seed).publicKey();
      Validator one =
          new Validator(key, BlsPrivateKey.fromSeed(seed).publicKey(), 1 + random.nextInt(4));
      validators.add(one);
      entries.add(
          new PowerTable.Entry(key.consensusAddress(), key, one.blsKey().bytes(), one.power()));
      ValidatorSet set = ValidatorSet.of(validators);
      PowerTable table = PowerTable.of(entries);
      assertThat(table.encode()).isEqualTo(set.encode());
      assertThat(PowerTable.read(set.encode()).entries()).isEqualTo(table.entries());
      assertThat(table.totalPower()).isEqualTo(set.totalPower());
      assertThat(table.powerOf(key.consensusAddress())).isEqualTo(one.power());
    }
    assertThat(PowerTable.of(entries).powerOf(Address.ZERO)).isZero();
  }

  @Test
  void candidatesAreTheGreatestBondsOnly() {
    Random random = new Random(8);
    CandidatesRecord candidates = new CandidatesRecord(List.of());
    List<CandidatesRecord.Candidate> all = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      var one = new CandidatesRecord.Candidate(address(random), Amount.of(random.nextInt(100)));
      all.add(one);
      candidates = candidates.with(one.consensusAddress(), one.bond());
    }
    all.sort(
        (a, b) -> {
          int byBond = b.bond().compareTo(a.bond());
          return byBond == 0 ? a.consensusAddress().compareTo(b.consensusAddress()) : byBond;
        });
    assertThat(candidates.candidates()).isEqualTo(all.subList(0, CandidatesRecord.MAX_CANDIDATES));
    Address last = all.getLast().consensusAddress();
    assertThat(candidates.with(last, Amount.MAX).candidates().getFirst().consensusAddress())
        .isEqualTo(last);
    Address first = all.getFirst().consensusAddress();
    assertThat(candidates.without(first).candidates()).hasSize(CandidatesRecord.MAX_CANDIDATES - 1);
    assertThat(candidates.with(first, Amount.ZERO).candidates())
        .hasSize(CandidatesRecord.MAX_CANDIDATES);
  }

  private static Address address(Random random) {
    return Address.of(bytes(random, Address.SIZE));
  }

  private static Bytes bytes(Random random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }
}
