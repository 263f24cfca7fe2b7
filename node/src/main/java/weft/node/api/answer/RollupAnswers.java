package weft.node.api.answer;

import java.util.List;
import java.util.Optional;
import weft.ledger.query.Queries;
import weft.ledger.query.Queries.EscrowInfo;
import weft.ledger.query.Queries.RollupInfo;
import weft.ledger.query.Queries.SponsorshipInfo;
import weft.node.api.NodeServices;
import weft.primitives.Address;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.RollupId;

/// The registry of rollups and who sponsors them.
public final class RollupAnswers {
  private final NodeServices services;

  public RollupAnswers(NodeServices services) {
    this.services = services;
  }

  /// Rollups ascending by name, after a name.
  public List<RollupInfo> rollups(String after, int limit) {
    return Queries.rollups(services.store().state(), after, limit);
  }

  public Checked<RollupInfo> rollup(RollupId rollup) {
    Optional<RollupInfo> found = Queries.rollup(services.store().state(), rollup);
    return found.isPresent() ? Checked.ok(found.get()) : notFound(rollup);
  }

  /// What a sponsor pays for a rollup.
  ///
  /// @param sender whose use to report
  public Checked<SponsorshipInfo> sponsorship(
      RollupId rollup, Address sponsor, Optional<Address> sender) {
    Optional<SponsorshipInfo> found =
        Queries.sponsorship(services.store().state(), rollup, sponsor, sender);
    return found.isPresent()
        ? Checked.ok(found.get())
        : Steps.then(
            rollup(rollup),
            _ ->
                Checked.refused(
                    Refusal.of(
                        RefusalCode.SPONSORSHIP_NOT_FOUND,
                        "sponsor",
                        "",
                        "account " + sponsor + " sponsors nothing for rollup " + rollup)));
  }

  /// What of a rollup's revenue waits for reports, ascending by height.
  ///
  /// @param after the block after which to begin
  public Checked<List<EscrowInfo>> escrow(RollupId rollup, long after, int limit) {
    return Steps.map(
        rollup(rollup), _ -> Queries.escrows(services.store().state(), rollup, after, limit));
  }

  static <T> Checked<T> notFound(RollupId rollup) {
    return Checked.refused(
        Refusal.of(
            RefusalCode.ROLLUP_NOT_FOUND, "rollup", "", "no rollup is named " + rollup.name()));
  }
}
