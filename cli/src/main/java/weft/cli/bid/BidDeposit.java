package weft.cli.bid;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import weft.cli.CliException;
import weft.cli.Parse;
import weft.ledger.parameter.MarketParameters;
import weft.ledger.state.StateReader;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.rollup.client.BidOrder;

/// The deposit of a sealed bid. What would be refused when the bid is shown is refused before it is
/// sealed: a seal whose bid cannot be shown loses its deposit.
final class BidDeposit {
  private BidDeposit() {}

  /// @param given what the bidder chose; null: the least power of ten that is enough, as a deposit
  ///   in exact proportion would tell the amount
  static Amount of(BidOrder order, @Nullable String given, Address bidder, StateReader state) {
    Amount needed = MarketParameters.read(state).forfeit(order.amount());
    Amount deposit = given == null ? powerOfTen(needed) : Parse.amount("--deposit", given);
    if (deposit.isLessThan(needed)) {
      throw refused(
          RefusalCode.SEAL_TOO_LOW,
          "--deposit",
          needed,
          "a bid of this amount needs a deposit of " + needed + ", and --deposit is " + deposit);
    }
    Amount held = state.bidBond(bidder, order.asset()).chargeable();
    if (held.isLessThan(order.amount())) {
      throw refused(
          RefusalCode.BID_BOND_TOO_LOW,
          "--amount",
          held,
          "bids are paid from the bond, which holds " + held + " " + order.asset());
    }
    return deposit;
  }

  private static Amount powerOfTen(Amount needed) {
    BigInteger deposit = BigInteger.ONE;
    while (deposit.compareTo(needed.toBigInteger()) < 0) {
      deposit = deposit.multiply(BigInteger.TEN);
    }
    return Amount.ofBigInteger(deposit.min(Amount.MAX.toBigInteger()));
  }

  private static CliException refused(
      RefusalCode code, String option, Amount limit, String message) {
    return CliException.of(Refusal.of(code, option, limit.toString(), message));
  }
}
