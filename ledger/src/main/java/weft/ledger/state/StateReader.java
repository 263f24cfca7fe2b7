package weft.ledger.state;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.ByteReader;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.RollupId;

/// Typed reads of a state. What was never written reads as its zero, or as empty.
public final class StateReader {
  private final KeyReader keys;

  public StateReader(KeyReader keys) {
    this.keys = keys;
  }

  /// What never changes after genesis.
  ///
  /// @throws IllegalStateException if the state was not made from a genesis
  public ChainRecord chain() {
    return ChainRecord.decode(required(Keys.CHAIN));
  }

  public GovernanceRecord governance() {
    return GovernanceRecord.decode(required(Keys.GOVERNANCE));
  }

  public BaseFeeRecord baseFee() {
    return BaseFeeRecord.decode(required(Keys.BASE_FEE));
  }

  public Optional<String> parameter(String name) {
    return optional(Keys.parameter(name)).map(Bytes::toUtf8);
  }

  /// How much of an asset there was at genesis; zero for an asset that the chain does not know.
  public Amount supply(AssetId asset) {
    return amount(Keys.supply(asset));
  }

  public Amount burned(AssetId asset) {
    return amount(Keys.burned(asset));
  }

  public Amount balance(Address account, AssetId asset) {
    return amount(Keys.balance(account, asset));
  }

  public Amount claimable(Address account, AssetId asset) {
    return amount(Keys.claimable(account, asset));
  }

  public long nextSequence(Address account, long channel) {
    return number(Keys.sequence(account, channel));
  }

  public long openChannels(Address account) {
    return number(Keys.channelCount(account));
  }

  public Optional<RollupRecord> rollup(RollupId rollup) {
    return optional(Keys.rollup(rollup)).map(RollupRecord::decode);
  }

  public LaneRecord lane(RollupId rollup) {
    return optional(Keys.lane(rollup)).map(LaneRecord::decode).orElse(LaneRecord.NEW);
  }

  /// A sponsorship, open or closed.
  public Optional<SponsorshipRecord> sponsorship(RollupId rollup, Address sponsor) {
    return optional(Keys.sponsorship(rollup, sponsor)).map(SponsorshipRecord::decode);
  }

  /// What a sender has used in a certain life of a sponsorship.
  public Amount usedBySender(RollupId rollup, Address sponsor, Address sender, long life) {
    return optional(Keys.senderUse(rollup, sponsor, sender))
        .map(SenderUse::decode)
        .filter(use -> use.life() == life)
        .map(SenderUse::used)
        .orElse(Amount.ZERO);
  }

  public Optional<ApprovalRecord> approval(Hash32 changeId) {
    return optional(Keys.approval(changeId)).map(ApprovalRecord::decode);
  }

  /// What was announced for a height, in the order of announcement.
  public List<DueChange> due(long height) {
    return optional(Keys.due(height)).map(DueChange::decode).orElse(List.of());
  }

  /// Whether several validators run the chain, and not one.
  public boolean isNetwork() {
    return chain().isNetwork();
  }

  /// A validator by its consensus address, whether it is in a set or not.
  public Optional<ValidatorRecord> validator(Address consensusAddress) {
    return optional(Keys.validator(consensusAddress)).map(ValidatorRecord::decode);
  }

  /// The consensus address of the validator that an account operates now.
  public Optional<Address> validatorOf(Address operator) {
    return optional(Keys.operator(operator)).map(Address::of);
  }

  /// The account that operates a validator, or did until the validator left.
  public Optional<Address> operatorOf(Address consensusAddress) {
    return validator(consensusAddress).map(ValidatorRecord::operator);
  }

  /// Whether a validator has, or had, a BLS key.
  ///
  /// @param key 48 bytes
  public boolean isBlsKeyUsed(Bytes key) {
    return optional(Keys.blsKey(key)).isPresent();
  }

  /// The sets of a network. Costly, see [ValidatorSets#decode].
  ///
  /// @throws IllegalStateException if the chain is no network
  public ValidatorSets validatorSets() {
    return ValidatorSets.decode(encodedValidatorSets());
  }

  /// The bytes of [#validatorSets].
  ///
  /// @throws IllegalStateException if the chain is no network
  public Bytes encodedValidatorSets() {
    return required(Keys.VALIDATOR_SETS);
  }

  public CandidatesRecord candidates() {
    return optional(Keys.CANDIDATES)
        .map(CandidatesRecord::decode)
        .orElse(new CandidatesRecord(List.of()));
  }

  public DowntimeRecord downtime() {
    return optional(Keys.DOWNTIME).map(DowntimeRecord::decode).orElse(DowntimeRecord.NONE);
  }

  /// What the validators' pool could not divide evenly so far.
  public Amount poolRemainder(AssetId asset) {
    return amount(Keys.poolRemainder(asset));
  }

  /// What an account locked for bids; nothing if it never did.
  public BidBond bidBond(Address bidder, AssetId asset) {
    return optional(Keys.bidBond(bidder, asset)).map(BidBond::decode).orElse(BidBond.NONE);
  }

  public Optional<EscrowRecord> escrow(EscrowId id) {
    return optional(Keys.escrow(id)).map(EscrowRecord::decode);
  }

  /// The escrow that a rollup has a part of, of a block in which its head was sold.
  public Optional<EscrowId> escrowOf(RollupId rollup, long height) {
    return optional(Keys.escrowOf(rollup, height)).map(bid -> new EscrowId(height, Hash32.of(bid)));
  }

  /// The escrows that are divided at a height at the latest, in the order in which they are.
  public List<EscrowId> escrowsDue(long height) {
    return optional(Keys.escrowsDue(height)).map(EscrowId::decode).orElse(List.of());
  }

  /// A registered module.
  public Optional<ModuleRecord> module(Hash32 id) {
    return optional(Keys.module(id)).map(ModuleRecord::decode);
  }

  /// The bytes of a registered module.
  public Optional<Bytes> moduleCode(Hash32 id) {
    return optional(Keys.moduleCode(id));
  }

  public ModuleCount moduleCount() {
    return optional(Keys.MODULE_COUNT).map(ModuleCount::decode).orElse(ModuleCount.NONE);
  }

  /// A seal that is open; empty once its bid was shown, or its time was over.
  public Optional<SealRecord> seal(Address bidder, Hash32 commitment) {
    return optional(Keys.seal(bidder, commitment)).map(SealRecord::decode);
  }

  /// The upgrade that was announced last, whether its height has come or not.
  public Optional<UpgradeRecord> upgrade() {
    return optional(Keys.UPGRADE).map(UpgradeRecord::decode);
  }

  private Optional<Bytes> optional(Bytes key) {
    return Optional.ofNullable(keys.get(key));
  }

  private Amount amount(Bytes key) {
    Bytes value = keys.get(key);
    return value == null ? Amount.ZERO : Amount.ofBytes(value);
  }

  private long number(Bytes key) {
    Bytes value = keys.get(key);
    return value == null ? 0 : new ByteReader(value).u64("number");
  }

  private Bytes required(Bytes key) {
    @Nullable Bytes value = keys.get(key);
    if (value == null) {
      throw new IllegalStateException(
          "the state has no key \"" + key.toUtf8() + "\": it was not made from a genesis");
    }
    return value;
  }
}
