package weft.node.mempool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.OrderFlow;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.SignatureScheme;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionBody;
import weft.protocol.transaction.TransactionSigner;
import weft.protocol.transaction.VerifiedTransaction;

/// Describes and signs a transaction for tests.
record Signed(
    PrivateKey key,
    long channel,
    long sequence,
    long tip,
    long maxFee,
    long lastHeight,
    long lastTimeMs,
    AssetId feeAsset,
    Optional<Address> sponsor,
    List<Action> actions) {
  static final AssetId WEFT = new AssetId("weft");
  static final RollupId EAST = RollupId.of("east");
  static final RollupId WEST = RollupId.of("west");
  private static final int PAYLOAD_BYTES = 20;

  /// A submission to `east`.
  static Signed by(PrivateKey key) {
    return new Signed(key, 0, 0, 0, 1_000_000, 1_000, 0, WEFT, Optional.empty(), List.of())
        .to(EAST);
  }

  static PrivateKey key(String name) {
    return PrivateKey.fromSeed(Bytes.utf8(name));
  }

  Signed nonce(long newChannel, long newSequence) {
    return new Signed(
        key,
        newChannel,
        newSequence,
        tip,
        maxFee,
        lastHeight,
        lastTimeMs,
        feeAsset,
        sponsor,
        actions);
  }

  Signed sequence(long newSequence) {
    return nonce(channel, newSequence);
  }

  Signed tip(long newTip) {
    return new Signed(
        key, channel, sequence, newTip, maxFee, lastHeight, lastTimeMs, feeAsset, sponsor, actions);
  }

  Signed maxFee(long newMaxFee) {
    return new Signed(
        key, channel, sequence, tip, newMaxFee, lastHeight, lastTimeMs, feeAsset, sponsor, actions);
  }

  Signed until(long newLastHeight, long newLastTimeMs) {
    return new Signed(
        key,
        channel,
        sequence,
        tip,
        maxFee,
        newLastHeight,
        newLastTimeMs,
        feeAsset,
        sponsor,
        actions);
  }

  Signed payingIn(AssetId asset) {
    return new Signed(
        key, channel, sequence, tip, maxFee, lastHeight, lastTimeMs, asset, sponsor, actions);
  }

  Signed sponsoredBy(Address newSponsor) {
    return new Signed(
        key,
        channel,
        sequence,
        tip,
        maxFee,
        lastHeight,
        lastTimeMs,
        feeAsset,
        Optional.of(newSponsor),
        actions);
  }

  Signed to(RollupId... rollups) {
    return to(PAYLOAD_BYTES, rollups);
  }

  Signed to(int payloadBytes, RollupId... rollups) {
    List<Action> submissions = new ArrayList<>();
    for (RollupId rollup : rollups) {
      byte[] data = new byte[payloadBytes];
      Arrays.fill(data, (byte) 7);
      submissions.add(new Action.Submit(rollup, List.of(Payload.of(Bytes.wrap(data)))));
    }
    return with(submissions);
  }

  /// A transfer of another asset to itself.
  Signed transferring(AssetId asset, long amount) {
    return with(List.of(new Action.Transfer(key.address(), asset, Amount.of(amount))));
  }

  /// Registers these bytes as a module.
  Signed registering(Bytes module) {
    return with(List.of(new Action.RegisterModule(module)));
  }

  /// Without actions: a cancellation.
  Signed cancelling() {
    return with(List.of());
  }

  /// A bid for the head of `east` with payloads of these transactions.
  Signed bidding(long amount, Hash32... named) {
    return bidding(WEFT, amount, 0, named);
  }

  /// The same bid for the heads of other rollups.
  Signed on(RollupId... rollups) {
    Action.Bid bid = (Action.Bid) actions.getFirst();
    return with(
        List.of(
            new Action.Bid(
                List.of(rollups),
                bid.transactions(),
                bid.asset(),
                bid.amount(),
                bid.firstHeight(),
                bid.exclusiveGroup(),
                bid.budget(),
                bid.split())));
  }

  Signed bidding(AssetId asset, long amount, long firstHeight, Hash32... named) {
    return with(
        List.of(
            new Action.Bid(
                List.of(EAST),
                List.of(named),
                asset,
                Amount.of(amount),
                firstHeight,
                0,
                Amount.of(amount),
                List.of())));
  }

  /// The same bid, which repeats what the only transaction that it names asks for.
  Signed refunding(Address recipient, int percent) {
    Action.Bid bid = (Action.Bid) actions.getFirst();
    return with(
        List.of(
            new Action.Bid(
                bid.rollups(),
                bid.transactions(),
                bid.asset(),
                bid.amount(),
                bid.firstHeight(),
                bid.exclusiveGroup(),
                bid.budget(),
                bid.split(),
                List.of(new OrderFlow(0, recipient, percent)))));
  }

  /// Asks for a part of what a bid on it brings.
  Signed asking(Address recipient, int percent) {
    List<Action> more = new ArrayList<>(actions);
    more.add(new Action.RefundTerms(recipient, percent));
    return with(more);
  }

  /// Not to be executed unless a bid that wins names it.
  Signed onlyInPackage() {
    List<Action> more = new ArrayList<>(actions);
    more.add(new Action.OnlyInPackage());
    return with(more);
  }

  private Signed with(List<Action> newActions) {
    return new Signed(
        key, channel, sequence, tip, maxFee, lastHeight, lastTimeMs, feeAsset, sponsor, newActions);
  }

  Transaction sign() {
    TransactionBody body =
        new TransactionBody(
            1,
            key.address(),
            new Nonce(channel, sequence),
            lastHeight,
            lastTimeMs,
            feeAsset,
            Amount.of(maxFee),
            Amount.of(tip),
            sponsor,
            actions);
    return TransactionSigner.sign(body, SignatureScheme.EIP191, key);
  }

  VerifiedTransaction verify() {
    return VerifiedTransaction.verify(sign()).orElseThrow();
  }
}
