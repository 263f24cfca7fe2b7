package weft.ledger.admission;

import java.util.List;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.RollupId;

/// What a mempool must know of a transaction that passed the checks against committed state.
///
/// @param nextSequence the channel's next sequence by committed state; the transaction's own is
///   equal or greater
/// @param payer the signer or the sponsor
/// @param payerBalance the payer's committed balance in the asset that it pays in
/// @param payerSpend the most that this transaction takes from that balance
/// @param feeNow what it would be charged at the present base fees, tip included, fee asset
/// @param tip in the default asset
/// @param lanes the rollups that it has payloads for, ascending by id, without repeats
/// @param payloadBytes sum of its payloads' data
public record AdmissionTerms(
    long nextSequence,
    Address payer,
    AssetId payerAsset,
    Amount payerBalance,
    Amount payerSpend,
    Amount feeNow,
    Amount tip,
    List<RollupId> lanes,
    long payloadBytes) {
  public AdmissionTerms {
    lanes = List.copyOf(lanes);
  }
}
