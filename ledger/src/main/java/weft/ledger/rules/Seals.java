package weft.ledger.rules;

import java.util.Optional;
import weft.ledger.state.BidBond;
import weft.ledger.state.SealRecord;
import weft.ledger.state.StateReader;
import weft.ledger.state.StateWriter;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.SealedBid;

/// Seals of bids, from when they are made until the bid is shown or their time is over. Rules
/// `BID-n` of docs/protocol/bids.md.
public final class Seals {
  private Seals() {}

  /// The open seal that a bid shows.
  public record Open(Hash32 commitment, SealRecord record) {}

  /// The open seal that a bid shows; empty where it has no salt, or none that fits.
  public static Optional<Open> shownBy(StateReader state, Address bidder, Action.Bid bid) {
    return bid.salt()
        .map(salt -> SealedBid.commitment(bidder, salt, bid))
        .flatMap(
            commitment ->
                state.seal(bidder, commitment).map(record -> new Open(commitment, record)));
  }

  /// Ends a seal: what it held is free again.
  public static void end(StateWriter state, Address bidder, Open seal) {
    SealRecord record = seal.record();
    BidBond bond = state.reader().bidBond(bidder, record.asset());
    state.bidBond(bidder, record.asset(), bond.opened(record.deposit()));
    state.deleteSeal(bidder, seal.commitment());
  }

  /// Ends a seal whose time is over, unless its bid was shown: what it held is burned. Nobody could
  /// gain by keeping a bid out of blocks.
  ///
  /// @param height that is begun
  static void forfeit(StateWriter state, long height, Address bidder, Hash32 commitment) {
    Optional<SealRecord> open =
        state.reader().seal(bidder, commitment).filter(seal -> seal.lastHeight() < height);
    if (open.isEmpty()) {
      return;
    }
    SealRecord record = open.get();
    end(state, bidder, new Open(commitment, record));
    BidBond bond = state.reader().bidBond(bidder, record.asset());
    Amount lost = record.deposit().min(bond.held());
    state.bidBond(bidder, record.asset(), bond.charged(lost));
    state.addBurned(record.asset(), lost);
  }
}
