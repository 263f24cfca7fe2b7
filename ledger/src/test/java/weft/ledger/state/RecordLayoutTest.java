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
import weft.protocol.TransactionGen;
import weft.protocol.mechanism.Deferral;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Modules;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;
import weft.protocol.mechanism.Signal;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.GasTerms;
import weft.protocol.transaction.MarketTerms;
import weft.protocol.transaction.MarketTerms.AcceptedMechanism;
import weft.protocol.transaction.Policy;
import weft.protocol.transaction.Reporters;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.RollupTerms;
import weft.protocol.transaction.Signals;
import weft.protocol.transaction.SponsorshipTerms;

final class RecordLayoutTest {
  private static final RollupId EAST = RollupId.of("east");
  private static final Hash32 MODULE = Hash32.fromHex("22".repeat(32));

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
              new DueChange.SetParameter("name", "" + random.nextInt(), hash(random)),
              new DueChange.ReturnBidBond(address(random), asset(random), amount(random)),
              new DueChange.ForfeitSeal(address(random), hash(random)));
      SealRecord seal =
          new SealRecord(asset(random), amount(random), number(random), number(random));
      BidBond sealing =
          new BidBond(amount(random), amount(random), amount(random), 1 + random.nextInt(1_000));
      BidBond bond = new BidBond(amount(random), amount(random));
      EscrowRecord escrow = escrow(random);
      List<EscrowId> ids = List.of(new EscrowId(number(random), hash(random)));

      assertThat(RollupRecord.decode(rollup.encode())).as(where).isEqualTo(rollup);
      assertThat(LaneRecord.decode(lane.encode())).as(where).isEqualTo(lane);
      assertThat(SponsorshipRecord.decode(sponsorship.encode())).as(where).isEqualTo(sponsorship);
      assertThat(SenderUse.decode(use.encode())).as(where).isEqualTo(use);
      assertThat(ApprovalRecord.decode(approval.encode())).as(where).isEqualTo(approval);
      assertThat(GovernanceRecord.decode(governance.encode())).as(where).isEqualTo(governance);
      assertThat(ChainRecord.decode(chain.encode())).as(where).isEqualTo(chain);
      assertThat(BaseFeeRecord.decode(fee.encode())).as(where).isEqualTo(fee);
      assertThat(BidBond.decode(bond.encode())).as(where).isEqualTo(bond);
      assertThat(EscrowRecord.decode(escrow.encode())).as(where).isEqualTo(escrow);
      assertThat(EscrowId.decode(EscrowId.encode(ids))).as(where).isEqualTo(ids);
      assertThat(BidBond.decode(sealing.encode())).as(where).isEqualTo(sealing);
      assertThat(SealRecord.decode(seal.encode())).as(where).isEqualTo(seal);
      assertThat(DueChange.decode(DueChange.encode(due))).as(where).isEqualTo(due);
    }
  }

  private static EscrowRecord escrow(Random random) {
    return new EscrowRecord(
        asset(random),
        random.nextBoolean() ? Signal.VOLUME : Signal.GAS,
        number(random),
        List.of(
            new EscrowRecord.Share(EAST, amount(random)),
            new EscrowRecord.Share(
                RollupId.of("west"),
                amount(random),
                random.nextBoolean() ? Optional.of(signals(random)) : Optional.empty(),
                List.of(new EscrowRecord.Report(address(random), signals(random))))));
  }

  private static Signals signals(Random random) {
    return new Signals(
        amount(random),
        number(random),
        random.nextBoolean() ? Optional.of(hash(random)) : Optional.empty());
  }

  @Test
  void keepsTheLayoutOfEscrows() {
    Address reporter = Address.fromHex("11".repeat(20));
    Signals signals = new Signals(Amount.of(7), 8, Optional.of(MODULE));
    EscrowRecord escrow =
        new EscrowRecord(
            new AssetId("usd"),
            Signal.GAS,
            9,
            List.of(
                new EscrowRecord.Share(
                    EAST,
                    Amount.of(3),
                    Optional.empty(),
                    List.of(new EscrowRecord.Report(reporter, signals)))));
    String written =
        "00000000000000000000000000000007" + "0000000000000008" + "01" + "22".repeat(32);
    assertThat(escrow.encode().toHex())
        .isEqualTo(
            "0003757364"
                + "02"
                + "0000000000000009"
                + "01"
                + "000465617374"
                + "00000000000000000000000000000003"
                + "00"
                + "01"
                + "11".repeat(20)
                + written);
    EscrowId id = new EscrowId(258, MODULE);
    assertThat(Keys.escrow(id).toHex())
        .isEqualTo(Bytes.utf8("esc/").toHex() + "0000000000000102" + "22".repeat(32));
    assertThat(Keys.escrowOf(EAST, 258).toHex())
        .isEqualTo(Bytes.utf8("esr/east/").toHex() + "0000000000000102");
    assertThat(Keys.escrowsDue(258).toHex())
        .isEqualTo(Bytes.utf8("esd/").toHex() + "0000000000000102");
    assertThat(EscrowId.encode(List.of(id)).toHex())
        .isEqualTo("0001" + "0000000000000102" + "22".repeat(32));
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

  @Test
  void keepsTheLayoutOfBondsForBids() {
    Address bidder = Address.fromHex("11".repeat(20));
    AssetId usd = new AssetId("usd");
    assertThat(Keys.bidBond(bidder, usd).toHex())
        .isEqualTo(Bytes.utf8("bid/").toHex() + "11".repeat(20) + "757364");
    assertThat(new BidBond(Amount.of(10), Amount.of(2)).encode().toHex())
        .isEqualTo("0000000000000000000000000000000a" + "00000000000000000000000000000002");
    assertThat(
            DueChange.encode(List.of(new DueChange.ReturnBidBond(bidder, usd, Amount.of(10))))
                .toHex())
        .isEqualTo(
            "0001" + "06" + "11".repeat(20) + "0003757364" + "0000000000000000000000000000000a");
  }

  @Test
  void keepsTheLayoutOfSeals() {
    Address bidder = Address.fromHex("11".repeat(20));
    Hash32 commitment = Hash32.of(Bytes.fromHex("22".repeat(32)));
    assertThat(Keys.seal(bidder, commitment).toHex())
        .isEqualTo(Bytes.utf8("sea/").toHex() + "11".repeat(20) + "22".repeat(32));
    assertThat(new SealRecord(new AssetId("usd"), Amount.of(10), 3, 5).encode().toHex())
        .isEqualTo(
            "0003757364"
                + "0000000000000000000000000000000a"
                + "0000000000000003"
                + "0000000000000005");
    assertThat(new BidBond(Amount.of(10), Amount.of(2), Amount.of(7), 258).encode().toHex())
        .isEqualTo(
            "0000000000000000000000000000000a"
                + "00000000000000000000000000000002"
                + "00000000000000000000000000000007"
                + "0102");
    assertThat(DueChange.encode(List.of(new DueChange.ForfeitSeal(bidder, commitment))).toHex())
        .isEqualTo("0001" + "07" + "11".repeat(20) + "22".repeat(32));
  }

  @Test
  void keepsTheLayoutOfTermsWithAndWithoutAMarket() {
    Address owner = Address.fromHex("11".repeat(20));
    RollupTerms plain =
        new RollupTerms(owner, Policy.FIRST_COME, List.of(), 258, "", Optional.empty(), List.of());
    MarketTerms market =
        new MarketTerms(
            List.of(
                new AcceptedMechanism(
                    new Mechanism(
                        9,
                        Pricing.CORE,
                        Sharing.VECTOR,
                        Refunds.FLAT_TAX,
                        Optional.of(new Modules(Optional.empty(), Optional.of(MODULE), 5)),
                        Optional.of(new Deferral(200, Signal.GAS, 100))),
                    3)),
            new AssetId("usd"),
            Amount.of(10),
            List.of(EAST),
            List.of(),
            false,
            Optional.of(new Reporters(List.of(owner, Address.fromHex("33".repeat(20))), 2)));
    String before =
        "000465617374" + "11".repeat(20) + "11".repeat(20) + "010000" + "0000000000000102" + "0000";
    String after = "01" + "00".repeat(16 + 8 + 8 + 1);
    assertThat(registered(owner, plain)).isEqualTo(before + "00" + "0000" + after);
    assertThat(registered(owner, plain.withMarket(Optional.of(market))))
        .isEqualTo(
            before
                + "02"
                + "0000"
                + "01"
                + "0000000000000009"
                + "040703"
                + "03"
                + "00".repeat(32)
                + "22".repeat(32)
                + "0000000000000005"
                + "00c8"
                + "02"
                + "00000064"
                + "0000000000000003"
                + "0003757364"
                + "0000000000000000000000000000000a"
                + "01000465617374"
                + "00"
                + "02"
                + "11".repeat(20)
                + "33".repeat(20)
                + "02"
                + after);
    String sealedOnly = registered(owner, plain.withMarket(Optional.of(market.forSealedOnly())));
    assertThat(sealedOnly)
        .startsWith(before + "06" + "0000")
        .hasSameSizeAs(registered(owner, plain.withMarket(Optional.of(market))));
  }

  @Test
  void keepsTheLayoutOfModules() {
    ModuleRecord module = new ModuleRecord(true, false, 258, Address.ZERO, 9);
    assertThat(module.encode().toHex())
        .isEqualTo("01" + "00000102" + "00".repeat(20) + "0000000000000009");
    assertThat(ModuleRecord.decode(module.encode())).isEqualTo(module);
    ModuleCount count = ModuleCount.NONE.plusOneAt(9).plusOneAt(9).plusOneAt(10);
    assertThat(count.encode().toHex())
        .isEqualTo("0000000000000003" + "000000000000000a" + "0000000000000001");
    assertThat(ModuleCount.decode(count.encode())).isEqualTo(count);
    assertThat(Keys.module(MODULE).toHex()).isEqualTo("6d6f642f" + "22".repeat(32));
    assertThat(Keys.moduleCode(MODULE).toHex()).isEqualTo("6d64632f" + "22".repeat(32));
    assertThat(Keys.MODULE_COUNT.toUtf8()).isEqualTo("mdn");
  }

  private static String registered(Address owner, RollupTerms terms) {
    return new RollupRecord(
            EAST, owner, terms, RollupStatus.ACTIVE, Amount.ZERO, 0, 0, Optional.empty())
        .encode()
        .toHex();
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
        addresses(random),
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(new TransactionGen(random.nextLong()).market()));
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
