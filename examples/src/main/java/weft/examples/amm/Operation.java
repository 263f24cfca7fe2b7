package weft.examples.amm;

import weft.primitives.Address;

/// What an account can ask of an AMM rollup.
public sealed interface Operation {

  /// Sells into a pool.
  ///
  /// @param sellsX whether token x goes in and y comes out
  /// @param amountIn at least 1
  /// @param minOut the least that must come out; otherwise nothing is swapped, but the fee is paid
  record Swap(int pool, boolean sellsX, long amountIn, long minOut) implements Operation {}

  record Transfer(Address to, int token, long amount) implements Operation {}

  /// Takes the faucet's gift, once per account. Costs no fee.
  record Claim() implements Operation {}
}
