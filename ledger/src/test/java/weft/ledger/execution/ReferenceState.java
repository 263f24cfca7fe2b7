package weft.ledger.execution;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import weft.ledger.execution.ReferenceWorld.Change;
import weft.ledger.execution.ReferenceWorld.Due;
import weft.ledger.execution.ReferenceWorld.Rollup;
import weft.ledger.execution.ReferenceWorld.Sponsorship;
import weft.ledger.genesis.Genesis;
import weft.ledger.state.ApprovalRecord;
import weft.ledger.state.BaseFeeRecord;
import weft.ledger.state.BidBond;
import weft.ledger.state.ChainRecord;
import weft.ledger.state.DueChange;
import weft.ledger.state.GovernanceRecord;
import weft.ledger.state.Keys;
import weft.ledger.state.LaneRecord;
import weft.ledger.state.RollupRecord;
import weft.ledger.state.RollupRecord.AnnouncedChange;
import weft.ledger.state.RollupStatus;
import weft.ledger.state.SealRecord;
import weft.ledger.state.SenderUse;
import weft.ledger.state.SponsorshipRecord;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.RollupId;

/// A [ReferenceWorld] as the keys and values of a state, all of them: what nobody thought of shows
/// up as a key too many or too few.
final class ReferenceState {
  private final NavigableMap<Bytes, Bytes> entries = new TreeMap<>();

  private ReferenceState() {}

  static NavigableMap<Bytes, Bytes> of(Genesis genesis, ReferenceWorld world) {
    ReferenceState state = new ReferenceState();
    state.genesis(genesis);
    state.accounts(world);
    state.registry(world);
    state.governance(genesis, world);
    state.put(
        Keys.BASE_FEE, new BaseFeeRecord(world.baseFeeHeight, amount(world.baseFee)).encode());
    return state.entries;
  }

  private void genesis(Genesis genesis) {
    put(
        Keys.CHAIN,
        new ChainRecord(
                genesis.chainId(), genesis.hash(), genesis.defaultAsset(), genesis.validator())
            .encode());
    put(
        Keys.GOVERNANCE,
        new GovernanceRecord(genesis.governanceThreshold(), genesis.governance()).encode());
    Map<AssetId, BigInteger> supplies = new TreeMap<>();
    genesis
        .balances()
        .forEach(
            balance ->
                supplies.merge(balance.asset(), balance.amount().toBigInteger(), BigInteger::add));
    supplies.forEach((asset, sum) -> putAmount(Keys.supply(asset), sum));
  }

  private void accounts(ReferenceWorld world) {
    world.balances.forEach(
        (of, sum) -> putAmount(Keys.balance(Address.fromHex(first(of)), asset(of)), sum));
    world.claimable.forEach(
        (of, sum) -> putAmount(Keys.claimable(Address.fromHex(first(of)), asset(of)), sum));
    world.bidBonds.forEach(
        (of, bond) -> {
          if (!bond.equals(ReferenceWorld.BidBond.NONE)) {
            put(
                Keys.bidBond(Address.fromHex(first(of)), asset(of)),
                new BidBond(
                        amount(bond.held()),
                        amount(bond.leaving()),
                        amount(bond.sealed()),
                        bond.seals())
                    .encode());
          }
        });
    world.seals.forEach(
        (key, seal) ->
            put(
                Keys.seal(Address.fromHex(first(key)), Hash32.of(hex(second(key)))),
                new SealRecord(
                        asset(seal.bond()),
                        amount(seal.deposit()),
                        seal.height(),
                        seal.lastHeight())
                    .encode()));
    world.burned.forEach((asset, sum) -> putAmount(Keys.burned(new AssetId(asset)), sum));
    Map<String, Long> channels = new TreeMap<>();
    world.sequences.forEach(
        (channel, next) -> {
          long number = Long.parseLong(second(channel));
          put(Keys.sequence(Address.fromHex(first(channel)), number), u64(next));
          channels.merge(first(channel), 1L, Long::sum);
        });
    channels.forEach(
        (account, count) -> put(Keys.channelCount(Address.fromHex(account)), u64(count)));
  }

  private void registry(ReferenceWorld world) {
    world.rollups.forEach(
        (name, rollup) -> {
          RollupId id = RollupId.of(name);
          put(Keys.rollup(id), record(id, rollup).encode());
          if (rollup.laneHeight > 0) {
            put(Keys.lane(id), lane(rollup).encode());
          }
        });
    world.sponsorships.forEach(
        (key, sponsorship) ->
            sponsorship(RollupId.of(first(key)), Address.fromHex(second(key)), sponsorship));
  }

  private static RollupRecord record(RollupId id, Rollup rollup) {
    return new RollupRecord(
        id,
        rollup.owner,
        rollup.terms(),
        RollupStatus.valueOf(rollup.status.toUpperCase(java.util.Locale.ROOT)),
        amount(rollup.bond),
        rollup.registeredHeight,
        rollup.announcedHeight,
        Optional.ofNullable(rollup.nextTerms)
            .map(terms -> new AnnouncedChange(terms, Optional.ofNullable(rollup.nextOwner))));
  }

  private static LaneRecord lane(Rollup rollup) {
    return new LaneRecord(
        rollup.laneHeight,
        rollup.laneHash,
        rollup.feesHeight,
        amount(rollup.byteFee),
        amount(rollup.gasFee));
  }

  private void sponsorship(RollupId rollup, Address sponsor, Sponsorship sponsorship) {
    put(
        Keys.sponsorship(rollup, sponsor),
        new SponsorshipRecord(
                sponsorship.isOpen, sponsorship.life, sponsorship.terms, amount(sponsorship.used))
            .encode());
    sponsorship.usedBySender.forEach(
        (sender, used) ->
            put(
                Keys.senderUse(rollup, sponsor, sender),
                new SenderUse(used.life(), amount(used.amount())).encode()));
  }

  private void governance(Genesis genesis, ReferenceWorld world) {
    world.parameters.forEach((name, value) -> put(Keys.parameter(name), Bytes.utf8(value)));
    world.approvals.forEach(
        (change, keys) ->
            put(
                Keys.approval(id(change)),
                new ApprovalRecord(keys.size() >= genesis.governanceThreshold(), List.copyOf(keys))
                    .encode()));
    world.due.forEach(
        (height, due) ->
            put(
                Keys.due(height),
                DueChange.encode(due.stream().map(ReferenceState::change).toList())));
  }

  private static DueChange change(Due due) {
    return switch (due.kind()) {
      case TERMS -> new DueChange.ActivateTerms(RollupId.of(due.name()));
      case CLOSE -> new DueChange.Close(RollupId.of(due.name()));
      case BOND -> new DueChange.ReturnBond(RollupId.of(due.name()));
      case BID_BOND ->
          new DueChange.ReturnBidBond(
              Address.fromHex(first(due.name())), asset(due.name()), amount(due.amount()));
      case SEAL ->
          new DueChange.ForfeitSeal(
              Address.fromHex(first(due.name())), Hash32.of(hex(second(due.name()))));
      case PARAMETER ->
          new DueChange.SetParameter(due.name(), due.parameter().value(), id(due.parameter()));
    };
  }

  private static Hash32 id(Change change) {
    return Sha256.hash(
        new ByteWriter().text(change.name()).text(change.value()).u64(change.height()).toBytes());
  }

  private static Bytes hex(String hash) {
    return Bytes.fromHex(hash.substring(2));
  }

  private void put(Bytes key, Bytes value) {
    entries.put(key, value);
  }

  private void putAmount(Bytes key, BigInteger sum) {
    if (sum.signum() != 0) {
      put(key, amount(sum).toBytes());
    }
  }

  private static Amount amount(BigInteger value) {
    return Amount.ofBigInteger(value);
  }

  private static Bytes u64(long value) {
    return new ByteWriter(Long.BYTES).u64(value).toBytes();
  }

  private static String first(String key) {
    return key.substring(0, key.indexOf('/'));
  }

  private static String second(String key) {
    return key.substring(key.indexOf('/') + 1);
  }

  private static AssetId asset(String key) {
    return new AssetId(second(key));
  }
}
