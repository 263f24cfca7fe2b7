package weft.ledger.rules;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import weft.ledger.fee.BaseFee;
import weft.ledger.parameter.ConversionRate;
import weft.ledger.parameter.Parameters;
import weft.ledger.state.BaseFeeRecord;
import weft.ledger.state.ChainRecord;
import weft.ledger.state.KeyReader;
import weft.ledger.state.StateReader;
import weft.primitives.Amount;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.RollupId;

/// What holds for all transactions of one block: parameters, base fees, rates, and the rollups,
/// which are read once and kept. Nothing of it changes while the block is executed. Safe to share
/// between threads if the state is.
public final class BlockTerms {
  /// How many rollups and rates are kept; more are read again each time.
  private static final int MAX_KEPT = 16_384;

  private final StateReader state;
  private final long height;
  private final ChainRecord chain;
  private final Parameters parameters;
  private final BaseFee byteRule;
  private final Amount baseFeePerByte;
  private final Map<RollupId, LaneTerms> lanes = new ConcurrentHashMap<>();
  private final Map<AssetId, ConversionRate> rates = new ConcurrentHashMap<>();

  /// The terms of a block.
  ///
  /// @param state with everything applied that was announced for the height
  public BlockTerms(KeyReader state, long height) {
    this.state = new StateReader(state);
    this.height = height;
    chain = this.state.chain();
    parameters = Parameters.read(this.state);
    byteRule =
        new BaseFee(
            parameters.byteTarget(),
            parameters.feeChangeDenominator(),
            parameters.minBaseFeePerByte());
    BaseFeeRecord recorded = this.state.baseFee();
    baseFeePerByte =
        byteRule.afterIdle(
            recorded.perByte().max(parameters.minBaseFeePerByte()), height - recorded.height());
  }

  public long height() {
    return height;
  }

  public ChainRecord chain() {
    return chain;
  }

  public Parameters parameters() {
    return parameters;
  }

  /// The base fee per byte of envelope, default asset.
  public Amount baseFeePerByte() {
    return baseFeePerByte;
  }

  /// The base fee after this block.
  public BaseFeeRecord baseFeeAfter(long usedBytes) {
    return new BaseFeeRecord(height + 1, byteRule.next(baseFeePerByte, usedBytes));
  }

  /// A registered rollup, closed or not. Only to be asked between transactions: what an unfinished
  /// transaction wrote must not be kept.
  public Optional<LaneTerms> lane(RollupId rollup) {
    LaneTerms known = lanes.get(rollup);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<LaneTerms> read =
        state
            .rollup(rollup)
            .map(record -> new LaneTerms(record, state.lane(rollup), parameters, height));
    read.ifPresent(lane -> keep(lanes, rollup, lane));
    return read;
  }

  /// What a fee asset costs; empty for an asset that the chain takes no fees in.
  public Optional<ConversionRate> rate(AssetId asset) {
    if (asset.equals(chain.defaultAsset())) {
      return Optional.of(ConversionRate.ONE);
    }
    @Nullable ConversionRate known = rates.get(asset);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<ConversionRate> read =
        state.parameter(ConversionRate.parameterOf(asset)).flatMap(ConversionRate::parse);
    read.ifPresent(rate -> keep(rates, asset, rate));
    return read;
  }

  private static <K, V> void keep(Map<K, V> kept, K key, V value) {
    if (kept.size() < MAX_KEPT) {
      kept.put(key, value);
    }
  }
}
