package weft.bench.market;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import weft.bench.load.BenchChain;
import weft.bench.scenario.Aim;
import weft.bench.scenario.BenchSettings;
import weft.bench.scenario.Figure;
import weft.bench.scenario.Scenario;
import weft.chain.block.BlockCandidate;
import weft.chain.block.Candidates;
import weft.chain.block.Chain;
import weft.chain.block.ExecutedBlock;
import weft.chain.block.PendingBid;
import weft.chain.block.ProposalRequest;
import weft.chain.block.Validation;
import weft.chain.store.ChainHead;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.block.BlockHeader;
import weft.protocol.block.Commit;
import weft.protocol.block.CommitDigest;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.MarketTerms;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.Policy;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.RollupTerms;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.VerifiedTransaction;
import weft.storage.MemoryNodeStore;

/// What it costs to validate a block with 1,000 bids. Signatures are verified already, as they are
/// in a node, off the consensus thread.
///
/// @param rollups that sell the heads of their lanes
record AuctionBlockScenario(String name, int rollups, Kind kind) implements Scenario {
  private static final int BIDS = 1_000;
  private static final int BIDS_PER_BIDDER = 20;

  /// A tenth of the low-latency profile's block interval of 100 ms.
  private static final Aim TENTH_OF_AN_INTERVAL = Aim.atMost(10);

  /// What the auctions are like.
  enum Kind {
    TYPICAL,
    /// Takes the whole node budget.
    HARD
  }

  @Override
  public List<Figure> run(BenchSettings settings) {
    settings.say(name + ": one block, validated again and again");
    MemoryNodeStore store = new MemoryNodeStore();
    Map<Hash32, VerifiedTransaction> known = new TreeMap<>();
    commit(chain(store, known), Candidates.of(opening(known).iterator()));
    Chain proposer = chain(store, known);
    long proposing = System.nanoTime();
    BlockCandidate candidate =
        proposer
            .propose(request(proposer, Candidates.of(Collections.emptyIterator(), bids(known))))
            .block()
            .candidate();
    double proposedMs = (System.nanoTime() - proposing) / 1e6;
    double ms =
        Timed.medianMs(
            (double) settings.seconds() * MarketBench.BLOCK_PARTS / MarketBench.PARTS,
            () -> {
              // A chain that has staged nothing.
              Validation answer = chain(store, known).validate(candidate);
              if (!(answer instanceof Validation.Accepted)) {
                throw new IllegalStateException("the block is not valid: " + answer);
              }
            });
    return List.of(
        new Figure(
            name,
            "validating the block",
            ms,
            "ms",
            kind == Kind.HARD ? Aim.NONE : TENTH_OF_AN_INTERVAL),
        Figure.of(name, "proposing it, once, cold", proposedMs, "ms"),
        Figure.of(name, "bids in the block", candidate.entries().size() - 1.0, ""));
  }

  private Chain chain(MemoryNodeStore store, Map<Hash32, VerifiedTransaction> known) {
    return new Chain(
        BenchChain.genesis(0),
        store,
        (hash, _) -> Checked.ok(Optional.ofNullable(known.get(hash)).orElseThrow()));
  }

  private static ProposalRequest request(Chain chain, Candidates candidates) {
    ChainHead head = chain.head();
    return new ProposalRequest(
        head.height() + 1,
        head.timeMs() + 100,
        BenchChain.validator().address(),
        Long.MAX_VALUE,
        candidates);
  }

  private static void commit(Chain chain, Candidates candidates) {
    ExecutedBlock block = chain.propose(request(chain, candidates)).block();
    ChainHead head = chain.head();
    BlockHeader header =
        new BlockHeader(
            chain.chainId(),
            block.candidate().height(),
            block.candidate().timeMs(),
            head.blockHash(),
            block.dataHash(),
            head.appHash(),
            block.candidate().proposer());
    Hash32 digest =
        CommitDigest.of(
            header.chainId(),
            header.height(),
            header.hash(),
            block.preamble().lanesRoot(),
            block.appHash());
    chain.commit(block, header, new Commit(block.appHash(), BenchChain.validator().sign(digest)));
  }

  private static VerifiedTransaction verified(
      Transaction transaction, Map<Hash32, VerifiedTransaction> known) {
    VerifiedTransaction verified = VerifiedTransaction.verify(transaction).orElseThrow();
    known.put(verified.hash(), verified);
    return verified;
  }

  /// Rollups that sell, and bonds.
  private List<VerifiedTransaction> opening(Map<Hash32, VerifiedTransaction> known) {
    List<Action> registrations = new ArrayList<>();
    for (RollupId rollup : BenchChain.rollups(rollups)) {
      registrations.add(
          new Action.RegisterRollup(
              rollup,
              new RollupTerms(
                  BenchChain.owner().address(),
                  Policy.FIRST_COME,
                  List.of(),
                  1 << 20,
                  "",
                  Optional.empty(),
                  List.of(),
                  Optional.of(MarketTerms.of(Mechanism.DEFAULT, BenchChain.ASSET, Amount.ZERO)))));
    }
    List<VerifiedTransaction> opening = new ArrayList<>();
    opening.add(
        verified(BenchChain.signed(BenchChain.owner(), new Nonce(0, 0), registrations), known));
    for (int bidder = 0; bidder < BIDS / BIDS_PER_BIDDER; bidder++) {
      opening.add(
          verified(
              BenchChain.signed(
                  BenchChain.sender(bidder),
                  new Nonce(0, 0),
                  List.of(
                      new Action.BondBids(BenchChain.ASSET, Amount.of(900_000_000_000_000_000L)))),
              known));
    }
    return opening;
  }

  /// Bids of a generated auction. Each names a transaction of its own, of which only the winners'
  /// are in the block.
  private List<PendingBid> bids(Map<Hash32, VerifiedTransaction> known) {
    Auctions auctions = new Auctions(rollups, BIDS, 1);
    Auction auction = kind == Kind.HARD ? auctions.triples() : auctions.typical();
    List<RollupId> names = BenchChain.rollups(rollups);
    List<PendingBid> bids = new ArrayList<>();
    for (int i = 0; i < Math.min(BIDS, auction.bids().size()); i++) {
      Bid bid = auction.bids().get(i);
      List<RollupId> packaged = bid.rollups().indices().mapToObj(names::get).toList();
      if (packaged.size() > 8) {
        continue;
      }
      int bidder = i / BIDS_PER_BIDDER;
      // Each in a channel of its own, so that any of them may win.
      VerifiedTransaction body =
          verified(
              BenchChain.signed(
                  BenchChain.sender(bidder), new Nonce(2 + i % BIDS_PER_BIDDER, 0), body(packaged)),
              known);
      VerifiedTransaction signed =
          verified(
              BenchChain.signed(
                  BenchChain.sender(bidder),
                  new Nonce(1, i % BIDS_PER_BIDDER),
                  List.of(
                      new Action.Bid(
                          packaged.stream().sorted().toList(),
                          List.of(body.hash()),
                          BenchChain.ASSET,
                          Amount.ofBigInteger(bid.amount().divide(divisor()).add(BigInteger.ONE)),
                          0,
                          0,
                          Amount.ZERO,
                          List.of()))),
              known);
      bids.add(new PendingBid(signed, List.of(body)));
    }
    return bids;
  }

  /// Amounts as large as those of wei would be more than a bidder of the benchmark owns.
  private BigInteger divisor() {
    return BigInteger.TEN.pow(kind == Kind.HARD ? 0 : 6);
  }

  private static List<Action> body(List<RollupId> packaged) {
    List<Action> actions = new ArrayList<>();
    for (RollupId rollup : packaged) {
      actions.add(new Action.Submit(rollup, List.of(Payload.of(Bytes.utf8("head of " + rollup)))));
    }
    actions.add(new Action.OnlyInPackage());
    return actions;
  }
}
