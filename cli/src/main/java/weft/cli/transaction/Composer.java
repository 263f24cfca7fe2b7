package weft.cli.transaction;

import java.util.List;
import weft.cli.CliException;
import weft.cli.NodeOption;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.PrivateKey;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionBody;
import weft.protocol.transaction.TransactionSigner;
import weft.rollup.client.AccountState;
import weft.rollup.client.FeeEstimate;
import weft.rollup.client.NodeStatus;
import weft.rollup.client.WeftClient;

/// Fills in what the user left open (chain, nonce, validity, fee) from the node's answers, and
/// signs.
final class Composer {
  private final WeftClient client;
  private final TransactionOptions options;
  private final PrivateKey key;

  Composer(WeftClient client, TransactionOptions options, PrivateKey key) {
    this.client = client;
    this.options = options;
    this.key = key;
  }

  Transaction sign(List<Action> actions) {
    NodeStatus node = NodeOption.require(client.chain().nodeStatus());
    TransactionBody draft =
        new TransactionBody(
            node.chainId(),
            key.address(),
            nonce(),
            node.height() + options.validForBlocks(),
            0,
            options.feeAsset(node.defaultAsset()),
            Amount.ZERO,
            Amount.ZERO,
            options.sponsor(),
            actions);
    return sign(withFee(draft));
  }

  private Transaction sign(TransactionBody body) {
    try {
      return TransactionSigner.sign(body, options.scheme(), key);
    } catch (IllegalArgumentException e) {
      throw CliException.usage(String.valueOf(e.getMessage()), "Correct the arguments.");
    }
  }

  private Nonce nonce() {
    long channel = options.channel();
    return new Nonce(channel, options.sequence().orElseGet(() -> nextSequence(channel)));
  }

  private long nextSequence(long channel) {
    return account(client, key.address()).channel(channel).nextPending();
  }

  private TransactionBody withFee(TransactionBody draft) {
    if (options.maxFee().isPresent() && options.tip().isPresent()) {
      return withFee(draft, options.maxFee().get(), options.tip().get());
    }
    // Fields that are absent now make the signed body longer: estimate with the largest fee.
    TransactionBody longest = withFee(draft, Amount.MAX, options.tip().orElse(Amount.ZERO));
    FeeEstimate estimate = NodeOption.require(client.transactions().estimateFee(longest));
    Amount tip = options.tip().orElse(estimate.suggestedTip());
    Amount maxFee = options.maxFee().orElse(estimate.suggestedMaxFee().saturatingPlus(tip));
    return withFee(draft, maxFee, tip);
  }

  private static TransactionBody withFee(TransactionBody b, Amount maxFee, Amount tip) {
    return new TransactionBody(
        b.chainId(),
        b.account(),
        b.nonce(),
        b.lastHeight(),
        b.lastTimeMs(),
        b.feeAsset(),
        maxFee,
        tip,
        b.sponsor(),
        b.actions());
  }

  /// An account; one that the chain does not know yet is empty.
  static AccountState account(WeftClient client, Address address) {
    return NodeOption.require(client.chain().account(address));
  }
}
