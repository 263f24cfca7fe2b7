package weft.ledger.rules;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.ledger.state.DueChange;
import weft.ledger.state.DueChange.ReturnBidBond;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.AssetId;

/// Announcing changes for later heights.
final class Announcements {
  /// How far behind the earliest height a change may be announced, in blocks: eleven days at ten
  /// blocks a second. A rollup takes no other change before, so a mistyped height must not hold it
  /// for years.
  static final long MAX_AHEAD_BLOCKS = 10_000_000;

  private Announcements() {}

  static @Nullable Refusal checkHeight(ActionContext context, long activationHeight) {
    long earliest = context.height() + context.terms().parameters().minActivationDelayBlocks();
    if (activationHeight < earliest) {
      return Refusal.of(
          RefusalCode.ACTIVATION_TOO_SOON,
          context.field("activation_height"),
          "height " + earliest,
          "a change is announced for height " + earliest + " or later");
    }
    long latest = earliest + MAX_AHEAD_BLOCKS;
    return activationHeight <= latest
        ? null
        : Refusal.of(
            RefusalCode.INVALID_FIELD,
            context.field("activation_height"),
            "height " + latest,
            "a change is announced for height " + latest + " or earlier");
  }

  /// Adds a change to the list of the height that the action names, see the other.
  static @Nullable Refusal add(ActionContext context, long height, DueChange change) {
    return add(context, context.field("activation_height"), height, change);
  }

  /// Adds a change to a height's list, unless the height has as many of its kind as it takes.
  /// Governance and validators have places of their own, so that rollups cannot crowd them out.
  ///
  /// @param field what asks for the height
  static @Nullable Refusal add(ActionContext context, String field, long height, DueChange change) {
    List<DueChange> due = new ArrayList<>(context.reader().due(height));
    if (!addsToOneOf(due, change)) {
      int most = placesFor(change);
      // No two kinds have as many places, so this tells the kinds apart too.
      long ofThisKind = due.stream().filter(other -> placesFor(other) == most).count();
      if (ofThisKind >= most) {
        return Refusal.of(
            RefusalCode.INVALID_FIELD,
            field,
            most + " changes per height",
            "too much happens at height " + height + " already; choose another one");
      }
      due.add(change);
    }
    context.state().due(height, due);
    return null;
  }

  /// Adds to what a bidder gets back in one asset, so that it takes one place of the height's.
  private static boolean addsToOneOf(List<DueChange> due, DueChange change) {
    if (!(change instanceof ReturnBidBond back)) {
      return false;
    }
    for (int i = 0; i < due.size(); i++) {
      if (due.get(i) instanceof ReturnBidBond(Address bidder, AssetId asset, Amount amount)
          && bidder.equals(back.bidder())
          && asset.equals(back.asset())) {
        due.set(i, new ReturnBidBond(bidder, asset, amount.plus(back.amount())));
        return true;
      }
    }
    return false;
  }

  private static int placesFor(DueChange change) {
    return switch (change) {
      case DueChange.ActivateTerms _, DueChange.Close _, DueChange.ReturnBond _ ->
          DueChange.MAX_OF_ROLLUPS_PER_HEIGHT;
      case DueChange.ReturnValidatorBond _ -> DueChange.MAX_OF_VALIDATORS_PER_HEIGHT;
      case DueChange.ReturnBidBond _ -> DueChange.MAX_OF_BIDDERS_PER_HEIGHT;
      case DueChange.ForfeitSeal _ -> DueChange.MAX_SEALS_PER_HEIGHT;
      case DueChange.SetParameter _ -> DueChange.MAX_PARAMETERS_PER_HEIGHT;
    };
  }
}
