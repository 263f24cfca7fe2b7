package weft.protocol.transaction;

import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;

/// What an account commits to before it shows a bid. Rule TX-32 of docs/protocol/transactions.md.
public final class SealedBid {
  private static final Bytes DOMAIN = Bytes.utf8("weft.sealed-bid");

  private SealedBid() {}

  /// The commitment to a bid: SHA-256 of the domain, the account, the salt, and the bid's encoding
  /// without its salt.
  ///
  /// @param salt random and secret until the bid is shown: whoever guesses it learns the bid
  public static Hash32 commitment(Address account, Hash32 salt, Action.Bid bid) {
    return Sha256.hash(
        Bytes.concat(DOMAIN, account.bytes(), salt.bytes(), BodyWriter.write(bid.unsealed())));
  }
}
