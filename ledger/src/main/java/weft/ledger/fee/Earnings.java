package weft.ledger.fee;

import java.util.SortedMap;
import java.util.TreeMap;
import weft.ledger.state.StateWriter;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.transaction.AssetId;

/// What a block's fees come to, per earner and asset. Credited once per block, so that an earner in
/// many transactions costs one write.
///
/// No sum here exceeds an asset's supply, at most 2^127 - 1: all of it was taken from balances,
/// bonds and escrows in the same block, and comes back to them only after the block.
public final class Earnings {
  private final SortedMap<AssetId, SortedMap<Address, Amount>> earned = new TreeMap<>();
  private final SortedMap<AssetId, Amount> burned = new TreeMap<>();

  public void earn(Address earner, AssetId asset, Amount amount) {
    if (!amount.isZero()) {
      earned.computeIfAbsent(asset, any -> new TreeMap<>()).merge(earner, amount, Amount::plus);
    }
  }

  public void burn(AssetId asset, Amount amount) {
    if (!amount.isZero()) {
      burned.merge(asset, amount, Amount::plus);
    }
  }

  /// Takes back all that somebody earned, by asset.
  SortedMap<AssetId, Amount> take(Address earner) {
    SortedMap<AssetId, Amount> taken = new TreeMap<>();
    earned.forEach(
        (asset, earners) -> {
          Amount amount = earners.remove(earner);
          if (amount != null) {
            taken.put(asset, amount);
          }
        });
    return taken;
  }

  /// Makes everything claimable, and counts what was burned.
  public void credit(StateWriter state) {
    earned.forEach(
        (asset, earners) ->
            earners.forEach((earner, amount) -> state.addClaimable(earner, asset, amount)));
    burned.forEach(state::addBurned);
  }
}
