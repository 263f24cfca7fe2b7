package weft.rollup.client;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.SealedBid;
import weft.protocol.transaction.Transaction;

/// Bids for one account: makes the transaction with the bidder's payloads, which is executed only
/// if the bid wins, and the bid that names it. Both are valid up to the order's last height, so
/// what lost is forgotten then.
///
/// Bids of one block never exclude each other by their sequences; once one is in a block, those
/// with lower sequences are dead. So each bid takes a higher sequence than the one before.
///
/// Each order asks the node for the account, once. For one thread at a time.
public final class Bidding {
  private final WeftClient client;
  private final PrivateKey key;
  private final BiddingConfig config;
  private final ChainView chain;
  private long nextSequence;

  private Bidding(WeftClient client, PrivateKey key, BiddingConfig config) {
    this.client = client;
    this.key = key;
    this.config = config;
    this.chain = new ChainView(client, config.refreshMs());
  }

  /// Begins; asks the node for the chain.
  ///
  /// @throws NodeException if the node does not answer
  public static Bidding open(WeftClient client, PrivateKey key, BiddingConfig config) {
    return new Bidding(client, key, config);
  }

  public Address address() {
    return key.address();
  }

  /// The asset that fees are paid in: those of bids from the bond in it.
  public AssetId feeAsset() {
    return config.feeAsset().orElse(chain.nodeStatus().defaultAsset());
  }

  /// Signs and sends: the payloads first, so that whoever has the bid can have them too.
  ///
  /// @return refused with `account-limit` where payloads wait in every channel for them
  /// @throws IllegalArgumentException if the order breaks a rule of form
  /// @throws NodeException if the node does not answer
  public Checked<PlacedBid> place(BidOrder order) {
    return switch (sign(order)) {
      case Checked.Refused<SignedBid>(Refusal refusal) -> Checked.refused(refusal);
      case Checked.Ok<SignedBid>(SignedBid signed) -> Checked.ok(send(signed));
    };
  }

  /// Sends what was signed.
  public PlacedBid send(SignedBid signed) {
    Optional<Submitted> payloads = signed.payloads().map(this::submit);
    boolean isServable = payloads.map(Submitted::isTaken).orElse(true);
    return new PlacedBid(
        signed, payloads, isServable ? Optional.of(submit(signed.bid())) : Optional.empty());
  }

  /// Signs, with the next sequences by the node's word.
  ///
  /// @return refused with `account-limit` where payloads wait in every channel for them
  public Checked<SignedBid> sign(BidOrder order) {
    AccountState account = account();
    Optional<Nonce> place = order.payloads().isEmpty() ? Optional.empty() : freeChannel(account);
    if (!order.payloads().isEmpty() && place.isEmpty()) {
      return Checked.refused(noChannel());
    }
    long sequence = Math.max(nextSequence, account.channel(config.bidChannel()).nextPending());
    SignedBid signed = sign(order, place, sequence);
    nextSequence = sequence + 1;
    return Checked.ok(signed);
  }

  /// Signs with a sequence of the caller's, such as one above that of a bid that this one replaces.
  ///
  /// @param payloads nonce of the transaction with the own payloads; empty where there are none
  /// @param sequence of the bid, in its channel
  public SignedBid sign(BidOrder order, Optional<Nonce> payloads, long sequence) {
    Optional<Transaction> own = payloads.map(nonce -> signPayloads(order, nonce));
    return new SignedBid(own, signBid(terms(order, own), sequence, order.lastHeight()));
  }

  private static Action.Bid terms(BidOrder order, Optional<Transaction> own) {
    List<Hash32> named = new ArrayList<>(order.before());
    own.ifPresent(transaction -> named.add(transaction.hash()));
    named.addAll(order.after());
    return new Action.Bid(
        List.copyOf(order.rollups()),
        named,
        order.asset(),
        order.amount(),
        order.firstHeight(),
        order.exclusiveGroup(),
        order.budget().orElse(Amount.ZERO),
        order.split(),
        order.orderFlow());
  }

  private Refusal noChannel() {
    return Refusal.of(
        RefusalCode.ACCOUNT_LIMIT,
        "order.payloads",
        config.payloadChannels() + " channels",
        "payloads of earlier bids wait in each of the channels for them");
  }

  /// Signs a seal of a bid, and the payloads that the bid names; sends nothing. Send the seal, wait
  /// for its block, and [#show] the bid within the chain's `market.reveal-blocks` after it, or the
  /// deposit is lost.
  ///
  /// @param deposit of the bond, at least `market.forfeit-permille` of the amount; everybody sees
  ///   it
  /// @return refused with `account-limit` where payloads wait in every channel for them
  public Checked<SignedSeal> seal(BidOrder order, Amount deposit) {
    Optional<Nonce> place = freeChannel(account());
    if (place.isEmpty()) {
      return Checked.refused(noChannel());
    }
    Nonce first = place.get();
    Optional<Transaction> own =
        order.payloads().isEmpty()
            ? Optional.empty()
            : Optional.of(signPayloads(order, new Nonce(first.channel(), first.sequence() + 1)));
    Action.Bid terms = terms(order, own);
    Hash32 salt = newSalt();
    Action seal =
        new Action.SealBid(
            SealedBid.commitment(key.address(), salt, terms), order.asset(), deposit);
    Transaction signed = sign(first, order.lastHeight(), List.of(seal));
    return Checked.ok(new SignedSeal(signed, own, terms, salt, order.lastHeight()));
  }

  /// Sends the seal.
  public Submitted send(SignedSeal signed) {
    return submit(signed.seal());
  }

  /// Shows a bid whose seal is in a block: sends the payloads, and the bid with its salt.
  public PlacedBid show(SignedSeal signed) {
    long sequence = Math.max(nextSequence, account().channel(config.bidChannel()).nextPending());
    Transaction bid =
        signBid(signed.terms().sealedWith(signed.salt()), sequence, signed.lastHeight());
    nextSequence = sequence + 1;
    return send(new SignedBid(signed.payloads(), bid));
  }

  private static Hash32 newSalt() {
    byte[] salt = new byte[Hash32.SIZE];
    new SecureRandom().nextBytes(salt);
    return Hash32.of(Bytes.wrap(salt));
  }

  /// Signs the terms of a bid as they are.
  public Transaction signBid(Action.Bid terms, long sequence, long lastHeight) {
    return sign(new Nonce(config.bidChannel(), sequence), lastHeight, List.of(terms));
  }

  /// Signs an empty transaction that takes the place of the bids with a sequence: nodes that have
  /// it no longer offer them, and once it is in a block none of them can be. It does not help
  /// against validators that have reported the bid before: then it is in the next block.
  public Transaction signCancellation(long sequence, long lastHeight) {
    return sign(new Nonce(config.bidChannel(), sequence), lastHeight, List.of());
  }

  /// A nonce for payloads, in a channel in which nothing waits.
  public Optional<Nonce> freeChannel(AccountState account) {
    for (int i = 0; i < config.payloadChannels(); i++) {
      AccountState.ChannelSequence channel = account.channel(config.firstPayloadChannel() + i);
      if (channel.nextPending() == channel.next()) {
        return Optional.of(new Nonce(channel.channel(), channel.next()));
      }
    }
    return Optional.empty();
  }

  private Transaction signPayloads(BidOrder order, Nonce nonce) {
    return sign(
        nonce,
        order.lastHeight(),
        List.of(new Action.Bundle(order.payloads()), new Action.OnlyInPackage()));
  }

  private Transaction sign(Nonce nonce, long lastHeight, List<Action> actions) {
    TransactionBuilder builder =
        new TransactionBuilder(chain.nodeStatus().chainId(), feeAsset())
            .nonce(nonce.channel(), nonce.sequence())
            .lastHeight(lastHeight)
            .actions(actions);
    Amount cost = chain.cost(builder.body(key.address()));
    return builder
        .maxFee(cost.mulDivCeil(config.feeHeadroom(), 1).min(config.maxFeeCap()))
        .sign(key);
  }

  /// Whoever signs next after a refusal asks for the present fees.
  private Submitted submit(Transaction transaction) {
    Submitted outcome = client.transactions().submit(transaction);
    if (outcome instanceof Submitted.Refused) {
      chain.refresh();
    }
    return outcome;
  }

  private AccountState account() {
    return ChainView.require(client.chain().account(key.address()));
  }
}
