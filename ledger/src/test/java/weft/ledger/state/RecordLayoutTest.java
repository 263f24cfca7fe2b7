package weft.ledger.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import weft.ledger.state.RollupRecord.AnnouncedChange;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.GasTerms;
import weft.protocol.transaction.Policy;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.RollupTerms;
import weft.protocol.transaction.SponsorshipTerms;

final class RecordLayoutTest {
  private static final RollupId EAST = RollupId.of("east");

  @Test
  void readsWhatWasWritten() {
    for (long seed = 0; seed < 1_000; seed++) {
      Random random = new Random(seed);
      String where = "seed " + seed;
      RollupRecord rollup = rollup(random);
      LaneRecord lane =
          new LaneRecord(
              number(random), hash(random), number(random), amount(random), amount(random));
      SponsorshipRecord sponsorship =
          new SponsorshipRecord(
              random.nextBoolean(),
              number(random),
              new SponsorshipTerms(amount(random), amount(random), amount(random)),
              amount(random));
      SenderUse use = new SenderUse(number(random), amount(random));
      ApprovalRecord approval = new ApprovalRecord(random.nextBoolean(), addresses(random));
      GovernanceRecord governance = new GovernanceRecord(random.nextInt(9), addresses(random));
      ChainRecord chain =
          new ChainRecord(number(random), hash(random), asset(random), address(random));
      BaseFeeRecord fee = new BaseFeeRecord(number(random), amount(random));
      List<DueChange> due =
          List.of(
              new DueChange.ActivateTerms(EAST),
              new DueChange.Close(EAST),
              new DueChange.ReturnBond(EAST),
              new DueChange.SetParameter("name", "" + random.nextInt(), hash(random)));

      assertThat(RollupRecord.decode(rollup.encode())).as(where).isEqualTo(rollup);
      assertThat(LaneRecord.decode(lane.encode())).as(where).isEqualTo(lane);
      assertThat(SponsorshipRecord.decode(sponsorship.encode())).as(where).isEqualTo(sponsorship);
      assertThat(SenderUse.decode(use.encode())).as(where).isEqualTo(use);
      assertThat(ApprovalRecord.decode(approval.encode())).as(where).isEqualTo(approval);
      assertThat(GovernanceRecord.decode(governance.encode())).as(where).isEqualTo(governance);
      assertThat(ChainRecord.decode(chain.encode())).as(where).isEqualTo(chain);
      assertThat(BaseFeeRecord.decode(fee.encode())).as(where).isEqualTo(fee);
      assertThat(DueChange.decode(DueChange.encode(due))).as(where).isEqualTo(due);
    }
  }

  @Test
  void refusesBytesThatAreCutOrTooLong() {
    Bytes encoded = LaneRecord.NEW.encode();

    assertThatThrownBy(() -> LaneRecord.decode(encoded.slice(0, encoded.size() - 1)))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> LaneRecord.decode(Bytes.concat(encoded, Bytes.utf8("x"))))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void keepsTheLayoutOfTheDocs() {
    LaneRecord lane = new LaneRecord(3, Hash32.ZERO, 9, Amount.of(10), Amount.of(2));
    assertThat(lane.encode().toHex())
        .isEqualTo(
            "0000000000000003"
                + "00".repeat(32)
                + "0000000000000009"
                + "0000000000000000000000000000000a"
                + "00000000000000000000000000000002");
    assertThat(Keys.sequence(Address.fromHex("11".repeat(20)), 258).toHex())
        .isEqualTo(Bytes.utf8("seq/").toHex() + "11".repeat(20) + "0000000000000102");
    assertThat(Keys.sponsorship(EAST, Address.fromHex("11".repeat(20))).toHex())
        .isEqualTo(Bytes.utf8("spo/east/").toHex() + "11".repeat(20));
  }

  private static RollupRecord rollup(Random random) {
    Optional<AnnouncedChange> change =
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(
                new AnnouncedChange(
                    terms(random),
                    random.nextBoolean() ? Optional.empty() : Optional.of(address(random))));
    RollupStatus status = RollupStatus.ofCode(1 + random.nextInt(3));
    return new RollupRecord(
        EAST,
        address(random),
        terms(random),
        status,
        amount(random),
        number(random),
        number(random),
        change);
  }

  private static RollupTerms terms(Random random) {
    Optional<GasTerms> gas =
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(new GasTerms(number(random), number(random), amount(random)));
    List<AssetId> assets = random.nextBoolean() ? List.of() : List.of(asset(random));
    Policy policy = random.nextBoolean() ? Policy.FIRST_COME : Policy.PRIORITY;
    return new RollupTerms(
        address(random),
        policy,
        assets,
        number(random),
        "https://weft.example/" + random.nextInt(),
        gas,
        addresses(random));
  }

  private static List<Address> addresses(Random random) {
    List<Address> addresses = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      addresses.add(address(random));
    }
    return addresses;
  }

  private static Address address(Random random) {
    byte[] bytes = new byte[Address.SIZE];
    random.nextBytes(bytes);
    return Address.wrap(bytes);
  }

  private static Hash32 hash(Random random) {
    byte[] bytes = new byte[Hash32.SIZE];
    random.nextBytes(bytes);
    return Hash32.wrap(bytes);
  }

  private static Amount amount(Random random) {
    byte[] bytes = new byte[Amount.SIZE];
    random.nextBytes(bytes);
    return Amount.ofBytes(Bytes.wrap(bytes));
  }

  private static long number(Random random) {
    return random.nextLong(Long.MAX_VALUE);
  }

  private static AssetId asset(Random random) {
    return new AssetId("asset-" + random.nextInt(1000));
  }
}
