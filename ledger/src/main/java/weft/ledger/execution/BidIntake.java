package weft.ledger.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import weft.ledger.fee.Earnings;
import weft.ledger.fee.FeeQuote;
import weft.ledger.fee.FeeSplit;
import weft.ledger.market.AuctionWinner;
import weft.ledger.market.BidAdmission;
import weft.ledger.market.BlockBid;
import weft.ledger.market.BlockMarket;
import weft.ledger.market.ParsedModules;
import weft.ledger.parameter.MarketParameters;
import weft.ledger.rules.BlockTerms;
import weft.ledger.rules.BlockUsage;
import weft.ledger.rules.Nonces;
import weft.ledger.rules.TransactionPlan;
import weft.ledger.state.BidBond;
import weft.ledger.state.StateWriter;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.TransactionBody;
import weft.protocol.transaction.VerifiedTransaction;

/// The bids of a block: takes them, lets them pay their fees, and has the auctions held.
final class BidIntake {
  private final BlockTerms terms;
  private final StateWriter state;
  private final FeeSplit split;
  private final ParsedModules modules;
  private final long maxBids;
  private final List<Taken> taken = new ArrayList<>();
  private SortedMap<Hash32, AuctionWinner> winnerOf = new TreeMap<>();
  private List<AuctionWinner> winners = List.of();

  private record Taken(VerifiedTransaction transaction, TransactionPlan plan) {
    BlockBid bid() {
      Action.Bid terms = transaction.body().bid().orElseThrow();
      return new BlockBid(transaction.hash(), transaction.body().account(), terms);
    }
  }

  BidIntake(BlockTerms terms, StateWriter state, FeeSplit split, ParsedModules modules) {
    this.terms = terms;
    this.state = state;
    this.split = split;
    this.modules = modules;
    this.maxBids = MarketParameters.read(state.reader()).maxBids();
  }

  /// Takes a bid. Changes nothing: all bids of a block are judged by the state before it.
  ///
  /// @return why it must not be in the block
  Optional<Refusal> take(VerifiedTransaction transaction) {
    if (taken.size() >= maxBids) {
      return Optional.of(
          Refusal.of(
              RefusalCode.BLOCK_FULL,
              "body.actions",
              maxBids + " bids",
              "the block has " + maxBids + " bids already"));
    }
    Checked<TransactionPlan> planned =
        BidAdmission.check(
            terms, state.reader(), transaction.body(), transaction.transaction().size());
    return switch (planned) {
      case Checked.Refused<TransactionPlan>(Refusal refusal) -> Optional.of(refusal);
      case Checked.Ok<TransactionPlan>(TransactionPlan plan) -> {
        taken.add(new Taken(transaction, plan));
        yield Optional.empty();
      }
    };
  }

  /// The most bids of a block.
  long max() {
    return maxBids;
  }

  /// Uses up nonces, takes the fees, holds the auctions.
  ///
  /// @param missing hashes of bids whose transactions no block can have, as the block says
  /// @param outcomes gets one for each bid, in the order in which they were taken
  Optional<AuctionRecord> hold(
      SortedSet<Hash32> missing,
      BlockUsage usage,
      Earnings earnings,
      List<TransactionOutcome> outcomes) {
    if (taken.isEmpty()) {
      return Optional.empty();
    }
    for (Taken each : taken) {
      usage.add(each.plan());
      useNonce(each.transaction().body());
      outcomes.add(payFee(each.transaction().body(), each.plan().fee(), earnings));
    }
    BlockMarket market =
        BlockMarket.hold(
            state,
            terms.height(),
            taken.stream().map(Taken::bid).toList(),
            missing,
            modules,
            earnings);
    winners = market.winners();
    winnerOf = new TreeMap<>();
    for (AuctionWinner winner : winners) {
      winner.bid().terms().transactions().forEach(hash -> winnerOf.put(hash, winner));
    }
    return Optional.of(market.record());
  }

  /// The bids that won, ascending by hash; empty before [#hold].
  List<AuctionWinner> winners() {
    return winners;
  }

  /// Whether a winning bid names a transaction.
  boolean isSold(Hash32 transaction) {
    return winnerOf.containsKey(transaction);
  }

  private void useNonce(TransactionBody body) {
    Nonces.use(state, body, state.reader().nextSequence(body.account(), body.nonce().channel()));
  }

  /// Each bid can pay its fee by itself. One whose bidder has spent its bond on the fees of other
  /// bids pays what is left: none is kept out for what else the block has.
  private TransactionOutcome payFee(TransactionBody body, FeeQuote fee, Earnings earnings) {
    AssetId asset = body.feeAsset();
    BidBond bond = state.reader().bidBond(body.account(), asset);
    Amount paid = fee.total().min(bond.chargeable());
    state.bidBond(body.account(), asset, bond.charged(paid));
    split.divide(fee.reducedTo(paid), List.of(), earnings);
    return new TransactionOutcome(paid, asset);
  }
}
