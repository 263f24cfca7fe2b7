package weft.ledger.market;

import java.util.List;
import java.util.Optional;
import weft.ledger.fixture.TestAccount;
import weft.ledger.fixture.TestChain;
import weft.ledger.state.BidBond;
import weft.ledger.state.RollupRecord;
import weft.ledger.state.RollupStatus;
import weft.ledger.state.SealRecord;
import weft.ledger.state.StateOverlay;
import weft.ledger.state.StateReader;
import weft.ledger.state.StateWriter;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.MarketTerms;
import weft.protocol.transaction.MarketTerms.AcceptedMechanism;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.SealedBid;

/// A state with rollups that sell and bidders that have bonds, written directly.
final class MarketState {
  private static final TestAccount OWNER = TestAccount.of("owner");

  private final StateWriter state = new StateWriter(new StateOverlay(_ -> null));

  StateWriter writer() {
    return state;
  }

  StateReader reader() {
    return state.reader();
  }

  void parameter(String name, String value) {
    state.parameter(name, value);
  }

  void bond(Address bidder, AssetId asset, long held) {
    state.bidBond(bidder, asset, new BidBond(Amount.of(held), Amount.ZERO));
  }

  /// Seals a bid, if the bidder's bond has as much left.
  void seal(Address bidder, Action.Bid bid, long deposit) {
    BidBond bond = reader().bidBond(bidder, bid.asset());
    Hash32 commitment = SealedBid.commitment(bidder, bid.salt().orElseThrow(), bid);
    boolean isNew = reader().seal(bidder, commitment).isEmpty();
    if (isNew && !bond.chargeable().isLessThan(Amount.of(deposit))) {
      state.bidBond(bidder, bid.asset(), bond.sealing(Amount.of(deposit)));
      state.seal(
          bidder, commitment, new SealRecord(bid.asset(), Amount.of(deposit), 1, Long.MAX_VALUE));
    }
  }

  void rollup(RollupId rollup, RollupStatus status, Optional<MarketTerms> market) {
    state.rollup(
        new RollupRecord(
            rollup,
            OWNER.address(),
            TestChain.terms(1_000).withMarket(market),
            status,
            Amount.ZERO,
            1,
            0,
            Optional.empty()));
  }

  void seller(RollupId rollup, MarketTerms market) {
    rollup(rollup, RollupStatus.ACTIVE, Optional.of(market));
  }

  static MarketTerms terms(AssetId asset, long reserve, Mechanism... mechanisms) {
    return new MarketTerms(
        List.of(mechanisms).stream().map(one -> new AcceptedMechanism(one, 1)).toList(),
        asset,
        Amount.of(reserve),
        List.of(),
        List.of());
  }

  static Hash32 hash(String of) {
    return Sha256.hash(Bytes.utf8(of));
  }

  static Action.Bid bid(List<RollupId> rollups, Hash32 transaction, AssetId asset, long amount) {
    return new Action.Bid(
        rollups.stream().sorted().toList(),
        List.of(transaction),
        asset,
        Amount.of(amount),
        0,
        0,
        Amount.ZERO,
        List.of());
  }

  static Action.Bid with(Action.Bid bid, long firstHeight, long group, long budget) {
    return new Action.Bid(
        bid.rollups(),
        bid.transactions(),
        bid.asset(),
        bid.amount(),
        firstHeight,
        group,
        Amount.of(budget),
        bid.split());
  }
}
