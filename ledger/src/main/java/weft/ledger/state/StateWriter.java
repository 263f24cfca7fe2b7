package weft.ledger.state;

import java.util.ArrayList;
import java.util.List;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.RollupId;

/// Typed writes to an overlay. A zero amount is stored as no entry at all, so that one state has
/// one encoding. What is added to an amount was taken from another of the same asset, so that no
/// sum exceeds the asset's supply, at most 2^127 - 1.
public final class StateWriter {
  private final StateOverlay overlay;
  private final StateReader reader;

  public StateWriter(StateOverlay overlay) {
    this.overlay = overlay;
    this.reader = new StateReader(overlay);
  }

  /// Reads what this has written.
  public StateReader reader() {
    return reader;
  }

  public void chain(ChainRecord chain) {
    overlay.put(Keys.CHAIN, chain.encode());
  }

  public void governance(GovernanceRecord governance) {
    overlay.put(Keys.GOVERNANCE, governance.encode());
  }

  public void baseFee(BaseFeeRecord fee) {
    overlay.put(Keys.BASE_FEE, fee.encode());
  }

  public void parameter(String name, String value) {
    overlay.put(Keys.parameter(name), Bytes.utf8(value));
  }

  public void supply(AssetId asset, Amount amount) {
    amount(Keys.supply(asset), amount);
  }

  public void addBurned(AssetId asset, Amount amount) {
    amount(Keys.burned(asset), reader.burned(asset).plus(amount));
  }

  public void balance(Address account, AssetId asset, Amount amount) {
    amount(Keys.balance(account, asset), amount);
  }

  public void claimable(Address account, AssetId asset, Amount amount) {
    amount(Keys.claimable(account, asset), amount);
  }

  public void addClaimable(Address account, AssetId asset, Amount amount) {
    claimable(account, asset, reader.claimable(account, asset).plus(amount));
  }

  public void nextSequence(Address account, long channel, long next) {
    overlay.put(Keys.sequence(account, channel), number(next));
  }

  public void openChannels(Address account, long count) {
    overlay.put(Keys.channelCount(account), number(count));
  }

  public void rollup(RollupRecord record) {
    overlay.put(Keys.rollup(record.rollup()), record.encode());
  }

  public void lane(RollupId rollup, LaneRecord record) {
    overlay.put(Keys.lane(rollup), record.encode());
  }

  public void sponsorship(RollupId rollup, Address sponsor, SponsorshipRecord record) {
    overlay.put(Keys.sponsorship(rollup, sponsor), record.encode());
  }

  public void senderUse(RollupId rollup, Address sponsor, Address sender, SenderUse use) {
    overlay.put(Keys.senderUse(rollup, sponsor, sender), use.encode());
  }

  public void approval(Hash32 changeId, ApprovalRecord record) {
    overlay.put(Keys.approval(changeId), record.encode());
  }

  public void deleteApproval(Hash32 changeId) {
    overlay.delete(Keys.approval(changeId));
  }

  /// Replaces a height's list; an empty one is deleted.
  public void due(long height, List<DueChange> changes) {
    if (changes.isEmpty()) {
      overlay.delete(Keys.due(height));
    } else {
      overlay.put(Keys.due(height), DueChange.encode(changes));
    }
  }

  public void validator(ValidatorRecord record) {
    overlay.put(Keys.validator(record.consensusAddress()), record.encode());
  }

  /// Lets an account operate a validator.
  public void operator(Address operator, Address consensusAddress) {
    overlay.put(Keys.operator(operator), consensusAddress.bytes());
  }

  public void deleteOperator(Address operator) {
    overlay.delete(Keys.operator(operator));
  }

  public void blsKey(Bytes key, Address consensusAddress) {
    overlay.put(Keys.blsKey(key), consensusAddress.bytes());
  }

  public void validatorSets(ValidatorSets.Encoded sets) {
    overlay.put(Keys.VALIDATOR_SETS, sets.join());
  }

  public void candidates(CandidatesRecord record) {
    overlay.put(Keys.CANDIDATES, record.encode());
  }

  public void downtime(DowntimeRecord record) {
    if (record.isEmpty()) {
      overlay.delete(Keys.DOWNTIME);
    } else {
      overlay.put(Keys.DOWNTIME, record.encode());
    }
  }

  public void poolRemainder(AssetId asset, Amount amount) {
    amount(Keys.poolRemainder(asset), amount);
  }

  public void bidBond(Address bidder, AssetId asset, BidBond bond) {
    if (bond.equals(BidBond.NONE)) {
      overlay.delete(Keys.bidBond(bidder, asset));
    } else {
      overlay.put(Keys.bidBond(bidder, asset), bond.encode());
    }
  }

  /// Writes an escrow that is there already.
  public void escrow(EscrowId id, EscrowRecord record) {
    overlay.put(Keys.escrow(id), record.encode());
  }

  /// Opens an escrow, also where its rollups and its height find it.
  public void openEscrow(EscrowId id, EscrowRecord record) {
    escrow(id, record);
    for (EscrowRecord.Share share : record.shares()) {
      overlay.put(Keys.escrowOf(share.rollup(), id.height()), id.bid().bytes());
    }
    List<EscrowId> due = new ArrayList<>(reader.escrowsDue(record.dueHeight()));
    due.add(id);
    escrowsDue(record.dueHeight(), due);
  }

  /// Closes an escrow: whoever does says where its amounts went.
  public void closeEscrow(EscrowId id, EscrowRecord record) {
    overlay.delete(Keys.escrow(id));
    for (EscrowRecord.Share share : record.shares()) {
      overlay.delete(Keys.escrowOf(share.rollup(), id.height()));
    }
    List<EscrowId> due = new ArrayList<>(reader.escrowsDue(record.dueHeight()));
    due.remove(id);
    escrowsDue(record.dueHeight(), due);
  }

  private void escrowsDue(long height, List<EscrowId> ids) {
    if (ids.isEmpty()) {
      overlay.delete(Keys.escrowsDue(height));
    } else {
      overlay.put(Keys.escrowsDue(height), EscrowId.encode(ids));
    }
  }

  /// Adds a module, which stays for good.
  public void module(Hash32 id, ModuleRecord record, Bytes code) {
    overlay.put(Keys.module(id), record.encode());
    overlay.put(Keys.moduleCode(id), code);
    overlay.put(Keys.MODULE_COUNT, reader.moduleCount().plusOneAt(record.height()).encode());
  }

  public void seal(Address bidder, Hash32 commitment, SealRecord record) {
    overlay.put(Keys.seal(bidder, commitment), record.encode());
  }

  public void deleteSeal(Address bidder, Hash32 commitment) {
    overlay.delete(Keys.seal(bidder, commitment));
  }

  public void upgrade(UpgradeRecord record) {
    overlay.put(Keys.UPGRADE, record.encode());
  }

  private void amount(Bytes key, Amount amount) {
    if (amount.isZero()) {
      overlay.delete(key);
    } else {
      overlay.put(key, amount.toBytes());
    }
  }

  private static Bytes number(long value) {
    return new ByteWriter(Long.BYTES).u64(value).toBytes();
  }
}
