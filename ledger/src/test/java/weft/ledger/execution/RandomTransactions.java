package weft.ledger.execution;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import weft.ledger.fixture.TestAccount;
import weft.ledger.fixture.TestChain;
import weft.ledger.fixture.TestTransaction;
import weft.ledger.fixture.TestValidator;
import weft.ledger.genesis.Genesis;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.GasTerms;
import weft.protocol.transaction.MarketTerms;
import weft.protocol.transaction.MarketTerms.AcceptedMechanism;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.Policy;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.RollupTerms;
import weft.protocol.transaction.Signals;
import weft.protocol.transaction.SponsorshipTerms;
import weft.protocol.transaction.VerifiedTransaction;

/// Seeded transactions of all kinds, most of them right, some wrong in one way or another.
///
/// Two scales: amounts of everyday, or anything up to the greatest amount that there is.
final class RandomTransactions {
  static final List<TestAccount> ACCOUNTS =
      List.of(
          TestAccount.of("ann"),
          TestAccount.of("ben"),
          TestAccount.of("cid"),
          TestChain.GOVERNOR_1,
          TestChain.GOVERNOR_2,
          TestChain.GOVERNOR_3,
          TestChain.PAYEE,
          TestChain.PROPOSER,
          TestAccount.of("poor"));
  static final List<TestAccount> FUNDED = ACCOUNTS.subList(0, 6);
  static final List<RollupId> ROLLUPS =
      List.of(RollupId.of("north"), RollupId.of("east"), RollupId.of("south"), RollupId.of("west"));
  private static final AssetId UNKNOWN = new AssetId("unknown");

  /// What each funded account has on the great scale: together just below 2^127.
  private static final Amount GREAT_FUNDS =
      Amount.parse("170141183460469231731687303715884105727").mulDivFloor(1, FUNDED.size());

  private static final int AMOUNT_BITS = 128;

  /// The greatest gas cap of a lane.
  private static final long GREAT_GAS = 1_000_000_000_000_000L;

  enum Scale {
    EVERYDAY,
    GREAT
  }

  private final Random random;
  private final TestChain chain;
  private final Scale scale;
  private final Map<String, Integer> inBlock = new TreeMap<>();

  RandomTransactions(Random random, TestChain chain, Scale scale) {
    this.random = random;
    this.chain = chain;
    this.scale = scale;
  }

  /// A chain on which limits are soon met.
  static Genesis genesis(Scale scale) {
    Amount funds = scale == Scale.GREAT ? GREAT_FUNDS : TestChain.FUNDS;
    return TestChain.genesis(
        funds,
        FUNDED,
        "rollup.max-bytes-per-block",
        "2000",
        "rollup.bond",
        scale == Scale.GREAT ? "1" + "0".repeat(30) : "1000000",
        "account.max-channels",
        "3",
        "transaction.max-validity-blocks",
        "20",
        "fee.byte-target",
        "6000",
        "market.unbonding-blocks",
        "4");
  }

  private boolean isGreat() {
    return scale == Scale.GREAT;
  }

  /// From 1 to 2^128 - 1, each length as likely as any other.
  private Amount anyAmount() {
    return Amount.ofBigInteger(new BigInteger(1 + random.nextInt(AMOUNT_BITS), random))
        .max(Amount.of(1));
  }

  /// Registers and sponsors all rollups, so that the random blocks have something to work with.
  List<VerifiedTransaction> opening() {
    List<VerifiedTransaction> block = new ArrayList<>();
    for (int i = 0; i < ROLLUPS.size(); i++) {
      SponsorshipTerms sponsorship =
          isGreat()
              ? new SponsorshipTerms(Amount.MAX, Amount.MAX, Amount.MAX)
              : new SponsorshipTerms(
                  Amount.of(300_000), Amount.of(1_000_000), Amount.of(2_000_000));
      block.add(
          TestTransaction.from(FUNDED.get(i))
              .lastHeight(1)
              .action(new Action.RegisterRollup(ROLLUPS.get(i), terms()))
              .action(new Action.SetSponsorship(ROLLUPS.get(i), sponsorship))
              .sign());
    }
    return block;
  }

  List<VerifiedTransaction> block(int size) {
    inBlock.clear();
    List<VerifiedTransaction> block = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      block.add(transaction());
    }
    return block;
  }

  /// Mostly the next sequence if all earlier ones of the block are accepted, or none of them.
  private long sequence(TestAccount account, long channel) {
    int before = inBlock.merge(account.name() + channel, 1, Integer::sum) - 1;
    long committed = chain.nextSequence(account, channel);
    if (rarely()) {
      return random.nextInt(20);
    }
    return random.nextInt(3) == 0 ? committed : committed + before;
  }

  private VerifiedTransaction transaction() {
    TestAccount account = pick(ACCOUNTS);
    long channel = rarely() ? 3 : random.nextInt(3);
    Amount maxFee = maxFee();
    TestTransaction transaction =
        TestTransaction.from(account)
            .nonce(channel, sequence(account, channel))
            .lastHeight(
                chain.height()
                    + (rarely() ? Math.max(1, random.nextInt(40)) : random.nextInt(1, 20)))
            .feeAsset(rarely() ? UNKNOWN : asset())
            .maxFee(maxFee)
            .tip(random.nextInt(3) == 0 ? tip().min(maxFee) : Amount.ZERO);
    if (random.nextInt(8) == 0) {
      transaction.lastTimeMs(chain.timeMs() + (rarely() ? 50 : 300));
    }
    if (random.nextInt(100) == 0) {
      transaction.chainId(8);
    }
    if (rarely() && chain.height() > 1) {
      transaction.lastHeight(chain.height());
    }
    if (random.nextInt(4) == 0) {
      int which = random.nextInt(ROLLUPS.size());
      TestAccount sponsor = rarely() ? pick(FUNDED) : FUNDED.get(which);
      transaction.sponsor(sponsor).tip(rarely() ? 1 : 0).action(submit(ROLLUPS.get(which)));
      if (!rarely()) {
        return transaction.sign();
      }
    }
    if (rarely()) {
      transaction.action(submit(pick(ROLLUPS))).action(new Action.OnlyInPackage());
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      transaction.action(action(account));
    }
    return transaction.sign();
  }

  private Amount maxFee() {
    if (rarely()) {
      return isGreat() ? anyAmount() : Amount.of(50_000 + random.nextInt(200_000));
    }
    return isGreat() ? GREAT_FUNDS.mulDivFloor(1, 8) : Amount.of(10_000_000);
  }

  private Amount tip() {
    return isGreat() ? anyAmount() : Amount.of(random.nextInt(50_000));
  }

  private Action action(TestAccount account) {
    long activation = chain.height() + 1 + random.nextInt(12);
    return switch (random.nextInt(23)) {
      case 0 -> new Action.RegisterRollup(pick(ROLLUPS), terms());
      case 1 ->
          new Action.ChangeRollup(
              mostlyOwn(account),
              terms(),
              rarely() ? Optional.of(pick(FUNDED).address()) : Optional.empty(),
              activation);
      case 2 ->
          random.nextInt(4) == 0
              ? new Action.CloseRollup(mostlyOwn(account), activation)
              : bundle();
      case 3, 4 ->
          new Action.SetSponsorship(
              pick(ROLLUPS), new SponsorshipTerms(cap(400_000), cap(600_000), cap(2_000_000)));
      case 5 -> random.nextInt(4) == 0 ? new Action.CloseSponsorship(pick(ROLLUPS)) : bundle();
      case 6, 7 -> new Action.Claim(asset());
      case 8, 9, 10 -> changeParameter(activation);
      case 11, 12 -> transfer(account);
      case 13, 14 -> bundle();
      case 15 -> rarely() ? ofNetworks() : bundle();
      case 16 -> new Action.BondBids(asset(), transferred());
      case 17 ->
          rarely()
              ? new Action.ReportSignals(
                  pick(ROLLUPS), activation, new Signals(transferred(), 1, Optional.empty()))
              : new Action.UnbondBids(asset(), transferred());
      case 18 ->
          new Action.SealBid(
              Sha256.hash(Bytes.utf8("seal " + random.nextInt(6))),
              asset(),
              transferred().mulDivCeil(1, 5));
      default -> submit(pick(ROLLUPS));
    };
  }

  private Action ofNetworks() {
    return switch (random.nextInt(5)) {
      case 0 -> TestValidator.of("ann").join(1 + random.nextInt(1000));
      case 1 -> new Action.AddBond(transferred());
      case 2 -> new Action.LeaveValidators();
      case 3 -> new Action.Unjail();
      default -> new Action.AnnounceUpgrade("v2", 1 + random.nextInt(50), Hash32.ZERO);
    };
  }

  private Action transfer(TestAccount account) {
    Address to = rarely() ? account.address() : pick(ACCOUNTS).address();
    return new Action.Transfer(to, asset(), transferred());
  }

  private Amount transferred() {
    if (isGreat()) {
      return anyAmount();
    }
    return rarely() ? TestChain.FUNDS : Amount.of(1 + random.nextLong(100_000_000));
  }

  private Action submit(RollupId rollup) {
    List<Payload> payloads = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      payloads.add(payload(rollup));
    }
    return new Action.Submit(rollup, payloads);
  }

  private Action bundle() {
    List<Action.BundleEntry> entries = new ArrayList<>();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      RollupId rollup = pick(ROLLUPS);
      entries.add(new Action.BundleEntry(rollup, payload(rollup)));
    }
    return new Action.Bundle(entries);
  }

  private Payload payload(RollupId rollup) {
    boolean hasGas =
        chain
            .reader()
            .rollup(rollup)
            .filter(record -> record.terms().gas().isPresent())
            .isPresent();
    long gas = hasGas != rarely() ? 1 + random.nextLong(isGreat() ? GREAT_GAS / 2 : 30_000) : 0;
    return new Payload(Bytes.wrap(new byte[1 + random.nextInt(rarely() ? 3_000 : 400)]), gas);
  }

  private Action changeParameter(long activation) {
    long rounded = activation / 8 * 8 + 8;
    return switch (random.nextInt(6)) {
      case 0 -> new Action.ChangeParameter("fee.shares", shares(), rounded);
      case 1 ->
          new Action.ChangeParameter("fee.change-denominator", text(random.nextInt(10)), rounded);
      case 2 ->
          new Action.ChangeParameter(
              "asset-rate.usd", rarely() ? "none" : isGreat() ? "1000000000000/1" : "7/3", rounded);
      case 3 ->
          new Action.ChangeParameter(
              "asset-rate.usd", isGreat() ? "1/1000000000000" : "2/5", rounded);
      case 4 -> new Action.ChangeParameter("no.such-parameter", "1", rounded);
      default ->
          new Action.ChangeParameter(
              "fee.min-base-per-byte",
              isGreat() ? "1" + "0".repeat(6 * random.nextInt(4)) : text(random.nextInt(3) * 60),
              rounded);
    };
  }

  private static String text(int number) {
    return String.valueOf(number);
  }

  private String shares() {
    return random.nextBoolean() ? "2500/2500/4000/1000" : "3333/1/6666/0";
  }

  private RollupTerms terms() {
    Optional<GasTerms> gas = random.nextInt(3) == 0 ? Optional.of(gasTerms()) : Optional.empty();
    List<AssetId> assets = rarely() ? List.of(asset()) : List.of();
    List<Address> submitters =
        rarely()
            ? List.of(TestChain.GOVERNOR_1.address(), TestChain.GOVERNOR_2.address())
            : List.of();
    return new RollupTerms(
        pick(ACCOUNTS).address(),
        Policy.PRIORITY,
        assets,
        rarely() ? 5_000 : 1_500 + random.nextInt(500),
        "",
        gas,
        submitters,
        random.nextInt(3) == 0 ? Optional.of(market()) : Optional.empty());
  }

  private MarketTerms market() {
    List<AcceptedMechanism> mechanisms = new ArrayList<>();
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      long nodes = rarely() ? 1_000_000L + i : i;
      mechanisms.add(
          new AcceptedMechanism(
              new Mechanism(nodes, Pricing.FIRST, Sharing.FIXED, Refunds.NONE), i));
    }
    return new MarketTerms(
        mechanisms,
        rarely() ? UNKNOWN : asset(),
        isGreat() ? anyAmount() : Amount.of(random.nextInt(100)),
        rarely() ? ROLLUPS : List.of(),
        rarely() ? ROLLUPS : List.of());
  }

  private GasTerms gasTerms() {
    return isGreat()
        ? new GasTerms(GREAT_GAS / 4, GREAT_GAS, Amount.of(GREAT_GAS).mulDivFloor(1_000, 1))
        : new GasTerms(20_000, 50_000, Amount.of(random.nextInt(5)));
  }

  private RollupId mostlyOwn(TestAccount account) {
    int owned = FUNDED.indexOf(account);
    return owned >= 0 && owned < ROLLUPS.size() ? ROLLUPS.get(owned) : pick(ROLLUPS);
  }

  private Amount cap(int most) {
    return isGreat() && random.nextBoolean() ? Amount.MAX : Amount.of(1 + random.nextInt(most));
  }

  private AssetId asset() {
    return random.nextInt(3) == 0 ? TestChain.USD : TestChain.WEFT;
  }

  private boolean rarely() {
    return random.nextInt(25) == 0;
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
