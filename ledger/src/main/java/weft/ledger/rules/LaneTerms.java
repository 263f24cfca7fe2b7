package weft.ledger.rules;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import weft.ledger.fee.BaseFee;
import weft.ledger.parameter.Parameters;
import weft.ledger.state.LaneRecord;
import weft.ledger.state.RollupRecord;
import weft.ledger.state.RollupStatus;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.GasTerms;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.RollupTerms;

/// A rollup and its lane as they stand for one block. Immutable.
public final class LaneTerms {
  private static final long PERMILLE = 1000;

  private final RollupRecord record;
  private final LaneRecord head;
  private final long height;
  private final long byteCap;
  private final BaseFee byteRule;
  private final Amount baseFeePerByte;
  private final Optional<BaseFee> gasRule;
  private final Amount baseFeePerGas;
  private final Set<Address> submitters;

  LaneTerms(RollupRecord record, LaneRecord head, Parameters parameters, long height) {
    this.record = record;
    this.head = head;
    this.height = height;
    byteCap = Math.min(record.terms().maxBytesPerBlock(), parameters.maxLaneBytesPerBlock());
    byteRule =
        new BaseFee(
            Math.max(1, byteCap * parameters.laneTargetPermille() / PERMILLE),
            parameters.feeChangeDenominator(),
            parameters.minLaneBaseFeePerByte());
    baseFeePerByte = feeNow(byteRule, head.baseFeePerByte());
    gasRule = record.terms().gas().map(gas -> gasRule(gas, parameters));
    baseFeePerGas = gasRule.map(rule -> feeNow(rule, head.baseFeePerGas())).orElse(Amount.ZERO);
    // Only ever asked whether it contains an account; never walked through.
    submitters = new LinkedHashSet<>(record.terms().submitters());
  }

  public RollupId rollup() {
    return record.rollup();
  }

  public RollupTerms terms() {
    return record.terms();
  }

  public boolean isClosed() {
    return record.status() == RollupStatus.CLOSED;
  }

  /// The newest lane block before this block.
  public LaneRecord head() {
    return head;
  }

  /// The rollup's cap on payload bytes per block, or the chain's where that became smaller.
  public long byteCap() {
    return byteCap;
  }

  /// All that the lane has room for in a block.
  LaneRoom room() {
    long gas = terms().gas().map(GasTerms::capPerBlock).orElse(Long.MAX_VALUE);
    return new LaneRoom(byteCap, BlockUsage.MAX_LANE_PAYLOADS, gas);
  }

  /// The lane's local base fee per payload byte, default asset.
  public Amount baseFeePerByte() {
    return baseFeePerByte;
  }

  public boolean hasGas() {
    return gasRule.isPresent();
  }

  /// The lane's base fee per unit of declared gas, default asset; zero without a gas dimension.
  public Amount baseFeePerGas() {
    return baseFeePerGas;
  }

  boolean acceptsAsset(AssetId asset) {
    return terms().acceptedFeeAssets().isEmpty() || terms().acceptedFeeAssets().contains(asset);
  }

  boolean allowsSubmitter(Address account) {
    return submitters.isEmpty() || submitters.contains(account);
  }

  /// The lane after this block.
  ///
  /// @param laneHash hash of the lane block that it gets
  /// @param used what the block's transactions took of it
  public LaneRecord after(Hash32 laneHash, LaneRoom used) {
    return new LaneRecord(
        head.laneHeight() + 1,
        laneHash,
        height + 1,
        byteRule.next(baseFeePerByte, usedBytes(used)),
        gasRule.map(rule -> rule.next(baseFeePerGas, used.gas())).orElse(Amount.ZERO));
  }

  /// How far the lane is used, as bytes of its cap: the larger of the share of its bytes and the
  /// share of its payloads, the latter rounded up. Without the second a lane could be filled with
  /// payloads of one byte for as long as one likes at the least fee.
  private long usedBytes(LaneRoom used) {
    // At most 2^16 payloads and a cap of 2^26 bytes: the product fits.
    long byPayloads = Math.ceilDiv(used.payloads() * byteCap, BlockUsage.MAX_LANE_PAYLOADS);
    return Math.max(used.bytes(), byPayloads);
  }

  private static BaseFee gasRule(GasTerms gas, Parameters parameters) {
    return new BaseFee(
        gas.targetPerBlock(), parameters.feeChangeDenominator(), gas.minBaseFeePerGas());
  }

  private Amount feeNow(BaseFee rule, Amount recorded) {
    return rule.afterIdle(recorded.max(rule.least()), height - head.feesHeight());
  }
}
