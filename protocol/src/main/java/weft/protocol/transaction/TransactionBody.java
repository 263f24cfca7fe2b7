package weft.protocol.transaction;

import java.util.List;
import java.util.Optional;
import weft.primitives.Address;
import weft.primitives.Amount;

/// What an account signs.
///
/// @param lastHeight the last block height at which this may be included
/// @param lastTimeMs the last block time at which this may be included; 0 = no limit
/// @param maxFee the most this may cost, tip included, in units of the fee asset
/// @param tip paid to the proposer on top, in units of the fee asset
/// @param sponsor whose sponsorship pays; empty: the signer pays
/// @param actions empty: only uses up the nonce (a cancellation)
public record TransactionBody(
    long chainId,
    Address account,
    Nonce nonce,
    long lastHeight,
    long lastTimeMs,
    AssetId feeAsset,
    Amount maxFee,
    Amount tip,
    Optional<Address> sponsor,
    List<Action> actions) {
  public TransactionBody {
    actions = List.copyOf(actions);
  }
}
