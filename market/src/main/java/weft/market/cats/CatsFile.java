package weft.market.cats;

import java.util.List;
import weft.market.auction.Auction;
import weft.protocol.mechanism.Mechanism;

/// An auction read from a CATS file. Goods are its rollups.
///
/// Dummy items say that bids exclude each other. One that never stands beside another in a bid is
/// an exclusive group. Others are sold like goods, after these: so exclusions are exact also where
/// they form no groups. A dummy of one bid says nothing and is left out. Bids that dummies link are
/// one bidder's; every other bid has a bidder of its own.
///
/// @param auction with bids by ascending id, without reserves and budgets
/// @param goods how many of its rollups are goods
/// @param scale amounts are in units of 10^-scale of the file's
/// @param ids by bid: its id in the file
public record CatsFile(Auction auction, int goods, int scale, List<String> ids)
    implements CatsReading {
  /// Goods, and dummies that are sold like goods.
  public static final int MAX_ITEMS = 1_024;

  public static final int MAX_BIDS = 100_000;

  /// A node budget for files: they may be hard and nobody waits for a block. Up to half a minute.
  public static final long NODE_BUDGET = 1_000_000_000;

  /// Of an amount in units of the file's finest digit.
  public static final int MAX_AMOUNT_BITS = 128;

  public CatsFile {
    ids = List.copyOf(ids);
  }

  /// Reads a file.
  ///
  /// Lines `goods N`, `bids N` and `dummy N` (0 if missing) come before the bids, each of which is
  /// `id amount item … #`; items from N goods on are dummies. Blank lines and those that begin with
  /// `%` are skipped. There may be fewer bids than announced.
  ///
  /// @param text of the file
  /// @param mechanism under which its bids compete
  public static CatsReading read(String text, Mechanism mechanism) {
    return new CatsReader(mechanism).read(text);
  }
}
