package weft.ledger.state;

import weft.primitives.Address;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.RollupId;

/// The keys of the state, as listed in docs/protocol/state.md: a readable prefix that ends with
/// `/`, then the parts. No key's prefix is the beginning of another's, so keys of different kinds
/// never meet.
public final class Keys {
  public static final Bytes CHAIN = Bytes.utf8("chain");
  public static final Bytes GOVERNANCE = Bytes.utf8("gov");
  public static final Bytes BASE_FEE = Bytes.utf8("fee");

  public static final Bytes PARAMETERS = Bytes.utf8("par/");
  public static final Bytes SUPPLIES = Bytes.utf8("sup/");
  public static final Bytes BURNED = Bytes.utf8("brn/");
  public static final Bytes BALANCES = Bytes.utf8("bal/");
  public static final Bytes CLAIMABLE = Bytes.utf8("clm/");
  public static final Bytes SEQUENCES = Bytes.utf8("seq/");
  public static final Bytes CHANNEL_COUNTS = Bytes.utf8("chn/");
  public static final Bytes ROLLUPS = Bytes.utf8("rol/");
  public static final Bytes LANES = Bytes.utf8("lan/");
  public static final Bytes SPONSORSHIPS = Bytes.utf8("spo/");
  public static final Bytes SENDER_USES = Bytes.utf8("use/");
  public static final Bytes APPROVALS = Bytes.utf8("app/");
  public static final Bytes DUE = Bytes.utf8("due/");
  public static final Bytes VALIDATORS = Bytes.utf8("val/");
  public static final Bytes OPERATORS = Bytes.utf8("opr/");
  public static final Bytes BLS_KEYS = Bytes.utf8("bls/");
  public static final Bytes VALIDATOR_SETS = Bytes.utf8("sets");
  public static final Bytes CANDIDATES = Bytes.utf8("cnd");
  public static final Bytes DOWNTIME = Bytes.utf8("dwn");
  public static final Bytes POOL_REMAINDERS = Bytes.utf8("rem/");
  public static final Bytes BID_BONDS = Bytes.utf8("bid/");
  public static final Bytes ESCROWS = Bytes.utf8("esc/");
  public static final Bytes ESCROWS_OF_ROLLUPS = Bytes.utf8("esr/");
  public static final Bytes ESCROWS_DUE = Bytes.utf8("esd/");
  public static final Bytes MODULES = Bytes.utf8("mod/");
  public static final Bytes MODULE_CODE = Bytes.utf8("mdc/");
  public static final Bytes MODULE_COUNT = Bytes.utf8("mdn");
  public static final Bytes SEALS = Bytes.utf8("sea/");
  public static final Bytes UPGRADE = Bytes.utf8("upg");

  private static final byte SEPARATOR = '/';

  private Keys() {}

  public static Bytes parameter(String name) {
    return Bytes.concat(PARAMETERS, Bytes.utf8(name));
  }

  public static Bytes supply(AssetId asset) {
    return Bytes.concat(SUPPLIES, Bytes.utf8(asset.name()));
  }

  public static Bytes burned(AssetId asset) {
    return Bytes.concat(BURNED, Bytes.utf8(asset.name()));
  }

  public static Bytes balance(Address account, AssetId asset) {
    return ofAccount(BALANCES, account, Bytes.utf8(asset.name()));
  }

  public static Bytes claimable(Address account, AssetId asset) {
    return ofAccount(CLAIMABLE, account, Bytes.utf8(asset.name()));
  }

  public static Bytes sequence(Address account, long channel) {
    return ofAccount(SEQUENCES, account, u64(channel));
  }

  public static Bytes channelCount(Address account) {
    return ofAccount(CHANNEL_COUNTS, account, Bytes.EMPTY);
  }

  public static Bytes rollup(RollupId rollup) {
    return Bytes.concat(ROLLUPS, Bytes.utf8(rollup.name()));
  }

  public static Bytes lane(RollupId rollup) {
    return Bytes.concat(LANES, Bytes.utf8(rollup.name()));
  }

  public static Bytes sponsorship(RollupId rollup, Address sponsor) {
    return new ByteWriter()
        .bytes(SPONSORSHIPS)
        .bytes(Bytes.utf8(rollup.name()))
        .u8(SEPARATOR)
        .address(sponsor)
        .toBytes();
  }

  public static Bytes senderUse(RollupId rollup, Address sponsor, Address sender) {
    return new ByteWriter()
        .bytes(SENDER_USES)
        .bytes(Bytes.utf8(rollup.name()))
        .u8(SEPARATOR)
        .address(sponsor)
        .address(sender)
        .toBytes();
  }

  public static Bytes approval(Hash32 changeId) {
    return Bytes.concat(APPROVALS, changeId.bytes());
  }

  public static Bytes due(long height) {
    return Bytes.concat(DUE, u64(height));
  }

  public static Bytes validator(Address consensusAddress) {
    return ofAccount(VALIDATORS, consensusAddress);
  }

  public static Bytes operator(Address operator) {
    return ofAccount(OPERATORS, operator);
  }

  public static Bytes blsKey(Bytes key) {
    return Bytes.concat(BLS_KEYS, key);
  }

  public static Bytes poolRemainder(AssetId asset) {
    return Bytes.concat(POOL_REMAINDERS, Bytes.utf8(asset.name()));
  }

  public static Bytes bidBond(Address bidder, AssetId asset) {
    return ofAccount(BID_BONDS, bidder, Bytes.utf8(asset.name()));
  }

  public static Bytes escrow(EscrowId id) {
    return new ByteWriter().bytes(ESCROWS).u64(id.height()).hash(id.bid()).toBytes();
  }

  /// All keys of one rollup's escrows, by height.
  public static Bytes escrowsOf(RollupId rollup) {
    return new ByteWriter()
        .bytes(ESCROWS_OF_ROLLUPS)
        .bytes(Bytes.utf8(rollup.name()))
        .u8(SEPARATOR)
        .toBytes();
  }

  public static Bytes escrowOf(RollupId rollup, long height) {
    return Bytes.concat(escrowsOf(rollup), u64(height));
  }

  public static Bytes escrowsDue(long height) {
    return Bytes.concat(ESCROWS_DUE, u64(height));
  }

  public static Bytes module(Hash32 id) {
    return Bytes.concat(MODULES, id.bytes());
  }

  public static Bytes moduleCode(Hash32 id) {
    return Bytes.concat(MODULE_CODE, id.bytes());
  }

  public static Bytes seal(Address bidder, Hash32 commitment) {
    return ofAccount(SEALS, bidder, commitment.bytes());
  }

  /// All keys of one account under an account prefix such as [#BALANCES].
  public static Bytes ofAccount(Bytes prefix, Address account) {
    return ofAccount(prefix, account, Bytes.EMPTY);
  }

  private static Bytes ofAccount(Bytes prefix, Address account, Bytes rest) {
    byte[] key = new byte[prefix.size() + Address.SIZE + rest.size()];
    prefix.copyTo(key, 0);
    account.copyTo(key, prefix.size());
    rest.copyTo(key, prefix.size() + Address.SIZE);
    return Bytes.wrap(key);
  }

  private static Bytes u64(long value) {
    return new ByteWriter(Long.BYTES).u64(value).toBytes();
  }
}
