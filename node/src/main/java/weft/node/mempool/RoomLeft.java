package weft.node.mempool;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import weft.ledger.admission.LaneNeed;
import weft.ledger.admission.SponsoredTerms;
import weft.ledger.rules.FullRoom;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.transaction.RollupId;

/// What is left, in the block that is being built, of the lanes and sponsorships that had no room
/// for a candidate. A candidate that needs more is not offered, so a long queue for something that
/// is full costs the block nothing and hides nobody behind it.
///
/// What is left only shrinks. A candidate that is offered in vain therefore shows that another one
/// took of the same room since the last report: there are no more of the former than of the latter.
final class RoomLeft {
  /// How many candidates of one sponsorship may be offered in vain. What a candidate costs its
  /// sponsor is known as of its admission only, so what fits by that may still not fit.
  static final int MAX_IN_VAIN = 64;

  private final Map<RollupId, FullRoom.Lane> lanes = new HashMap<>();
  private final Map<Sponsorship, Rest> sponsorships = new HashMap<>();

  private record Sponsorship(RollupId rollup, Address sponsor) {}

  private record Rest(Amount left, int inVain) {}

  void report(FullRoom full) {
    switch (full) {
      case FullRoom.Lane lane -> lanes.put(lane.rollup(), lane);
      case FullRoom.Sponsorship(RollupId rollup, Address sponsor, Amount left) ->
          sponsorships.merge(
              new Sponsorship(rollup, sponsor),
              new Rest(left, 1),
              (before, _) -> new Rest(left, before.inVain + 1));
    }
  }

  boolean isEnoughFor(PoolEntry entry) {
    for (LaneNeed need : entry.terms.needs()) {
      FullRoom.@Nullable Lane lane = lanes.get(need.rollup());
      if (lane != null && !lane.left().holds(need.room())) {
        return false;
      }
    }
    return entry.terms.sponsored().map(terms -> isEnoughFor(entry, terms)).orElse(true);
  }

  private boolean isEnoughFor(PoolEntry entry, SponsoredTerms terms) {
    @Nullable Rest rest = sponsorships.get(new Sponsorship(terms.rollup(), entry.terms.payer()));
    return rest == null || (rest.inVain < MAX_IN_VAIN && !rest.left.isLessThan(terms.cost()));
  }
}
