package weft.examples.amm;

import weft.primitives.Address;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;

/// Balances, nonces and reserves in a state table.
final class AmmLedger {
  private static final int BALANCE = 'b';
  private static final int NONCE = 'n';
  private static final int CLAIMED = 'c';
  private static final int POOL = 'p';

  private final StateTable table;

  AmmLedger(StateTable table) {
    this.table = table;
  }

  record Reserves(long x, long y) {}

  long balance(Address account, int token) {
    return number(balanceKey(account, token));
  }

  long committedBalance(Address account, int token) {
    return table.getCommitted(balanceKey(account, token)).map(AmmLedger::readNumber).orElse(0L);
  }

  /// Moves tokens. The sender must have them.
  void move(Address from, Address to, int token, long amount) {
    debit(from, token, amount);
    credit(to, token, amount);
  }

  void credit(Address account, int token, long amount) {
    setNumber(balanceKey(account, token), Math.addExact(balance(account, token), amount));
  }

  void debit(Address account, int token, long amount) {
    long before = balance(account, token);
    if (before < amount) {
      throw new IllegalStateException("debit of " + amount + " must not exceed " + before);
    }
    setNumber(balanceKey(account, token), before - amount);
  }

  /// The lowest nonce that the account may still use.
  long nextNonce(Address account) {
    return number(key(NONCE, account.bytes()));
  }

  long committedNextNonce(Address account) {
    return table.getCommitted(key(NONCE, account.bytes())).map(AmmLedger::readNumber).orElse(0L);
  }

  void useNonce(Address account, long nonce) {
    setNumber(key(NONCE, account.bytes()), Math.addExact(nonce, 1));
  }

  boolean hasClaimed(Address account) {
    return number(key(CLAIMED, account.bytes())) == 1;
  }

  void setClaimed(Address account) {
    setNumber(key(CLAIMED, account.bytes()), 1);
  }

  Reserves reserves(int pool) {
    return table.get(poolKey(pool)).map(AmmLedger::readReserves).orElse(new Reserves(0, 0));
  }

  Reserves committedReserves(int pool) {
    return table
        .getCommitted(poolKey(pool))
        .map(AmmLedger::readReserves)
        .orElse(new Reserves(0, 0));
  }

  void setReserves(int pool, Reserves reserves) {
    table.put(poolKey(pool), new ByteWriter(16).u64(reserves.x()).u64(reserves.y()).toBytes());
  }

  private long number(Bytes key) {
    return table.get(key).map(AmmLedger::readNumber).orElse(0L);
  }

  private void setNumber(Bytes key, long value) {
    table.put(key, new ByteWriter(8).u64(value).toBytes());
  }

  private static long readNumber(Bytes value) {
    return new ByteReader(value).u64("value");
  }

  private static Reserves readReserves(Bytes value) {
    ByteReader in = new ByteReader(value);
    return new Reserves(in.u64("x"), in.u64("y"));
  }

  private static Bytes balanceKey(Address account, int token) {
    return new ByteWriter(22).u8(BALANCE).address(account).u8(token).toBytes();
  }

  private static Bytes poolKey(int pool) {
    return new ByteWriter(3).u8(POOL).u16(pool).toBytes();
  }

  private static Bytes key(int kind, Bytes rest) {
    return new ByteWriter(32).u8(kind).bytes(rest).toBytes();
  }
}
