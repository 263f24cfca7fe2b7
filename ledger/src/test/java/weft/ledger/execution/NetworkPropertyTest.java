package weft.ledger.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weft.ledger.admission.AdmissionRules;
import weft.ledger.admission.AdmissionTerms;
import weft.ledger.fixture.TestAccount;
import weft.ledger.fixture.TestChain;
import weft.ledger.fixture.TestNetwork;
import weft.ledger.fixture.TestValidator;
import weft.ledger.parameter.Parameter;
import weft.ledger.state.DueChange;
import weft.ledger.state.Keys;
import weft.ledger.state.StateReader;
import weft.ledger.state.ValidatorRecord;
import weft.ledger.state.ValidatorStatus;
import weft.ledger.validator.Misbehavior;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.VerifiedTransaction;
import weft.protocol.validator.Validator;
import weft.protocol.validator.ValidatorSet;

/// Random transactions, outages and evidence on a network; [TestNetwork] checks each block that the
/// engine could follow and that all amounts are conserved.
final class NetworkPropertyTest {
  private static final int SEEDS = 8;
  private static final int BLOCKS = 120;
  private static final List<TestValidator> VALIDATORS =
      IntStream.range(0, 10).mapToObj(i -> TestValidator.of("validator " + i)).toList();

  private static final int LIVES = 4;
  private static final Map<TestAccount, List<TestValidator>> KEYS = keys();

  private static Map<TestAccount, List<TestValidator>> keys() {
    Map<TestAccount, List<TestValidator>> keys = new LinkedHashMap<>();
    for (TestValidator one : VALIDATORS) {
      List<TestValidator> lives = new ArrayList<>(List.of(one));
      for (int life = 1; life < LIVES; life++) {
        lives.add(TestValidator.of(one.operator().name() + " life " + life, one.operator()));
      }
      keys.put(one.operator(), lives);
    }
    return keys;
  }

  private final Map<RefusalCode, Integer> refused = new EnumMap<>(RefusalCode.class);
  private final Map<ValidatorStatus, Integer> ends = new EnumMap<>(ValidatorStatus.class);
  private int accepted;
  private int jailed;
  private int misbehaved;
  private int upgrades;
  private int changes;

  @Test
  void setsFollowFromTheRecordsAndFeesAreDividedExactly() {
    int withChanges = 0;
    int withRemainder = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      TestNetwork network = network(random);
      JailingOracle jailings = new JailingOracle(network);
      for (int block = 0; block < BLOCKS; block++) {
        String where = "seed " + seed + " block " + block;
        // Long enough for the counters to reach their limit now and then.
        if (random.nextInt(7) == 0) {
          network.absent(absent(random).toArray(TestValidator[]::new));
        }
        if (random.nextInt(25) == 0) {
          network.accuse(
              keysOf(random.nextInt(VALIDATORS.size())).get(random.nextInt(LIVES)),
              random.nextBoolean()
                  ? Misbehavior.Kind.DUPLICATE_VOTE
                  : Misbehavior.Kind.LIGHT_CLIENT_ATTACK);
        }
        ValidatorSet before = network.reader().validatorSets().next();
        runAndCompareFees(where, random, network);
        compareSet(where, network, before);
        jailings.check(where, before.totalPower());
        withChanges += network.lastUpdates().isEmpty() ? 0 : 1;
        withRemainder += network.reader().poolRemainder(TestChain.WEFT).isZero() ? 0 : 1;
      }
      network
          .state()
          .scan(Keys.VALIDATORS, Keys.VALIDATORS, 1_000)
          .forEach(
              entry -> {
                ValidatorRecord record = ValidatorRecord.decode(entry.value());
                ends.merge(record.status(), 1, Integer::sum);
                misbehaved += record.isTombstoned() ? 1 : 0;
              });
      jailed += jailings.seen;
      upgrades += network.reader().upgrade().isPresent() ? 1 : 0;
      changes += network.reader().parameter("validator.max-count").orElse("").equals("5") ? 0 : 1;
    }
    System.out.println(
        "jailed %d, misbehaved %d, upgrades %d, changes %d, in the end %s"
            .formatted(jailed, misbehaved, upgrades, changes, ends));
    assertThat(List.of(jailed, misbehaved, upgrades, changes)).allMatch(count -> count > 0);
    assertThat(ends).containsKeys(ValidatorStatus.values());
    System.out.println("accepted " + accepted + ", refused " + refused);
    assertThat(withChanges).isGreaterThan(SEEDS * BLOCKS / 10);
    assertThat(withRemainder).isGreaterThan(SEEDS);
    assertThat(accepted).isGreaterThan(SEEDS * BLOCKS);
    assertThat(refused).hasSizeGreaterThan(8);
  }

  @Test
  void admitsExactlyWhatAnEmptyBlockWouldTake() {
    for (long seed = 100; seed < 100 + SEEDS; seed++) {
      Random random = new Random(seed);
      TestNetwork network = network(random);
      for (int block = 0; block < BLOCKS / 4; block++) {
        List<VerifiedTransaction> transactions = new ArrayList<>();
        for (TestValidator one : VALIDATORS) {
          transactions.add(network.sign(one.operator(), action(random, network, one)));
        }
        for (VerifiedTransaction transaction : transactions) {
          compareAdmission("seed " + seed + " block " + block, network, transaction);
        }
        network.run(transactions);
      }
    }
  }

  private static void compareAdmission(
      String where, TestNetwork network, VerifiedTransaction transaction) {
    BlockContext context = network.context();
    Checked<AdmissionTerms> admitted =
        AdmissionRules.check(
            network.state(), transaction.transaction(), context.height(), context.timeMs());
    BlockContext quiet = new BlockContext(context.height(), context.timeMs(), context.proposer());
    switch (BlockExecution.begin(network.state(), quiet).execute(transaction)) {
      case Checked.Ok<TransactionOutcome>(TransactionOutcome outcome) -> {
        AdmissionTerms terms = ((Checked.Ok<AdmissionTerms>) admitted).value();
        assertThat(terms.feeNow()).as(where).isEqualTo(outcome.fee());
        if (transaction.body().actions().getFirst() instanceof Action.JoinValidators join) {
          assertThat(terms.spends().getFirst().amount().minus(join.bond()))
              .as(where + ": fee and bond are reserved")
              .isEqualTo(transaction.body().maxFee());
        }
      }
      case Checked.Refused<TransactionOutcome>(Refusal refusal) ->
          assertThat(admitted).as(where).isEqualTo(Checked.refused(refusal));
    }
  }

  private static TestNetwork network(Random random) {
    return new TestNetwork(
        TestNetwork.genesis(
            VALIDATORS.subList(0, 4).stream()
                .map(one -> one.inGenesis(2_000 + random.nextInt(20_000)))
                .toList(),
            VALIDATORS.stream().map(TestValidator::operator).toList(),
            "validator.max-count",
            "5"));
  }

  private static List<TestValidator> keysOf(int operator) {
    return KEYS.getOrDefault(VALIDATORS.get(operator).operator(), List.of());
  }

  /// Mostly everybody is there; some are away for a while.
  private static List<TestValidator> absent(Random random) {
    List<TestValidator> absent = new ArrayList<>();
    for (int i = 0; i < VALIDATORS.size(); i += 2) {
      if (random.nextInt(3) == 0) {
        absent.addAll(keysOf(i));
      }
    }
    return random.nextInt(4) == 0 ? List.of() : absent;
  }

  private void runAndCompareFees(String where, Random random, TestNetwork network) {
    List<TestAccount> signers = new ArrayList<>();
    List<VerifiedTransaction> block = new ArrayList<>();
    for (TestValidator one : VALIDATORS) {
      if (random.nextInt(3) == 0) {
        signers.add(one.operator());
        block.add(network.sign(one.operator(), action(random, network, one)));
      }
    }
    FeeOracle oracle = new FeeOracle(network);
    Map<Address, BigInteger> bondsBack = bondsDue(network);
    TestNetwork.Result result = network.run(block);
    for (int i = 0; i < block.size(); i++) {
      switch (result.outcomes().get(i)) {
        case Checked.Ok<TransactionOutcome>(TransactionOutcome outcome) -> {
          accepted++;
          oracle.paid(outcome.fee());
          if (block.get(i).body().actions().getFirst() instanceof Action.Claim) {
            oracle.claimed(signers.get(i).address(), bondsBack);
          }
        }
        case Checked.Refused<TransactionOutcome>(Refusal refusal) ->
            refused.merge(refusal.code(), 1, Integer::sum);
      }
    }
    bondsBack.forEach(oracle::add);
    oracle.compare(where, network, result.proposer());
  }

  /// What leaves the unbonding delay in the next block, by operator, after slashes in that block.
  private static Map<Address, BigInteger> bondsDue(TestNetwork network) {
    Map<Address, BigInteger> due = new TreeMap<>();
    network
        .reader()
        .due(network.height() + 1)
        .forEach(
            change -> {
              if (change instanceof DueChange.ReturnValidatorBond(Address of)) {
                ValidatorRecord record = network.reader().validator(of).orElseThrow();
                due.put(record.operator(), record.bond().toBigInteger());
              }
            });
    return due;
  }

  private static Action action(Random random, TestNetwork network, TestValidator validator) {
    long later = (network.height() / 30 + 2) * 30;
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> anyKeys(random, validator).join(1_000 + random.nextInt(20_000));
      case 3, 4 -> new Action.AddBond(Amount.of(1 + random.nextInt(5_000)));
      // Who is jailed and leaves in one block would escape the oracle's notice.
      case 5 ->
          random.nextInt(3) == 0
                  && !network.reader().downtime().missed().containsKey(used(network, validator))
              ? new Action.LeaveValidators()
              : new Action.Unjail();
      case 6 ->
          isJailedForGood(network, validator) ? new Action.LeaveValidators() : new Action.Unjail();
      case 7 -> new Action.Claim(TestChain.WEFT);
      case 8 ->
          new Action.ChangeParameter(
              "validator.max-count", Long.toString(3 + later / 30 % 2), later);
      case 9 -> new Action.ChangeParameter("validator.bond-per-power", "700", later);
      case 10 -> new Action.AnnounceUpgrade("v2", later, Hash32.ZERO);
      default ->
          new Action.Transfer(
              VALIDATORS.getFirst().operator().address().equals(validator.operator().address())
                  ? VALIDATORS.getLast().operator().address()
                  : VALIDATORS.getFirst().operator().address(),
              TestChain.WEFT,
              Amount.of(1 + random.nextInt(1_000)));
    };
  }

  /// The keys of one of the validators that an operator may have one after another.
  private static TestValidator anyKeys(Random random, TestValidator validator) {
    return keysOf(VALIDATORS.indexOf(validator)).get(random.nextInt(LIVES));
  }

  private static Address used(TestNetwork network, TestValidator validator) {
    return network.reader().validatorOf(validator.operator().address()).orElse(validator.address());
  }

  private static boolean isJailedForGood(TestNetwork network, TestValidator validator) {
    return network
        .reader()
        .validatorOf(validator.operator().address())
        .flatMap(network.reader()::validator)
        .filter(ValidatorRecord::isTombstoned)
        .isPresent();
  }

  /// Watches who is jailed for downtime, and for how much power.
  private static final class JailingOracle {
    private final TestNetwork network;
    private final Map<Address, Jailing> held = new TreeMap<>();
    private Map<Address, ValidatorRecord> records;
    private Map<Address, Long> powers = new TreeMap<>();
    private int seen;

    private record Jailing(long height, long power) {}

    JailingOracle(TestNetwork network) {
      this.network = network;
      records = records();
      remember();
    }

    private Map<Address, ValidatorRecord> records() {
      Map<Address, ValidatorRecord> all = new TreeMap<>();
      network
          .state()
          .scan(Keys.VALIDATORS, Keys.VALIDATORS, 1_000)
          .forEach(
              entry -> {
                ValidatorRecord record = ValidatorRecord.decode(entry.value());
                all.put(record.consensusAddress(), record);
              });
      return all;
    }

    private void remember() {
      powers = new TreeMap<>();
      network
          .reader()
          .validatorSets()
          .next()
          .validators()
          .forEach(one -> powers.put(one.consensusAddress(), one.power()));
    }

    void check(String where, long powerBefore) {
      long window = number(network.reader(), Parameter.VALIDATOR_UNBONDING_BLOCKS);
      held.values().removeIf(one -> network.height() - one.height() >= window);
      long before = held.values().stream().mapToLong(Jailing::power).sum();
      boolean isAnyNew = false;
      for (ValidatorRecord now : records().values()) {
        ValidatorRecord was = records.get(now.consensusAddress());
        if (was != null
            && was.status() == ValidatorStatus.ACTIVE
            && now.status() == ValidatorStatus.JAILED
            && !now.isTombstoned()) {
          long power = powers.getOrDefault(now.consensusAddress(), 0L);
          held.put(now.consensusAddress(), new Jailing(network.height(), power));
          isAnyNew = true;
          seen++;
        }
      }
      long after = held.values().stream().mapToLong(Jailing::power).sum();
      if (isAnyNew) {
        assertThat(3 * after).as(where).isLessThanOrEqualTo(powerBefore + before);
      }
      records = records();
      held.keySet()
          .removeIf(
              address -> {
                ValidatorRecord record = records.get(address);
                return record != null && record.status() == ValidatorStatus.ACTIVE;
              });
      assertThat(network.reader().downtime().jailings()).as(where).hasSameSizeAs(held.keySet());
      remember();
    }
  }

  /// Division of fees in big integers.
  private static final class FeeOracle {
    private final Map<Address, BigInteger> claimable = new TreeMap<>();
    private final ValidatorSet current;
    private final StateReader before;
    private BigInteger proposer = BigInteger.ZERO;
    private BigInteger pool = BigInteger.ZERO;
    private final BigInteger remainder;
    private final Map<Address, Address> operators = new TreeMap<>();

    FeeOracle(TestNetwork network) {
      before = network.reader();
      current = before.validatorSets().current();
      remainder = before.poolRemainder(TestChain.WEFT).toBigInteger();
      for (TestValidator one : VALIDATORS) {
        Address operator = one.operator().address();
        claimable.put(operator, before.claimable(operator, TestChain.WEFT).toBigInteger());
      }
      for (Validator one : current.validators()) {
        operators.put(
            one.consensusAddress(), before.operatorOf(one.consensusAddress()).orElseThrow());
      }
    }

    /// All of it is a byte fee: 30 % for the proposer, rounded down, and without payloads the rest
    /// for the validators.
    void paid(Amount fee) {
      BigInteger share =
          fee.toBigInteger().multiply(BigInteger.valueOf(3000)).divide(BigInteger.valueOf(10_000));
      proposer = proposer.add(share);
      pool = pool.add(fee.toBigInteger().subtract(share));
    }

    void claimed(Address account, Map<Address, BigInteger> bondsBack) {
      claimable.put(account, BigInteger.ZERO);
      bondsBack.remove(account);
    }

    void add(Address account, BigInteger amount) {
      claimable.merge(account, amount, BigInteger::add);
    }

    void compare(String where, TestNetwork network, Address proposing) {
      BigInteger left = pool.signum() == 0 ? BigInteger.ZERO : pool.add(remainder);
      BigInteger all = left;
      for (Validator one : current.validators()) {
        BigInteger part =
            all.multiply(BigInteger.valueOf(one.power()))
                .divide(BigInteger.valueOf(current.totalPower()));
        add(operators.getOrDefault(one.consensusAddress(), Address.ZERO), part);
        left = left.subtract(part);
      }
      add(proposing, proposer);
      AssetId weft = TestChain.WEFT;
      claimable.forEach(
          (account, amount) ->
              assertThat(network.reader().claimable(account, weft).toBigInteger())
                  .as(where + " " + account)
                  .isEqualTo(amount));
      assertThat(network.reader().poolRemainder(weft).toBigInteger())
          .as(where)
          .isEqualTo(pool.signum() == 0 ? remainder : left);
    }
  }

  /// All records, sorted, and cut.
  private static void compareSet(String where, TestNetwork network, ValidatorSet before) {
    StateReader reader = network.reader();
    long most = number(reader, Parameter.VALIDATOR_MAX_COUNT);
    BigInteger perPower = BigInteger.valueOf(number(reader, Parameter.VALIDATOR_BOND_PER_POWER));
    List<ValidatorRecord> records = new ArrayList<>();
    network
        .state()
        .scan(Keys.VALIDATORS, Keys.VALIDATORS, 1_000)
        .forEach(entry -> records.add(ValidatorRecord.decode(entry.value())));
    Map<Address, Long> expected = new TreeMap<>();
    records.stream()
        .filter(record -> record.status() == ValidatorStatus.ACTIVE)
        .sorted(
            Comparator.comparing((ValidatorRecord record) -> record.bond().toBigInteger().negate())
                .thenComparing(ValidatorRecord::consensusAddress))
        .limit(most)
        .forEach(
            record ->
                expected.put(
                    record.consensusAddress(),
                    record.bond().toBigInteger().divide(perPower).longValueExact()));
    expected.values().removeIf(power -> power == 0);
    if (expected.isEmpty()) {
      before.validators().forEach(one -> expected.put(one.consensusAddress(), one.power()));
    }
    Map<Address, Long> actual = new TreeMap<>();
    reader
        .validatorSets()
        .next()
        .validators()
        .forEach(one -> actual.put(one.consensusAddress(), one.power()));
    assertThat(actual).as(where).isEqualTo(expected);
    boundedJailings(where, network);
  }

  private static void boundedJailings(String where, TestNetwork network) {
    long height = network.height();
    long unbonding = number(network.reader(), Parameter.VALIDATOR_UNBONDING_BLOCKS);
    network
        .reader()
        .downtime()
        .jailings()
        .forEach(one -> assertThat(height - one.height()).as(where).isLessThan(unbonding));
    assertThat(network.reader().downtime().missed().values())
        .as(where)
        .allMatch(count -> count >= 1 && count <= 5);
  }

  private static long number(StateReader reader, Parameter parameter) {
    return Long.parseLong(reader.parameter(parameter.id()).orElse(parameter.defaultValue()));
  }
}
