package weft.ledger.execution;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import weft.ledger.execution.ReferenceWorld.Due;
import weft.ledger.execution.ReferenceWorld.Kind;
import weft.ledger.execution.ReferenceWorld.Rollup;
import weft.ledger.execution.ReferenceWorld.Sponsorship;
import weft.ledger.fixture.TestChain;
import weft.ledger.genesis.Genesis;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.GasTerms;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.RollupTerms;
import weft.protocol.transaction.TransactionBody;
import weft.protocol.transaction.VerifiedTransaction;

/// The ledger once more, slow and plain: big integers, maps, a copy of the whole world before each
/// transaction, every base fee stepped block by block. What `BlockExecution` is compared with.
final class ReferenceLedger {
  static final class No extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final RefusalCode code;

    No(RefusalCode code) {
      super(code.id());
      this.code = code;
    }
  }

  /// Where amounts stop.
  private static final BigInteger MAX = Amount.MAX.toBigInteger();

  /// What a transaction takes of one lane.
  private static final class Use {
    long bytes;
    long payloads;
    long gas;
    BigInteger laneFee = BigInteger.ZERO;
    BigInteger gasFee = BigInteger.ZERO;
  }

  ReferenceWorld world = new ReferenceWorld();
  final Genesis genesis;
  private long height;
  private long timeMs;
  private Address proposer = Address.ZERO;
  private long usedBytes;
  private int accepted;
  private final Map<String, Use> used = new TreeMap<>();
  private final Map<String, BigInteger> sponsored = new TreeMap<>();
  private final ReferenceLanes lanes = new ReferenceLanes();
  private final List<Runnable> revenue = new ArrayList<>();

  ReferenceLedger(Genesis genesis) {
    this.genesis = genesis;
    world.parameters.putAll(genesis.parameters());
    for (Genesis.AssetRate rate : genesis.assets()) {
      world.parameters.put(
          "asset-rate." + rate.asset(), rate.numerator() + "/" + rate.denominator());
    }
    for (Genesis.Balance balance : genesis.balances()) {
      world.addBalance(balance.account(), balance.asset(), balance.amount().toBigInteger());
    }
    world.baseFee = parameter("fee.min-base-per-byte", "100");
  }

  void begin(BlockContext context) {
    height = context.height();
    timeMs = context.timeMs();
    proposer = context.proposer();
    usedBytes = 0;
    accepted = 0;
    used.clear();
    sponsored.clear();
    revenue.clear();
    lanes.clear();
    List<Due> due = world.due.remove(height);
    for (Due change : due == null ? List.<Due>of() : due) {
      apply(change);
    }
  }

  private void apply(Due change) {
    if (change.kind() == Kind.PARAMETER) {
      world.parameters.put(change.name(), change.parameter().value());
      world.approvals.remove(change.parameter());
      return;
    }
    if (change.kind() == Kind.BID_BOND) {
      String of = change.name();
      BigInteger back = change.amount().negate();
      world.claimable.merge(of, change.amount(), BigInteger::add);
      world.bidBonds.put(
          of, world.bidBonds.getOrDefault(of, ReferenceWorld.BidBond.NONE).plus(back, back));
      return;
    }
    if (change.kind() == Kind.SEAL) {
      forfeit(change.name());
      return;
    }
    Rollup rollup = rollup(change.name());
    switch (change.kind()) {
      case TERMS -> {
        rollup.terms = rollup.nextTerms;
        rollup.owner = rollup.nextOwner == null ? rollup.owner : rollup.nextOwner;
        rollup.nextTerms = null;
        rollup.nextOwner = null;
        rollup.announcedHeight = 0;
      }
      case CLOSE -> {
        rollup.status = "closed";
        rollup.announcedHeight = 0;
      }
      case BOND -> {
        world.addClaimable(rollup.owner, TestChain.WEFT, rollup.bond);
        rollup.bond = BigInteger.ZERO;
      }
      case PARAMETER, BID_BOND, SEAL -> throw new IllegalStateException("handled above");
    }
  }

  /// No block here has bids, so none is ever shown.
  private void forfeit(String key) {
    ReferenceWorld.Seal seal = world.seals.remove(key);
    if (seal == null) {
      throw new IllegalStateException("a seal is due that is not open: " + key);
    }
    BigInteger lost = seal.deposit().negate();
    ReferenceWorld.BidBond bond =
        world.bidBonds.getOrDefault(seal.bond(), ReferenceWorld.BidBond.NONE);
    world.bidBonds.put(
        seal.bond(),
        new ReferenceWorld.BidBond(
            bond.held().add(lost), bond.leaving(), bond.sealed().add(lost), bond.seals() - 1));
    String asset = seal.bond().substring(seal.bond().indexOf('/') + 1);
    world.burned.merge(asset, seal.deposit(), BigInteger::add);
  }

  /// The fee, or the exception with the code.
  BigInteger execute(VerifiedTransaction transaction) {
    ReferenceWorld before = world.copy();
    try {
      return settle(transaction);
    } catch (No no) {
      world = before;
      throw no;
    }
  }

  private BigInteger settle(VerifiedTransaction transaction) {
    TransactionBody body = transaction.body();
    if (body.actions().stream().anyMatch(Action.OnlyInPackage.class::isInstance)) {
      throw new No(RefusalCode.NOT_IN_PACKAGE);
    }
    int size = transaction.transaction().size();
    checkBody(body, size);
    BigInteger[] rate = rate(body.feeAsset());
    Map<String, Use> uses = uses(body);
    for (Map.Entry<String, Use> entry : uses.entrySet()) {
      Use use = entry.getValue();
      use.laneFee = convert(laneByteFee(entry.getKey()).multiply(big(use.bytes)), rate);
      use.gasFee = convert(laneGasFee(entry.getKey()).multiply(big(use.gas)), rate);
    }
    BigInteger byteFee = convert(baseFee().multiply(big(size)), rate);
    BigInteger needed = byteFee;
    for (Use use : uses.values()) {
      needed = needed.add(use.laneFee).add(use.gasFee).min(MAX);
    }
    BigInteger maxFee = body.maxFee().toBigInteger();
    require(maxFee.compareTo(needed) >= 0, RefusalCode.FEE_TOO_LOW);
    BigInteger tip = body.tip().toBigInteger().min(maxFee.subtract(needed));
    BigInteger fee = needed.add(tip);

    useNonce(body);
    requireRoom(uses);
    Address payer = body.sponsor().orElse(body.account());
    BigInteger inDefault = ceil(fee.multiply(rate[1]), rate[0]).min(MAX);
    if (body.sponsor().isPresent()) {
      useSponsorship(body, payer, uses.keySet().iterator().next(), inDefault);
    }
    take(payer, body.feeAsset(), fee);
    new ReferenceActions(world, genesis, height).run(body);

    BigInteger tipInDefault = tip.multiply(rate[1]).divide(rate[0]).min(MAX);
    lanes.add(transaction, accepted, Amount.ofBigInteger(tipInDefault));
    usedBytes += size;
    accepted++;
    uses.forEach(
        (name, use) -> {
          Use sum = used.computeIfAbsent(name, any -> new Use());
          sum.bytes += use.bytes;
          sum.payloads += use.payloads;
          sum.gas += use.gas;
        });
    if (body.sponsor().isPresent()) {
      sponsored.merge(uses.keySet().iterator().next() + payer, inDefault, BigInteger::add);
    }
    share(body.feeAsset(), byteFee, tip, uses);
    return fee;
  }

  private void checkBody(TransactionBody body, int size) {
    require(body.chainId() == genesis.chainId(), RefusalCode.WRONG_CHAIN);
    require(
        size + 41 <= parameter("block.max-bytes", "16777216").longValueExact(),
        RefusalCode.TRANSACTION_TOO_LARGE);
    require(body.lastHeight() >= height, RefusalCode.EXPIRED);
    require(body.lastTimeMs() == 0 || body.lastTimeMs() >= timeMs, RefusalCode.EXPIRED);
    require(
        body.lastHeight()
            <= height + parameter("transaction.max-validity-blocks", "36000").longValueExact(),
        RefusalCode.VALIDITY_TOO_LONG);
    if (body.sponsor().isPresent()) {
      require(body.tip().isZero(), RefusalCode.SPONSORSHIP_NOT_APPLICABLE);
      List<String> names = new ArrayList<>();
      for (Action action : body.actions()) {
        require(action instanceof Action.Submit, RefusalCode.SPONSORSHIP_NOT_APPLICABLE);
        names.add(((Action.Submit) action).rollup().name());
      }
      require(names.stream().distinct().count() == 1, RefusalCode.SPONSORSHIP_NOT_APPLICABLE);
    }
  }

  private BigInteger[] rate(AssetId asset) {
    if (asset.equals(TestChain.WEFT)) {
      return new BigInteger[] {BigInteger.ONE, BigInteger.ONE};
    }
    String rate = world.parameters.getOrDefault("asset-rate." + asset, "none");
    require(!rate.equals("none"), RefusalCode.FEE_ASSET_NOT_ACCEPTED);
    String[] parts = rate.split("/", 2);
    return new BigInteger[] {new BigInteger(parts[0]), new BigInteger(parts[1])};
  }

  private Map<String, Use> uses(TransactionBody body) {
    Map<String, Use> uses = new TreeMap<>();
    for (Action action : body.actions()) {
      if (action instanceof Action.Submit submit) {
        submit.payloads().forEach(payload -> use(uses, body, submit.rollup().name(), payload));
      } else if (action instanceof Action.Bundle bundle) {
        bundle.entries().forEach(entry -> use(uses, body, entry.rollup().name(), entry.payload()));
      }
    }
    return uses;
  }

  private void use(Map<String, Use> uses, TransactionBody body, String name, Payload payload) {
    require(world.rollups.containsKey(name), RefusalCode.ROLLUP_NOT_FOUND);
    Rollup rollup = rollup(name);
    RollupTerms terms = rollup.terms();
    require(!rollup.status.equals("closed"), RefusalCode.ROLLUP_CLOSED);
    require(
        terms.submitters().isEmpty() || terms.submitters().contains(body.account()),
        RefusalCode.SUBMITTER_NOT_ALLOWED);
    require(
        terms.acceptedFeeAssets().isEmpty() || terms.acceptedFeeAssets().contains(body.feeAsset()),
        RefusalCode.FEE_ASSET_NOT_ACCEPTED);
    Use use = uses.computeIfAbsent(name, any -> new Use());
    use.bytes += payload.data().size();
    use.payloads++;
    require(use.bytes <= byteCap(rollup), RefusalCode.LANE_BYTES_TOO_HIGH);
    if (terms.gas().isEmpty()) {
      require(payload.gasLimit() == 0, RefusalCode.GAS_LIMIT_NOT_ALLOWED);
    } else {
      require(payload.gasLimit() > 0, RefusalCode.GAS_LIMIT_REQUIRED);
      long cap = terms.gas().get().capPerBlock();
      require(
          big(use.gas).add(big(payload.gasLimit())).compareTo(big(cap)) <= 0,
          RefusalCode.GAS_LIMIT_TOO_HIGH);
      use.gas += payload.gasLimit();
    }
  }

  private void useNonce(TransactionBody body) {
    String channel = body.account() + "/" + body.nonce().channel();
    long next = world.sequences.getOrDefault(channel, 0L);
    require(body.nonce().sequence() >= next, RefusalCode.NONCE_USED);
    require(body.nonce().sequence() == next, RefusalCode.NONCE_TOO_FAR);
    if (next == 0) {
      long open =
          world.sequences.keySet().stream()
              .filter(key -> key.startsWith(body.account() + "/"))
              .count();
      require(
          open < parameter("account.max-channels", "256").longValueExact(),
          RefusalCode.TOO_MANY_CHANNELS);
    }
    world.sequences.put(channel, next + 1);
  }

  private void requireRoom(Map<String, Use> uses) {
    uses.forEach(
        (name, use) -> {
          Use before = used.getOrDefault(name, new Use());
          Rollup rollup = rollup(name);
          require(before.bytes + use.bytes <= byteCap(rollup), RefusalCode.BLOCK_FULL);
          rollup
              .terms()
              .gas()
              .ifPresent(
                  gas ->
                      require(before.gas + use.gas <= gas.capPerBlock(), RefusalCode.BLOCK_FULL));
        });
  }

  private void useSponsorship(TransactionBody body, Address sponsor, String name, BigInteger cost) {
    Sponsorship sponsorship = world.sponsorships.get(name + "/" + sponsor);
    if (sponsorship == null || !sponsorship.isOpen) {
      throw new No(RefusalCode.SPONSORSHIP_NOT_FOUND);
    }
    BigInteger total = sponsorship.used.add(cost).min(MAX);
    BigInteger sender = sponsorship.usedBy(body.account()).add(cost).min(MAX);
    BigInteger block = sponsored.getOrDefault(name + sponsor, BigInteger.ZERO).add(cost).min(MAX);
    BigInteger perBlock = sponsorship.terms.maxPerBlock().toBigInteger();
    require(
        total.compareTo(sponsorship.terms.maxTotal().toBigInteger()) <= 0
            && sender.compareTo(sponsorship.terms.maxPerSender().toBigInteger()) <= 0
            && cost.compareTo(perBlock) <= 0,
        RefusalCode.SPONSORSHIP_EXHAUSTED);
    require(block.compareTo(perBlock) <= 0, RefusalCode.BLOCK_FULL);
    sponsorship.used = total;
    sponsorship.usedBySender.put(body.account(), new Sponsorship.Used(sponsorship.life, sender));
  }

  private void take(Address account, AssetId asset, BigInteger amount) {
    require(world.balance(account, asset).compareTo(amount) >= 0, RefusalCode.INSUFFICIENT_FUNDS);
    world.addBalance(account, asset, amount.negate());
  }

  /// Books what follows from the fee, to be paid out at the end of the block.
  private void share(AssetId asset, BigInteger byteFee, BigInteger tip, Map<String, Use> uses) {
    revenue.add(() -> world.addClaimable(proposer, asset, tip));
    BigInteger[] shares = shares(byteFee);
    BigInteger bytes = BigInteger.ZERO;
    for (Use use : uses.values()) {
      bytes = bytes.add(big(use.bytes));
    }
    BigInteger left = shares[2];
    for (Map.Entry<String, Use> entry : uses.entrySet()) {
      Use use = entry.getValue();
      Address payee = rollup(entry.getKey()).terms().payee();
      if (bytes.signum() > 0) {
        BigInteger part = shares[2].multiply(big(use.bytes)).divide(bytes);
        left = left.subtract(part);
        revenue.add(() -> world.addClaimable(payee, asset, part));
      }
      BigInteger[] lane = shares(use.laneFee);
      pay(asset, lane[0], lane[1], lane[3]);
      revenue.add(() -> world.addClaimable(payee, asset, lane[2].add(use.gasFee)));
    }
    pay(asset, shares[0], shares[1].add(left), shares[3]);
  }

  private void pay(AssetId asset, BigInteger toProposer, BigInteger toPool, BigInteger burn) {
    revenue.add(() -> world.addClaimable(proposer, asset, toProposer));
    revenue.add(() -> world.addClaimable(genesis.validator(), asset, toPool));
    revenue.add(() -> world.burned.merge(asset.name(), burn, BigInteger::add));
  }

  /// Proposer, validators, rollup, burn.
  private BigInteger[] shares(BigInteger fee) {
    String[] bps = world.parameters.getOrDefault("fee.shares", "3000/2000/5000/0").split("/", 4);
    BigInteger[] shares = new BigInteger[4];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = fee.multiply(new BigInteger(bps[i])).divide(big(10_000));
    }
    shares[1] = fee.subtract(shares[0]).subtract(shares[2]).subtract(shares[3]);
    return shares;
  }

  /// Ends the block.
  ///
  /// @return what the lanes take from it
  List<LaneIntake> end() {
    List<LaneIntake> taken = lanes.intakes(world);
    revenue.forEach(Runnable::run);
    used.forEach(
        (name, use) -> {
          Rollup rollup = rollup(name);
          BigInteger byteFee =
              next(laneByteFee(name), fullness(rollup, use), byteTarget(rollup), minLaneFee());
          BigInteger gasFee =
              rollup
                  .terms()
                  .gas()
                  .map(gas -> next(laneGasFee(name), use.gas, gas.targetPerBlock(), minGasFee(gas)))
                  .orElse(BigInteger.ZERO);
          rollup.byteFee = byteFee;
          rollup.gasFee = gasFee;
          rollup.feesHeight = height + 1;
          rollup.laneHeight++;
        });
    for (LaneIntake lane : taken) {
      rollup(lane.rollup().name()).laneHash = ReferenceLanes.header(lane, height, timeMs).hash();
    }
    if (accepted > 0) {
      BigInteger least = parameter("fee.min-base-per-byte", "100");
      world.baseFee = next(baseFee(), usedBytes, byteGoal(), least);
      world.baseFeeHeight = height + 1;
    }
    return taken;
  }

  private BigInteger baseFee() {
    BigInteger least = parameter("fee.min-base-per-byte", "100");
    return fallen(world.baseFee, world.baseFeeHeight, byteGoal(), least);
  }

  private BigInteger laneByteFee(String name) {
    Rollup rollup = rollup(name);
    return fallen(rollup.byteFee, rollup.feesHeight, byteTarget(rollup), minLaneFee());
  }

  private BigInteger laneGasFee(String name) {
    Rollup rollup = rollup(name);
    return rollup
        .terms()
        .gas()
        .map(gas -> fallen(rollup.gasFee, rollup.feesHeight, gas.targetPerBlock(), minGasFee(gas)))
        .orElse(BigInteger.ZERO);
  }

  private BigInteger fallen(BigInteger fee, long since, long target, BigInteger least) {
    BigInteger now = fee.max(least);
    for (long at = since; at < height; at++) {
      now = next(now, 0, target, least);
    }
    return now;
  }

  private BigInteger next(BigInteger fee, long use, long target, BigInteger least) {
    BigInteger delta =
        fee.multiply(big(Math.abs(use - target)))
            .divide(big(target))
            .divide(parameter("fee.change-denominator", "8"));
    BigInteger moved = use > target ? fee.add(delta.max(BigInteger.ONE)) : fee.subtract(delta);
    return moved.max(least).min(big(Long.MAX_VALUE));
  }

  private long byteGoal() {
    return parameter("fee.byte-target", "8388608").longValueExact();
  }

  private BigInteger minLaneFee() {
    return parameter("fee.min-lane-base-per-byte", "10");
  }

  private static BigInteger minGasFee(GasTerms gas) {
    return gas.minBaseFeePerGas().toBigInteger();
  }

  private long byteCap(Rollup rollup) {
    long most = parameter("rollup.max-bytes-per-block", "4194304").longValueExact();
    return Math.min(rollup.terms().maxBytesPerBlock(), most);
  }

  /// Of 65,536 payloads and of all bytes of the cap the fuller, as bytes.
  private long fullness(Rollup rollup, Use use) {
    BigInteger counted = ceil(big(use.payloads).multiply(big(byteCap(rollup))), big(65_536));
    return counted.max(big(use.bytes)).longValueExact();
  }

  private long byteTarget(Rollup rollup) {
    long permille = parameter("fee.lane-target-permille", "500").longValueExact();
    return Math.max(1, byteCap(rollup) * permille / 1000);
  }

  private Rollup rollup(String name) {
    return world.rollup(name);
  }

  private BigInteger parameter(String name, String defaultValue) {
    return world.number(name, defaultValue);
  }

  private static BigInteger convert(BigInteger amount, BigInteger[] rate) {
    return ceil(amount.multiply(rate[0]), rate[1]).min(MAX);
  }

  private static BigInteger ceil(BigInteger numerator, BigInteger denominator) {
    return numerator.add(denominator).subtract(BigInteger.ONE).divide(denominator);
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }

  static void require(boolean holds, RefusalCode code) {
    if (!holds) {
      throw new No(code);
    }
  }
}
