package weft.ledger.rules;

import java.util.List;
import weft.ledger.state.BidBond;
import weft.ledger.state.DueChange;
import weft.ledger.state.RollupRecord;
import weft.ledger.state.StateWriter;
import weft.ledger.state.ValidatorRecord;
import weft.ledger.validator.Registration;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.RollupId;

/// Does what was announced for a height, in the order of announcement.
public final class DueChanges {
  private DueChanges() {}

  public static void apply(StateWriter state, long height) {
    List<DueChange> due = state.reader().due(height);
    if (due.isEmpty()) {
      return;
    }
    for (DueChange change : due) {
      apply(state, height, change);
    }
    state.due(height, List.of());
  }

  private static void apply(StateWriter state, long height, DueChange change) {
    switch (change) {
      case DueChange.ActivateTerms(RollupId rollup) ->
          state.rollup(record(state, rollup).changed());
      case DueChange.Close(RollupId rollup) -> state.rollup(record(state, rollup).closed());
      case DueChange.ReturnBond(RollupId rollup) -> returnBond(state, record(state, rollup));
      case DueChange.ReturnValidatorBond(Address consensusAddress) ->
          returnValidatorBond(state, consensusAddress);
      case DueChange.ReturnBidBond(Address bidder, AssetId asset, Amount amount) -> {
        BidBond bond = state.reader().bidBond(bidder, asset);
        state.addClaimable(bidder, asset, bond.backOf(amount));
        state.bidBond(bidder, asset, bond.without(amount));
      }
      case DueChange.ForfeitSeal(Address bidder, Hash32 commitment) ->
          Seals.forfeit(state, height, bidder, commitment);
      case DueChange.SetParameter set -> {
        state.parameter(set.name(), set.value());
        state.deleteApproval(set.changeId());
      }
    }
  }

  private static void returnBond(StateWriter state, RollupRecord record) {
    state.addClaimable(record.owner(), state.reader().chain().defaultAsset(), record.bond());
    state.rollup(record.withoutBond());
  }

  private static void returnValidatorBond(StateWriter state, Address consensusAddress) {
    ValidatorRecord record =
        state
            .reader()
            .validator(consensusAddress)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "a bond is due for no validator: " + consensusAddress));
    state.addClaimable(record.operator(), state.reader().chain().defaultAsset(), record.bond());
    state.deleteOperator(record.operator());
    Registration.replace(state, record.left());
  }

  private static RollupRecord record(StateWriter state, RollupId rollup) {
    return state
        .reader()
        .rollup(rollup)
        .orElseThrow(() -> new IllegalStateException("a change is due for no rollup: " + rollup));
  }
}
