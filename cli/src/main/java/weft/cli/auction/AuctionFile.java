package weft.cli.auction;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.auction.Auction;

/// An auction that stood in a file, and the names that its indices had there.
///
/// @param rollups by index, ascending
/// @param bids by index, ascending
/// @param bidders by index
/// @param identities by index, whom refunds are for
/// @param one how many of the auction's units the file's 1 is: a power of ten, above 1 only where
///   the file has decimals
/// @param sharing a module that shares in place of the mechanism's rule
/// @param remarks what a person may have meant otherwise
record AuctionFile(
    Auction auction,
    List<String> rollups,
    List<String> bids,
    List<String> bidders,
    List<String> identities,
    BigInteger one,
    Optional<OwnSharing> sharing,
    List<String> remarks) {
  public AuctionFile {
    rollups = List.copyOf(rollups);
    bids = List.copyOf(bids);
    bidders = List.copyOf(bidders);
    identities = List.copyOf(identities);
    remarks = List.copyOf(remarks);
  }

  /// How amounts of the auction are written.
  Units units() {
    return new Units(one);
  }

  /// Amounts under their rollups' names.
  ///
  /// @param amounts by index
  Map<String, Object> byRollup(List<BigFraction> amounts) {
    Map<String, Object> named = new LinkedHashMap<>();
    for (int i = 0; i < amounts.size(); i++) {
      named.put(rollups.get(i), units().text(amounts.get(i)));
    }
    return named;
  }

  /// The same for whole units.
  Map<String, Object> byRollupInUnits(List<BigInteger> amounts) {
    return byRollup(amounts.stream().map(BigFraction::of).toList());
  }
}
