package weft.ledger.parameter;

import weft.ledger.state.StateReader;
import weft.primitives.Amount;

/// The numbers in force for one block. Names, ranges and defaults are in [Parameter].
///
/// @param blockMaxBytes cap on a block's entries, preamble included
/// @param byteTarget bytes of transactions per block at which the base fee per byte stays
/// @param minBaseFeePerByte floor of the base fee per byte, default asset
/// @param minLaneBaseFeePerByte floor of each lane's local base fee per byte, default asset
/// @param laneTargetPermille a lane's target in thousandths of its byte cap per block
/// @param feeChangeDenominator a base fee moves by at most 1/this per block (EIP-1559 uses 8),
///   where use is at most twice the target
/// @param proposerShareBps of byte fees, in 1/10000; the four shares sum to 10000
/// @param validatorsShareBps see above
/// @param rollupShareBps see above
/// @param burnShareBps see above
/// @param rollupBond taken at registration, default asset
/// @param unbondingBlocks from closing to the bond being claimable
/// @param minActivationDelayBlocks least distance of an announced change
/// @param maxValidityBlocks how far ahead of the chain a last height may lie
/// @param maxChannelsPerAccount how many channels an account may open
/// @param maxLaneBytesPerBlock the greatest byte cap that a rollup may choose
public record Parameters(
    long blockMaxBytes,
    long byteTarget,
    Amount minBaseFeePerByte,
    Amount minLaneBaseFeePerByte,
    long laneTargetPermille,
    long feeChangeDenominator,
    long proposerShareBps,
    long validatorsShareBps,
    long rollupShareBps,
    long burnShareBps,
    Amount rollupBond,
    long unbondingBlocks,
    long minActivationDelayBlocks,
    long maxValidityBlocks,
    long maxChannelsPerAccount,
    long maxLaneBytesPerBlock) {

  /// Reads the parameters of a state; what was never set has its default.
  public static Parameters read(StateReader state) {
    String[] shares = text(state, Parameter.FEE_SHARES).split("/", -1);
    return new Parameters(
        number(state, Parameter.BLOCK_MAX_BYTES),
        number(state, Parameter.FEE_BYTE_TARGET),
        amount(state, Parameter.FEE_MIN_BASE_PER_BYTE),
        amount(state, Parameter.FEE_MIN_LANE_BASE_PER_BYTE),
        number(state, Parameter.FEE_LANE_TARGET_PERMILLE),
        number(state, Parameter.FEE_CHANGE_DENOMINATOR),
        Long.parseLong(shares[0]),
        Long.parseLong(shares[1]),
        Long.parseLong(shares[2]),
        Long.parseLong(shares[3]),
        amount(state, Parameter.ROLLUP_BOND),
        number(state, Parameter.ROLLUP_UNBONDING_BLOCKS),
        number(state, Parameter.CHANGE_MIN_DELAY_BLOCKS),
        number(state, Parameter.TRANSACTION_MAX_VALIDITY_BLOCKS),
        number(state, Parameter.ACCOUNT_MAX_CHANNELS),
        number(state, Parameter.ROLLUP_MAX_BYTES_PER_BLOCK));
  }

  private static String text(StateReader state, Parameter parameter) {
    return state.parameter(parameter.id()).orElse(parameter.defaultValue());
  }

  static Amount amount(StateReader state, Parameter parameter) {
    return Amount.parse(text(state, parameter));
  }

  static long number(StateReader state, Parameter parameter) {
    return amount(state, parameter).toLongExact();
  }
}
