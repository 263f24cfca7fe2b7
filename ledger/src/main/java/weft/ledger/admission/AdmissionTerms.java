package weft.ledger.admission;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.transaction.RollupId;

/// What a mempool must know of a transaction that passed the checks against committed state.
///
/// @param nextSequence the channel's next sequence by committed state; the transaction's own is
///   equal or greater
/// @param channelsLeft present if it is the first of its channel: how many channels its account may
///   still open by committed state, at least one
/// @param payer the signer or the sponsor
/// @param spends what is reserved for it, one for each balance that it takes from, the payer's of
///   the fee asset first: of a signer the most that fee and actions may take; of a sponsor what the
///   fee is at the present base fees, because the maximum fee is the sender's word and not the
///   sponsor's
/// @param sponsored present if a sponsor pays
/// @param feeNow what it would be charged at the present base fees, tip included, fee asset
/// @param tip in the default asset
/// @param needs the room that it needs in lanes, ascending by rollup id, one for each
public record AdmissionTerms(
    long nextSequence,
    OptionalLong channelsLeft,
    Address payer,
    List<Spend> spends,
    Optional<SponsoredTerms> sponsored,
    Amount feeNow,
    Amount tip,
    List<LaneNeed> needs) {
  public AdmissionTerms {
    spends = List.copyOf(spends);
    needs = List.copyOf(needs);
  }

  /// The rollups that it has payloads for, ascending by id, without repeats.
  public List<RollupId> lanes() {
    return needs.stream().map(LaneNeed::rollup).toList();
  }
}
