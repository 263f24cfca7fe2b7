package weft.market.wasm;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What rollups of a package get by a module's rule, or by the declared one where the module's
/// answer does not count. The amounts sum to the input's amount and respect its floors in both
/// cases.
///
/// @param payments by ascending index of the package's rollups, whole units
/// @param fuel instructions that the module executed
/// @param fault why the declared rule was used; empty if the module's answer counts
public record ModuleShares(List<BigInteger> payments, long fuel, Optional<ModuleFault> fault) {
  public ModuleShares {
    payments = List.copyOf(payments);
  }

  /// Runs a module.
  ///
  /// @param fuel instructions that it may execute, at most [ModuleLimits#MAX_FUEL]
  /// @param declared what the declared built-in rule gives
  public static ModuleShares of(
      MarketModule module, ShareInput input, long fuel, List<BigInteger> declared) {
    if (!module.isSharing()) {
      throw new IllegalArgumentException("the module shares nothing");
    }
    if (!input.fits()) {
      return new ModuleShares(declared, 0, Optional.of(ModuleFault.INPUT_TOO_LARGE));
    }
    int count = input.sold().size();
    ModuleRun run =
        ModuleRun.of(
            module, MarketModule.SHARE, input.encode(), _ -> count * ShareInput.AMOUNT_BYTES, fuel);
    if (run.result().isEmpty()) {
      return new ModuleShares(declared, run.fuel(), run.fault());
    }
    List<BigInteger> payments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      payments.add(ShareInput.amountAt(run.result().get(), i));
    }
    Optional<ModuleFault> fault = fault(input, payments);
    return new ModuleShares(fault.isPresent() ? declared : payments, run.fuel(), fault);
  }

  private static Optional<ModuleFault> fault(ShareInput input, List<BigInteger> payments) {
    BigInteger total = payments.stream().reduce(BigInteger.ZERO, BigInteger::add);
    if (!total.equals(input.amount())) {
      return Optional.of(ModuleFault.WRONG_SUM);
    }
    int[] sold = input.sold().indices().toArray();
    for (int i = 0; i < sold.length; i++) {
      if (payments.get(i).compareTo(input.rollups().get(sold[i]).floor()) < 0) {
        return Optional.of(ModuleFault.BELOW_FLOOR);
      }
    }
    return Optional.empty();
  }
}
