package weft.cli.bid;

import java.math.BigInteger;
import weft.ledger.parameter.MarketParameters;
import weft.ledger.state.StateReader;
import weft.primitives.Amount;

/// The deposit of a sealed bid where none is given.
final class BidDeposit {
  private BidDeposit() {}

  /// The least power of ten that is enough: a deposit in exact proportion would tell the amount.
  static Amount of(Amount amount, StateReader state) {
    long permille = MarketParameters.read(state).forfeitPermille();
    BigInteger needed = amount.mulDivCeil(permille, 1_000).toBigInteger();
    BigInteger deposit = BigInteger.ONE;
    while (deposit.compareTo(needed) < 0) {
      deposit = deposit.multiply(BigInteger.TEN);
    }
    return Amount.ofBigInteger(deposit.min(Amount.MAX.toBigInteger()));
  }
}
