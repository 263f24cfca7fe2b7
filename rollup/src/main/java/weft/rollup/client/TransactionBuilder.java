package weft.rollup.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.PrivateKey;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.SignatureScheme;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionBody;
import weft.protocol.transaction.TransactionSigner;

/// Puts a transaction together step by step. Not for several threads.
public final class TransactionBuilder {
  private final long chainId;
  private final AssetId feeAsset;
  private final List<Action> actions = new ArrayList<>();
  private Nonce nonce = new Nonce(0, 0);
  private long lastHeight;
  private long lastTimeMs;
  private Amount maxFee = Amount.ZERO;
  private Amount tip = Amount.ZERO;
  private Optional<Address> sponsor = Optional.empty();

  /// Begins a transaction.
  ///
  /// @param feeAsset what fees are paid in
  public TransactionBuilder(long chainId, AssetId feeAsset) {
    this.chainId = chainId;
    this.feeAsset = feeAsset;
  }

  public TransactionBuilder nonce(long channel, long sequence) {
    nonce = new Nonce(channel, sequence);
    return this;
  }

  /// The last block height at which it may be included.
  public TransactionBuilder lastHeight(long height) {
    lastHeight = height;
    return this;
  }

  /// The last block time at which it may be included; 0 = no limit.
  public TransactionBuilder lastTimeMs(long timeMs) {
    lastTimeMs = timeMs;
    return this;
  }

  /// The most it may cost, tip included.
  public TransactionBuilder maxFee(Amount fee) {
    maxFee = fee;
    return this;
  }

  public TransactionBuilder tip(Amount amount) {
    tip = amount;
    return this;
  }

  public TransactionBuilder sponsor(Optional<Address> payer) {
    sponsor = payer;
    return this;
  }

  /// Adds one payload for one rollup.
  public TransactionBuilder submit(RollupId rollup, Bytes data) {
    return action(new Action.Submit(rollup, List.of(Payload.of(data))));
  }

  /// Adds payloads that are included together, in order, or not at all.
  public TransactionBuilder bundle(Action.BundleEntry... entries) {
    return action(new Action.Bundle(List.of(entries)));
  }

  public TransactionBuilder transfer(Address to, AssetId asset, Amount amount) {
    return action(new Action.Transfer(to, asset, amount));
  }

  public TransactionBuilder action(Action action) {
    actions.add(action);
    return this;
  }

  public TransactionBuilder actions(List<Action> more) {
    actions.addAll(more);
    return this;
  }

  /// The body that the account would sign.
  public TransactionBody body(Address account) {
    return new TransactionBody(
        chainId, account, nonce, lastHeight, lastTimeMs, feeAsset, maxFee, tip, sponsor, actions);
  }

  /// Signs with EIP-712.
  ///
  /// @throws IllegalArgumentException if the transaction breaks a rule of form
  public Transaction sign(PrivateKey key) {
    return TransactionSigner.sign(body(key.address()), SignatureScheme.EIP712, key);
  }
}
