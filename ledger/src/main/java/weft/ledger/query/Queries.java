package weft.ledger.query;

import java.util.List;
import java.util.Optional;
import weft.ledger.admission.AdmissionContext;
import weft.ledger.fee.FeeQuote;
import weft.ledger.parameter.ConversionRate;
import weft.ledger.rules.BlockTerms;
import weft.ledger.rules.LaneTerms;
import weft.ledger.rules.TransactionRules;
import weft.ledger.state.BidBond;
import weft.ledger.state.EscrowId;
import weft.ledger.state.EscrowRecord;
import weft.ledger.state.KeyValueView;
import weft.ledger.state.Keys;
import weft.ledger.state.LaneRecord;
import weft.ledger.state.ModuleRecord;
import weft.ledger.state.RollupRecord;
import weft.ledger.state.RollupRecord.AnnouncedChange;
import weft.ledger.state.SponsorshipRecord;
import weft.ledger.state.StateReader;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.ByteReader;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.RollupTerms;
import weft.protocol.transaction.SponsorshipTerms;
import weft.protocol.transaction.TransactionBody;

/// Questions about a committed state.
public final class Queries {
  /// Most balances, or channels, or rates of one answer.
  public static final int MAX_LISTED = 1_000;

  private Queries() {}

  public record AccountInfo(
      Address account,
      List<BalanceInfo> balances,
      List<BalanceInfo> claimable,
      List<ChannelInfo> channels,
      List<BidBondInfo> bidBonds) {}

  public record BalanceInfo(AssetId asset, Amount amount) {}

  /// What is locked for bids in one asset.
  ///
  /// @param held also what is on its way back
  /// @param leaving what is on its way back
  /// @param sealed what seals hold of it
  public record BidBondInfo(AssetId asset, Amount held, Amount leaving, Amount sealed) {}

  public record ChannelInfo(long channel, long nextSequence) {}

  /// A rollup as it stands.
  ///
  /// @param status `active`, `closing` (announced) or `closed`
  public record RollupInfo(
      RollupId rollup,
      Address owner,
      RollupTerms terms,
      String status,
      Amount bond,
      long laneHeight,
      Hash32 laneHash,
      long registeredHeight,
      Optional<RollupTerms> announcedTerms,
      Optional<Address> announcedOwner,
      long announcedHeight) {}

  /// What a lane costs.
  ///
  /// @param baseFeePerGas empty where the rollup has no gas dimension
  public record LaneFeeInfo(
      RollupId rollup,
      Amount baseFeePerByte,
      Optional<Amount> baseFeePerGas,
      long maxBytesPerBlock) {}

  public record RateInfo(AssetId asset, long numerator, long denominator) {}

  public record FeeInfo(
      AssetId defaultAsset,
      Amount baseFeePerByte,
      List<LaneFeeInfo> lanes,
      List<RateInfo> assets) {}

  public record SponsorshipInfo(
      RollupId rollup,
      Address sponsor,
      SponsorshipTerms terms,
      Amount usedTotal,
      Amount usedBySender) {}

  /// What of a package's revenue waits for reports.
  public record EscrowInfo(EscrowId id, EscrowRecord record) {}

  /// A registered module.
  public record ModuleInfo(Hash32 module, ModuleRecord record) {}

  /// Up to `limit` registered modules, ascending by id, after an id.
  ///
  /// @param after 32 bytes, or empty
  public static List<ModuleInfo> modules(KeyValueView committed, Bytes after, int limit) {
    Bytes start = Bytes.concat(Keys.MODULES, after);
    return committed.scan(Keys.MODULES, start, limit).stream()
        .map(
            entry ->
                new ModuleInfo(
                    Hash32.of(rest(entry.key(), Keys.MODULES)), ModuleRecord.decode(entry.value())))
        .toList();
  }

  /// An account; one that was never touched has no balances and no channels. Lists at most
  /// [#MAX_LISTED] balances, claimable amounts, channels and bonds for bids.
  public static AccountInfo account(KeyValueView committed, Address account) {
    return new AccountInfo(
        account,
        amounts(committed, Keys.ofAccount(Keys.BALANCES, account)),
        amounts(committed, Keys.ofAccount(Keys.CLAIMABLE, account)),
        channels(committed, Keys.ofAccount(Keys.SEQUENCES, account)),
        bidBonds(committed, Keys.ofAccount(Keys.BID_BONDS, account)));
  }

  /// The next sequence of one channel.
  public static long nextSequence(KeyValueView committed, Address account, long channel) {
    return new StateReader(committed).nextSequence(account, channel);
  }

  public static Optional<RollupInfo> rollup(KeyValueView committed, RollupId rollup) {
    StateReader state = new StateReader(committed);
    return state.rollup(rollup).map(record -> info(record, state.lane(rollup)));
  }

  /// Up to `limit` rollups, ascending by name, after a name.
  public static List<RollupInfo> rollups(KeyValueView committed, String after, int limit) {
    StateReader state = new StateReader(committed);
    return records(committed, after, limit).stream()
        .map(record -> info(record, state.lane(record.rollup())))
        .toList();
  }

  /// Base fees of the next block; lanes ascending by name, up to `maxLanes`, without closed ones.
  ///
  /// @param nextHeight the committed height plus 1: base fees fall from block to block where
  ///   nothing is used
  public static FeeInfo fees(KeyValueView committed, long nextHeight, int maxLanes) {
    BlockTerms terms = AdmissionContext.at(committed, nextHeight).terms();
    List<LaneFeeInfo> lanes =
        records(committed, "", maxLanes).stream()
            .flatMap(record -> terms.lane(record.rollup()).stream())
            .filter(lane -> !lane.isClosed())
            .map(Queries::laneFees)
            .toList();
    return new FeeInfo(
        terms.chain().defaultAsset(), terms.baseFeePerByte(), lanes, rates(committed, terms));
  }

  public static Optional<SponsorshipInfo> sponsorship(
      KeyValueView committed, RollupId rollup, Address sponsor, Optional<Address> sender) {
    StateReader state = new StateReader(committed);
    return state
        .sponsorship(rollup, sponsor)
        .filter(SponsorshipRecord::isOpen)
        .map(
            record ->
                new SponsorshipInfo(
                    rollup,
                    sponsor,
                    record.terms(),
                    record.usedTotal(),
                    sender
                        .map(who -> state.usedBySender(rollup, sponsor, who, record.life()))
                        .orElse(Amount.ZERO)));
  }

  /// What waits of a rollup's revenue, ascending by height.
  ///
  /// @param after the height after which to begin
  /// @param limit how many at most
  public static List<EscrowInfo> escrows(
      KeyValueView committed, RollupId rollup, long after, int limit) {
    StateReader state = new StateReader(committed);
    Bytes prefix = Keys.escrowsOf(rollup);
    return committed.scan(prefix, Keys.escrowOf(rollup, after), limit).stream()
        .map(
            entry ->
                new EscrowId(
                    new ByteReader(rest(entry.key(), prefix)).u64("height"),
                    Hash32.of(entry.value())))
        .flatMap(id -> state.escrow(id).map(record -> new EscrowInfo(id, record)).stream())
        .toList();
  }

  /// What a transaction of this body and envelope size would cost in the next block, whatever its
  /// maximum fee says.
  ///
  /// @param nextHeight the committed height plus 1
  public static Checked<FeeQuote> quote(
      KeyValueView committed, long nextHeight, TransactionBody body, int envelopeBytes) {
    return TransactionRules.quote(
        AdmissionContext.at(committed, nextHeight).terms(), body, envelopeBytes);
  }

  private static List<BalanceInfo> amounts(KeyValueView committed, Bytes prefix) {
    return committed.scan(prefix, prefix, MAX_LISTED).stream()
        .map(
            entry ->
                new BalanceInfo(
                    new AssetId(rest(entry.key(), prefix).toUtf8()), Amount.ofBytes(entry.value())))
        .toList();
  }

  private static List<BidBondInfo> bidBonds(KeyValueView committed, Bytes prefix) {
    return committed.scan(prefix, prefix, MAX_LISTED).stream()
        .map(
            entry -> {
              BidBond bond = BidBond.decode(entry.value());
              AssetId asset = new AssetId(rest(entry.key(), prefix).toUtf8());
              return new BidBondInfo(asset, bond.held(), bond.leaving(), bond.sealed());
            })
        .toList();
  }

  private static List<ChannelInfo> channels(KeyValueView committed, Bytes prefix) {
    return committed.scan(prefix, prefix, MAX_LISTED).stream()
        .map(
            entry ->
                new ChannelInfo(
                    new ByteReader(rest(entry.key(), prefix)).u64("channel"),
                    new ByteReader(entry.value()).u64("nextSequence")))
        .toList();
  }

  private static List<RollupRecord> records(KeyValueView committed, String after, int limit) {
    Bytes start = Bytes.concat(Keys.ROLLUPS, Bytes.utf8(after));
    return committed.scan(Keys.ROLLUPS, start, limit).stream()
        .map(entry -> RollupRecord.decode(entry.value()))
        .toList();
  }

  private static List<RateInfo> rates(KeyValueView committed, BlockTerms terms) {
    Bytes prefix = Bytes.concat(Keys.PARAMETERS, Bytes.utf8(ConversionRate.PARAMETER_PREFIX));
    return committed.scan(prefix, prefix, MAX_LISTED).stream()
        .map(entry -> new AssetId(rest(entry.key(), prefix).toUtf8()))
        .flatMap(
            asset ->
                terms.rate(asset).stream()
                    .map(rate -> new RateInfo(asset, rate.numerator(), rate.denominator())))
        .toList();
  }

  private static LaneFeeInfo laneFees(LaneTerms lane) {
    return new LaneFeeInfo(
        lane.rollup(),
        lane.baseFeePerByte(),
        lane.hasGas() ? Optional.of(lane.baseFeePerGas()) : Optional.empty(),
        lane.byteCap());
  }

  private static RollupInfo info(RollupRecord record, LaneRecord lane) {
    return new RollupInfo(
        record.rollup(),
        record.owner(),
        record.terms(),
        record.status().id(),
        record.bond(),
        lane.laneHeight(),
        lane.laneHash(),
        record.registeredHeight(),
        record.announced().map(AnnouncedChange::terms),
        record.announced().flatMap(AnnouncedChange::newOwner),
        record.announcedHeight());
  }

  private static Bytes rest(Bytes key, Bytes prefix) {
    return key.slice(prefix.size(), key.size() - prefix.size());
  }
}
