package weft.rollup.client;

import java.util.List;
import java.util.Optional;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.mechanism.Signal;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.RollupId;

/// What of one package's revenue waits for reports.
///
/// @param height of the auction
/// @param bid that won the package
/// @param signal what it is divided by
/// @param dueHeight where it is divided at the latest; reports count below it
public record WaitingEscrow(
    long height, Hash32 bid, AssetId asset, Signal signal, long dueHeight, List<Share> shares) {
  public WaitingEscrow {
    shares = List.copyOf(shares);
  }

  /// One rollup's part.
  ///
  /// @param part what the auction gave it of this
  /// @param reported what enough of its reporters said, of the kind that it is divided by
  /// @param reporters who has reported, while not enough agree
  public record Share(
      RollupId rollup, Amount part, Optional<Amount> reported, List<Address> reporters) {
    public Share {
      reporters = List.copyOf(reporters);
    }
  }
}
