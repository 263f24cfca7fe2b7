package weft.ledger.query;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import weft.ledger.state.BidBond;
import weft.ledger.state.EscrowRecord;
import weft.ledger.state.KeyValueView;
import weft.ledger.state.Keys;
import weft.ledger.state.RollupRecord;
import weft.ledger.state.StateReader;
import weft.ledger.state.ValidatorRecord;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.protocol.transaction.AssetId;

/// An audit of a whole state: for each asset, balances, claimable amounts, bonds, escrows, what the
/// validators' pool could not divide yet, and what was burned sum to what genesis put into the
/// world. Reads every account, so it takes time in proportion to the state and belongs into tests
/// and audits only.
public final class ConservationCheck {
  private static final int PAGE = 1_000;

  private final KeyValueView committed;
  private final SortedMap<AssetId, Amount> found = new TreeMap<>();

  private ConservationCheck(KeyValueView committed) {
    this.committed = committed;
  }

  /// Where an asset's amounts went.
  ///
  /// @param supply what genesis created
  /// @param found the sum of everything there is, and was burned
  public record AssetTotal(AssetId asset, Amount supply, Amount found) {
    public boolean isConserved() {
      return supply.equals(found);
    }
  }

  /// One total for each asset that occurs anywhere, ascending.
  public static List<AssetTotal> totals(KeyValueView committed) {
    return new ConservationCheck(committed).sum();
  }

  /// The assets whose total differs from their supply; empty if all is well.
  public static List<AssetTotal> violations(KeyValueView committed) {
    return totals(committed).stream().filter(total -> !total.isConserved()).toList();
  }

  private List<AssetTotal> sum() {
    SortedMap<AssetId, Amount> supplies = new TreeMap<>();
    forEach(Keys.SUPPLIES, (rest, value) -> supplies.put(asset(rest), Amount.ofBytes(value)));
    supplies.keySet().forEach(asset -> found.put(asset, Amount.ZERO));
    forEach(Keys.BURNED, (rest, value) -> add(asset(rest), Amount.ofBytes(value)));
    forEach(Keys.BALANCES, this::addOfAccount);
    forEach(Keys.CLAIMABLE, this::addOfAccount);
    AssetId defaultAsset = new StateReader(committed).chain().defaultAsset();
    forEach(Keys.ROLLUPS, (rest, value) -> add(defaultAsset, RollupRecord.decode(value).bond()));
    forEach(
        Keys.VALIDATORS, (rest, value) -> add(defaultAsset, ValidatorRecord.decode(value).bond()));
    forEach(Keys.BID_BONDS, (rest, value) -> addOfAccount(rest, BidBond.decode(value).held()));
    forEach(Keys.ESCROWS, (_, value) -> add(EscrowRecord.decode(value)));
    forEach(Keys.POOL_REMAINDERS, (rest, value) -> add(asset(rest), Amount.ofBytes(value)));
    return found.entrySet().stream().map(entry -> total(supplies, entry)).toList();
  }

  private static AssetTotal total(
      SortedMap<AssetId, Amount> supplies, Map.Entry<AssetId, Amount> entry) {
    Amount supply = supplies.getOrDefault(entry.getKey(), Amount.ZERO);
    return new AssetTotal(entry.getKey(), supply, entry.getValue());
  }

  private void addOfAccount(Bytes rest, Bytes value) {
    addOfAccount(rest, Amount.ofBytes(value));
  }

  private void addOfAccount(Bytes rest, Amount amount) {
    add(asset(rest.slice(Address.SIZE, rest.size() - Address.SIZE)), amount);
  }

  private void add(EscrowRecord escrow) {
    add(escrow.asset(), escrow.pot());
  }

  private void add(AssetId asset, Amount amount) {
    found.merge(asset, amount, Amount::saturatingPlus);
  }

  private static AssetId asset(Bytes name) {
    return new AssetId(name.toUtf8());
  }

  private interface Visitor {
    void visit(Bytes keyAfterPrefix, Bytes value);
  }

  private void forEach(Bytes prefix, Visitor visitor) {
    Bytes after = prefix;
    for (List<KeyValueView.Entry> page = committed.scan(prefix, after, PAGE);
        !page.isEmpty();
        page = committed.scan(prefix, after, PAGE)) {
      for (KeyValueView.Entry entry : page) {
        Bytes key = entry.key();
        visitor.visit(key.slice(prefix.size(), key.size() - prefix.size()), entry.value());
      }
      after = page.getLast().key();
    }
  }
}
