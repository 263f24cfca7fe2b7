package weft.ledger.execution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import weft.ledger.fixture.TestAccount;
import weft.ledger.fixture.TestChain;
import weft.ledger.fixture.TestTransaction;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.MarketTerms;
import weft.protocol.transaction.Reporters;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.RollupTerms;
import weft.protocol.transaction.VerifiedTransaction;

/// A chain on which two rollups with payees of their own sell the heads of their lanes for usd, and
/// three accounts bid. Bids are made in channel 1, all else in channel 0.
final class AuctionScene {
  static final RollupId EAST = RollupId.of("east");
  static final RollupId WEST = RollupId.of("west");
  static final TestAccount OWNER = TestAccount.of("owner");
  static final TestAccount EASTERN = TestAccount.of("eastern payee");
  static final TestAccount WESTERN = TestAccount.of("western payee");
  static final TestAccount ANN = TestAccount.of("ann");
  static final TestAccount BEN = TestAccount.of("ben");
  static final TestAccount CID = TestAccount.of("cid");

  /// Two of three.
  static final Reporters EAST_REPORTERS =
      new Reporters(List.of(OWNER.address(), BEN.address(), CID.address()), 2);

  static final Reporters WEST_REPORTERS = new Reporters(List.of(OWNER.address()), 1);

  final TestChain chain;

  /// What the newest block did.
  Optional<AuctionRecord> record = Optional.empty();

  List<TransactionOutcome> bidOutcomes = new ArrayList<>();

  AuctionScene(Mechanism mechanism, long reserve, String... parameters) {
    chain = new TestChain(TestChain.genesis(List.of(OWNER, ANN, BEN, CID), parameters));
    chain.register(OWNER, terms(EASTERN, mechanism, reserve, EAST_REPORTERS), EAST);
    chain.register(OWNER, terms(WESTERN, mechanism, reserve, WEST_REPORTERS), WEST);
  }

  AuctionScene() {
    this(Mechanism.DEFAULT, 0);
  }

  static RollupTerms terms(
      TestAccount payee, Mechanism mechanism, long reserve, Reporters reporters) {
    RollupTerms plain = TestChain.terms(10_000);
    return new RollupTerms(
            payee.address(),
            plain.policy(),
            List.of(),
            plain.maxBytesPerBlock(),
            "",
            Optional.empty(),
            List.of())
        .withMarket(
            Optional.of(
                MarketTerms.of(mechanism, TestChain.USD, Amount.of(reserve)).with(reporters)));
  }

  /// Bonds usd, and enough weft for fees.
  void bond(TestAccount bidder, long usd) {
    bond(bidder, usd, 1_000_000_000);
  }

  void bond(TestAccount bidder, long usd, long weft) {
    TestTransaction transaction =
        TestTransaction.from(bidder).nonce(0, chain.nextSequence(bidder, 0)).lastHeight(90);
    transaction.action(new Action.BondBids(TestChain.USD, Amount.of(usd)));
    transaction.action(new Action.BondBids(TestChain.WEFT, Amount.of(weft)));
    chain.runAll(transaction.sign());
  }

  Amount held(TestAccount bidder) {
    return chain.reader().bidBond(bidder.address(), TestChain.USD).held();
  }

  /// What a payee can claim in usd.
  Amount earned(TestAccount payee) {
    return chain.claimable(payee, TestChain.USD);
  }

  /// A transaction with a payload for each rollup that is only for packages.
  VerifiedTransaction body(TestAccount sender, long sequence, RollupId... rollups) {
    TestTransaction transaction = TestTransaction.from(sender).nonce(0, sequence);
    Arrays.stream(rollups).forEach(rollup -> transaction.action(TestChain.submit(rollup, 9)));
    return transaction.action(new Action.OnlyInPackage()).sign();
  }

  static VerifiedTransaction bid(
      TestAccount bidder, long sequence, long amount, List<RollupId> rollups, Hash32... named) {
    return TestTransaction.from(bidder)
        .nonce(1, sequence)
        .action(
            new Action.Bid(
                List.copyOf(new TreeSet<>(rollups)),
                List.of(named),
                TestChain.USD,
                Amount.of(amount),
                0,
                0,
                Amount.ZERO,
                List.of()))
        .sign();
  }

  /// Begins a block, takes the bids and holds the auctions.
  BlockExecution begin(List<Hash32> missing, VerifiedTransaction... bids) {
    BlockExecution execution = chain.begin();
    List<VerifiedTransaction> ordered =
        Arrays.stream(bids).sorted(Comparator.comparing(VerifiedTransaction::hash)).toList();
    for (VerifiedTransaction bid : ordered) {
      execution
          .takeBid(bid)
          .ifPresent(
              refusal -> {
                throw new IllegalArgumentException(refusal.toString());
              });
    }
    bidOutcomes = new ArrayList<>();
    record = execution.holdAuctions(new TreeSet<>(missing), bidOutcomes);
    return execution;
  }

  /// Executes what else is in a block, and commits it.
  void end(BlockExecution execution, VerifiedTransaction... transactions) {
    for (VerifiedTransaction transaction : transactions) {
      if (execution.execute(transaction) instanceof Checked.Refused<TransactionOutcome> refused) {
        throw new IllegalArgumentException(refused.toString());
      }
    }
    chain.commit(execution);
  }
}
