package weft.examples.amm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weft.primitives.Address;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.transaction.RollupId;

/// The genesis of an AMM rollup. Two nodes agree on every state root only if they agree on this.
///
/// @param tokens names; a token's id is its place
/// @param feeToken id of the token that swaps and transfers are paid in
/// @param operationFee charged per swap or transfer, in the fee token, to the operator
/// @param poolFeeBps stays in the pool per swap, in 1/10000 of the input
/// @param operator earns operation fees
/// @param pools a pool's id is its place
/// @param balances what accounts begin with
/// @param faucet what each account may claim once, per token; taken from the faucet's balances
/// @param data where state is stored; empty: in memory
public record AmmConfig(
    RollupId rollup,
    List<String> tokens,
    int feeToken,
    long operationFee,
    int poolFeeBps,
    Address operator,
    List<Pool> pools,
    List<Balance> balances,
    List<Long> faucet,
    Optional<Path> data) {

  /// The account that the faucet gives from. Nobody has its key.
  public static final Address FAUCET =
      Address.of(Sha256.hash(Bytes.utf8("weft/amm/faucet")).bytes().slice(0, Address.SIZE));

  public AmmConfig {
    tokens = List.copyOf(tokens);
    pools = List.copyOf(pools);
    balances = List.copyOf(balances);
    faucet = List.copyOf(faucet);
    if (tokens.size() > 255 || feeToken < 0 || feeToken >= tokens.size()) {
      throw new IllegalArgumentException("1 to 255 tokens, and the fee token is one of them");
    }
    if (poolFeeBps < 0 || poolFeeBps > 1_000 || operationFee < 0) {
      throw new IllegalArgumentException("pool fee is 0 to 1000 bps, operation fee at least 0");
    }
    if (faucet.size() != tokens.size()) {
      throw new IllegalArgumentException("the faucet names one amount per token");
    }
    for (int token = 0; token < tokens.size(); token++) {
      requireBounded(token, tokens, pools, balances);
    }
  }

  /// A pool at genesis; x and y are token ids.
  public record Pool(int x, int y, long reserveX, long reserveY) {}

  /// A balance at genesis.
  public record Balance(Address account, int token, long amount) {}

  /// Gold against silver, paid in fuel: what the development network runs.
  ///
  /// @param reserveSilver silver in the pool against 10^9 gold; sets the first price
  /// @param funded accounts that begin with plenty of every token
  public static AmmConfig demo(
      RollupId rollup, long reserveSilver, List<Address> funded, Optional<Path> data) {
    List<Balance> balances = new ArrayList<>();
    for (int token = 0; token < 3; token++) {
      for (Address account : funded) {
        balances.add(new Balance(account, token, 1_000_000_000L));
      }
      balances.add(new Balance(FAUCET, token, 1_000_000_000_000L));
    }
    return new AmmConfig(
        rollup,
        List.of("gold", "silver", "fuel"),
        2,
        1,
        30,
        Address.of(Sha256.hash(Bytes.utf8("weft/amm/operator")).bytes().slice(0, Address.SIZE)),
        List.of(new Pool(0, 1, 1_000_000_000L, reserveSilver)),
        balances,
        List.of(1_000_000L, 1_000_000L, 1_000L),
        data);
  }

  /// Names the genesis, so that stored state of another one is not mistaken for this.
  Hash32 hash() {
    ByteWriter out =
        new ByteWriter()
            .hash(rollup.hash())
            .u8(feeToken)
            .u64(operationFee)
            .u32(poolFeeBps)
            .address(operator)
            .u32(tokens.size());
    tokens.forEach(out::text);
    faucet.forEach(out::u64);
    out.u32(pools.size());
    pools.forEach(pool -> out.u8(pool.x()).u8(pool.y()).u64(pool.reserveX()).u64(pool.reserveY()));
    out.u32(balances.size());
    balances.forEach(
        balance -> out.address(balance.account()).u8(balance.token()).u64(balance.amount()));
    return Sha256.hash(out.toBytes());
  }

  private static void requireBounded(
      int token, List<String> tokens, List<Pool> pools, List<Balance> balances) {
    long supply = 0;
    for (Pool pool : pools) {
      boolean isValid =
          pool.x() != pool.y()
              && Math.min(pool.x(), pool.y()) >= 0
              && Math.max(pool.x(), pool.y()) < tokens.size();
      if (!isValid) {
        throw new IllegalArgumentException("a pool is of two different tokens: " + pool);
      }
      supply = Math.addExact(supply, pool.x() == token ? pool.reserveX() : 0);
      supply = Math.addExact(supply, pool.y() == token ? pool.reserveY() : 0);
    }
    for (Balance balance : balances) {
      supply = Math.addExact(supply, balance.token() == token ? balance.amount() : 0);
    }
    if (supply > ConstantProduct.MAX_SUPPLY) {
      throw new IllegalArgumentException(
          "supply of " + tokens.get(token) + " exceeds " + ConstantProduct.MAX_SUPPLY);
    }
  }
}
