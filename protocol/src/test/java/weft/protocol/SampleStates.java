package weft.protocol;

import java.util.List;
import java.util.Optional;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.protocol.block.SignedAnchor;
import weft.protocol.block.TrustedValidator;
import weft.protocol.state.StateProof;
import weft.protocol.state.TreeProof;

/// States of several sizes and blocks that lead to them: always the same bytes. The published
/// vectors are made from these.
public final class SampleStates {
  private static final PrivateKey VALIDATOR = PrivateKey.fromSeed(Bytes.utf8("validator"));

  private final BlockGen blocks = new BlockGen(SampleBlocks.CHAIN_ID, VALIDATOR);

  /// No key at all.
  public final StateGen empty = new StateGen();

  /// One key.
  public final StateGen single = new StateGen().put(balance(0), amount(7));

  /// Balances of twelve accounts and a few other keys.
  public final StateGen before = accounts();

  /// The same after a block: one balance has another value, one account is new.
  public final StateGen after = accounts().put(balance(3), amount(999)).put(balance(12), amount(5));

  public TrustedValidator trusted() {
    return blocks.trusted();
  }

  /// The anchor of the block between [#before] and [#after].
  public SignedAnchor anchor() {
    return anchor(before.root(), after.root());
  }

  /// The anchor of a block that leads from one state root to another.
  public SignedAnchor anchor(Hash32 rootBefore, Hash32 rootAfter) {
    return blocks
        .block(
            40,
            1_700_000_000_000L,
            Hash32.ZERO,
            rootBefore,
            rootAfter,
            List.of(),
            List.of(Hash32.ZERO))
        .anchor();
  }

  /// The honest proof of a key in a state that the validator signed.
  public StateProof proof(StateGen state, Bytes key) {
    return proof(anchor(before.root(), state.root()), state, key);
  }

  /// The honest proof of a key in a state, under any anchor.
  public StateProof proof(SignedAnchor anchor, StateGen state, Bytes key) {
    TreeProof tree = state.prove(key);
    return new StateProof(anchor, key, Optional.ofNullable(state.get(key)), tree.toIcs23());
  }

  /// The key of an account's balance.
  public static Bytes balance(int account) {
    PrivateKey key = PrivateKey.fromSeed(Bytes.utf8("account " + account));
    return Bytes.concat(Bytes.utf8("bal/"), key.address().bytes(), Bytes.utf8("weft"));
  }

  private static StateGen accounts() {
    StateGen state = new StateGen();
    for (int account = 0; account < 12; account++) {
      state.put(balance(account), amount(1_000 + account));
    }
    return state
        .put(Bytes.utf8("par/block.max-bytes"), Bytes.utf8("4194304"))
        .put(Bytes.utf8("sup/weft"), amount(12_066));
  }

  private static Bytes amount(int units) {
    byte[] amount = new byte[16];
    amount[14] = (byte) (units >>> 8);
    amount[15] = (byte) units;
    return Bytes.wrap(amount);
  }
}
