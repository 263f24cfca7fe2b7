package weft.ledger.rules;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.ledger.state.DueChange;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;

/// Announcing changes for later heights.
final class Announcements {
  /// How far ahead a change may be announced, in blocks.
  static final long MAX_AHEAD_BLOCKS = 1_000_000_000;

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
    long latest = context.height() + MAX_AHEAD_BLOCKS;
    return activationHeight <= latest
        ? null
        : Refusal.of(
            RefusalCode.INVALID_FIELD,
            context.field("activation_height"),
            "height " + latest,
            "a change is announced at most " + MAX_AHEAD_BLOCKS + " blocks ahead");
  }

  /// Adds a change to a height's list, unless the list is full.
  static @Nullable Refusal add(ActionContext context, long height, DueChange change) {
    List<DueChange> due = new ArrayList<>(context.reader().due(height));
    if (due.size() >= DueChange.MAX_PER_HEIGHT) {
      return Refusal.of(
          RefusalCode.INVALID_FIELD,
          context.field("activation_height"),
          DueChange.MAX_PER_HEIGHT + " changes per height",
          "too much happens at height " + height + " already; choose another one");
    }
    due.add(change);
    context.state().due(height, due);
    return null;
  }
}
