package weft.market.auction;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import weft.protocol.mechanism.Mechanism;

/// Auctions as text: `AB20` is an offer of 20 for the rollups A and B, each by a bidder of its own;
/// bids joined by `|` come from one bidder who wants one of them, bids joined by `+` from one who
/// takes any.
public final class WrittenAuction {
  private WrittenAuction() {}

  public static Auction of(String text) {
    return of(text, 1, Mechanism.DEFAULT);
  }

  /// @param rollups that there are at least; those that a bid names are there in any case
  public static Auction of(String text, int rollups, Mechanism mechanism) {
    List<Bid> bids = new ArrayList<>();
    int bidder = 0;
    for (String one : text.split(" ", -1)) {
      OptionalInt group = one.contains("|") ? OptionalInt.of(bidder) : OptionalInt.empty();
      for (String part : one.split("[|+]", -1)) {
        int letters = part.replaceAll("[0-9]", "").length();
        bids.add(
            new Bid(
                bidder,
                RollupSet.of(part.chars().limit(letters).map(letter -> letter - 'A').toArray()),
                new BigInteger(part.substring(letters)),
                group,
                0,
                List.of(),
                List.of()));
      }
      bidder++;
    }
    int named = bids.stream().flatMapToInt(bid -> bid.rollups().indices()).max().orElse(-1) + 1;
    return new Auction(
        Collections.nCopies(Math.max(rollups, named), RollupTerms.PLAIN),
        bids,
        Collections.nCopies(bidder, Optional.empty()),
        List.of(mechanism));
  }
}
