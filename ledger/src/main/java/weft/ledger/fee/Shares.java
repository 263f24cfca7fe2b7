package weft.ledger.fee;

import weft.ledger.parameter.Parameter;
import weft.ledger.parameter.Parameters;
import weft.primitives.Amount;

/// Cuts one fee into four parts that sum to it exactly: proposer, rollup and burn get their share
/// rounded down, the validators' pool gets the rest.
public record Shares(Amount proposer, Amount validators, Amount rollup, Amount burn) {

  public static Shares of(Amount fee, Parameters parameters) {
    Amount proposer = share(fee, parameters.proposerShareBps());
    Amount rollup = share(fee, parameters.rollupShareBps());
    Amount burn = share(fee, parameters.burnShareBps());
    return new Shares(proposer, fee.minus(proposer).minus(rollup).minus(burn), rollup, burn);
  }

  private static Amount share(Amount fee, long bps) {
    return fee.mulDivFloor(bps, Parameter.SHARES_TOTAL_BPS);
  }
}
