package weft.testkit;

import java.util.List;
import java.util.Optional;
import weft.ledger.query.Queries;
import weft.node.Node;
import weft.node.mempool.Submissions;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.PrivateKey;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.RollupTerms;
import weft.protocol.transaction.SignatureScheme;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionBody;
import weft.protocol.transaction.TransactionSigner;

/// A rich account of a test chain. What it does is in a block when the call returns.
public final class Faucet {
  private static final Amount MAX_FEE = Amount.of(1_000_000_000_000L);
  private static final long VALID_BLOCKS = 100;

  private final Node node;
  private final PrivateKey key;

  Faucet(Node node, PrivateKey key) {
    this.node = node;
    this.key = key;
  }

  public PrivateKey key() {
    return key;
  }

  /// Gives an account an amount of the default asset.
  public void fund(Address account, long amount) {
    perform(new Action.Transfer(account, TestWeft.ASSET, Amount.of(amount)));
  }

  /// Registers a rollup that the faucet owns.
  public RollupId registerRollup(String name, RollupTerms terms) {
    RollupId rollup = RollupId.of(name);
    perform(new Action.RegisterRollup(rollup, terms));
    return rollup;
  }

  /// Signs and includes one action.
  ///
  /// @throws IllegalStateException if the node refuses it, or leaves it out of the block
  public synchronized void perform(Action action) {
    long height = node.services().store().head().height();
    long sequence = Queries.nextSequence(node.services().store().state(), key.address(), 0);
    Transaction transaction =
        TransactionSigner.sign(
            new TransactionBody(
                TestWeft.CHAIN_ID,
                key.address(),
                new Nonce(0, sequence),
                height + VALID_BLOCKS,
                0,
                TestWeft.ASSET,
                MAX_FEE,
                Amount.ZERO,
                Optional.empty(),
                List.of(action)),
            SignatureScheme.EIP712,
            key);
    Submissions.Answer answer = node.services().submissions().submit(transaction.envelope()).join();
    if (answer instanceof Submissions.Answer.Refused(var refusal)) {
      throw new IllegalStateException("the faucet was refused: " + refusal);
    }
    long included = node.produceBlock().header().height();
    // Not "in this block": another thread that makes blocks may have been faster.
    if (Queries.nextSequence(node.services().store().state(), key.address(), 0) <= sequence) {
      throw new IllegalStateException(
          "what the faucet was to do was taken, but is in no block up to " + included);
    }
  }
}
