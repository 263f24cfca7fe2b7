package weft.ledger.admission;

import java.util.List;
import java.util.Optional;
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
/// @param payerSpend what is reserved of that balance for this transaction: of a signer's the most
///   that it may take; of a sponsor's what it takes at the present base fees, because the maximum
///   fee is the sender's word and not the sponsor's
/// @param sponsored present if a sponsor pays
/// @param feeNow what it would be charged at the present base fees, tip included, fee asset
/// @param tip in the default asset
/// @param needs the room that it needs in lanes, ascending by rollup id, one for each
public record AdmissionTerms(
    long nextSequence,
    Address payer,
    AssetId payerAsset,
    Amount payerBalance,
    Amount payerSpend,
    Optional<SponsoredTerms> sponsored,
    Amount feeNow,
    Amount tip,
    List<LaneNeed> needs) {
  public AdmissionTerms {
    needs = List.copyOf(needs);
  }

  /// The rollups that it has payloads for, ascending by id, without repeats.
  public List<RollupId> lanes() {
    return needs.stream().map(LaneNeed::rollup).toList();
  }
}
