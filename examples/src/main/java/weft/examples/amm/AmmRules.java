package weft.examples.amm;

import java.util.Optional;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.MalformedException;

/// What a payload does to the state. First all that makes it invalid is checked: such a payload is
/// skipped without a trace. A valid one always uses its nonce and pays its fee, even where the
/// operation itself then fails; so nobody can replay it later.
final class AmmRules {
  private final AmmConfig config;
  private final AmmLedger ledger;

  AmmRules(AmmConfig config, AmmLedger ledger) {
    this.config = config;
    this.ledger = ledger;
  }

  /// Applies a payload. Never throws because of its bytes.
  AmmOutcome apply(Bytes payload) {
    SignedOperation signed;
    try {
      signed = SignedOperation.read(config.rollup(), payload);
    } catch (MalformedException e) {
      return new AmmOutcome.Skipped("malformed", String.valueOf(e.getMessage()));
    }
    return flaw(signed).map(AmmOutcome.class::cast).orElseGet(() -> execute(signed));
  }

  private Optional<AmmOutcome.Skipped> flaw(SignedOperation signed) {
    Address account = signed.account();
    long next = ledger.nextNonce(account);
    if (signed.nonce() < next) {
      return skipped("nonce-used", "nonce " + signed.nonce() + " is below " + next);
    }
    if (signed.nonce() == Long.MAX_VALUE) {
      return skipped("nonce-too-high", "the nonce leaves no next one");
    }
    return switch (signed.operation()) {
      case Operation.Swap swap -> swapFlaw(account, swap);
      case Operation.Transfer transfer -> transferFlaw(account, transfer);
      case Operation.Claim _ ->
          ledger.hasClaimed(account)
              ? skipped("already-claimed", "the faucet gives once per account")
              : Optional.empty();
    };
  }

  private Optional<AmmOutcome.Skipped> swapFlaw(Address account, Operation.Swap swap) {
    if (swap.pool() >= config.pools().size()) {
      return skipped("no-such-pool", "there is no pool " + swap.pool());
    }
    AmmConfig.Pool pool = config.pools().get(swap.pool());
    return spendFlaw(account, swap.sellsX() ? pool.x() : pool.y(), swap.amountIn());
  }

  private Optional<AmmOutcome.Skipped> transferFlaw(Address account, Operation.Transfer transfer) {
    if (transfer.token() >= config.tokens().size()) {
      return skipped("no-such-token", "there is no token " + transfer.token());
    }
    return spendFlaw(account, transfer.token(), transfer.amount());
  }

  private Optional<AmmOutcome.Skipped> spendFlaw(Address account, int token, long amount) {
    if (amount == 0) {
      return skipped("no-amount", "the amount must be at least 1");
    }
    if (amount > ConstantProduct.MAX_SUPPLY) {
      return skipped("insufficient-balance", "nobody has that much");
    }
    long fee = config.operationFee();
    boolean sameToken = token == config.feeToken();
    if (ledger.balance(account, config.feeToken()) < fee) {
      return skipped("fee-unpaid", "the balance does not cover the fee of " + fee);
    }
    if (ledger.balance(account, token) < amount + (sameToken ? fee : 0)) {
      return skipped("insufficient-balance", "the balance does not cover " + amount);
    }
    return Optional.empty();
  }

  private AmmOutcome execute(SignedOperation signed) {
    Address account = signed.account();
    ledger.useNonce(account, signed.nonce());
    return switch (signed.operation()) {
      case Operation.Swap swap -> {
        payFee(account);
        yield swap(account, swap);
      }
      case Operation.Transfer(Address to, int token, long amount) -> {
        payFee(account);
        ledger.move(account, to, token, amount);
        yield new AmmOutcome.Done(account);
      }
      case Operation.Claim _ -> claim(account);
    };
  }

  private void payFee(Address account) {
    ledger.move(account, config.operator(), config.feeToken(), config.operationFee());
  }

  private AmmOutcome swap(Address account, Operation.Swap swap) {
    AmmConfig.Pool pool = config.pools().get(swap.pool());
    AmmLedger.Reserves before = ledger.reserves(swap.pool());
    long reserveIn = swap.sellsX() ? before.x() : before.y();
    long reserveOut = swap.sellsX() ? before.y() : before.x();
    long out =
        ConstantProduct.amountOut(reserveIn, reserveOut, swap.amountIn(), config.poolFeeBps());
    if (out < Math.max(1, swap.minOut())) {
      return new AmmOutcome.Reverted(account, "slippage: " + out + " is below the minimum");
    }
    ledger.debit(account, swap.sellsX() ? pool.x() : pool.y(), swap.amountIn());
    ledger.credit(account, swap.sellsX() ? pool.y() : pool.x(), out);
    ledger.setReserves(
        swap.pool(),
        swap.sellsX()
            ? new AmmLedger.Reserves(before.x() + swap.amountIn(), before.y() - out)
            : new AmmLedger.Reserves(before.x() - out, before.y() + swap.amountIn()));
    return new AmmOutcome.Swapped(account, swap, out);
  }

  private AmmOutcome claim(Address account) {
    ledger.setClaimed(account);
    for (int token = 0; token < config.tokens().size(); token++) {
      long gift = Math.min(config.faucet().get(token), ledger.balance(AmmConfig.FAUCET, token));
      ledger.move(AmmConfig.FAUCET, account, token, gift);
    }
    return new AmmOutcome.Done(account);
  }

  private static Optional<AmmOutcome.Skipped> skipped(String code, String reason) {
    return Optional.of(new AmmOutcome.Skipped(code, reason));
  }
}
