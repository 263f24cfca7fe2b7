package weft.node.mempool;

import java.math.BigInteger;
import java.util.Optional;
import weft.ledger.admission.Spend;
import weft.primitives.Amount;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.TransactionBody;
import weft.storage.StoreException;

/// The words of the mempool's refusals. A field is named by its path in the envelope, as the ledger
/// names it; a limit of the node by what is full.
final class Refusals {
  /// How much longer a transaction may become when its tip and maximum fee are raised: two amounts
  /// of up to sixteen bytes each.
  static final int GROWTH_BYTES = 2 * Amount.SIZE;

  private final MempoolSettings settings;
  private final AssetId defaultAsset;

  Refusals(MempoolSettings settings, AssetId defaultAsset) {
    this.settings = settings;
    this.defaultAsset = defaultAsset;
  }

  Refusal nonceUsed(long sequence, long next) {
    return Refusal.of(
        RefusalCode.NONCE_USED,
        "body.sequence",
        "at least " + next,
        "sequence " + sequence + " of this channel is used; the next one is " + next);
  }

  Refusal nonceTooFar(long sequence, long missing, String limit) {
    return Refusal.of(
        RefusalCode.NONCE_TOO_FAR,
        "body.sequence",
        limit,
        "sequence " + sequence + " waits for " + missing + ", and no more may wait");
  }

  Refusal tooManyChannels(long left) {
    return Refusal.of(
        RefusalCode.TOO_MANY_CHANNELS,
        "body.channel",
        left + " more channels",
        "the account's pending transactions open all channels that it has left");
  }

  /// @param requiredRate see [TipRate]
  Refusal replacementTip(Newcomer newcomer, Amount requiredRate) {
    Amount justBelow = requiredRate.minus(Amount.of(1));
    Amount tip = tipAbove(justBelow, newcomer);
    String required = tip + " " + defaultAsset;
    Refusal refusal =
        Refusal.of(
            RefusalCode.REPLACEMENT_FEE_TOO_LOW,
            "body.tip",
            "at least " + required,
            "a transaction with this nonce is pending; to take its place takes a tip of "
                + required);
    return maxFeeFor(newcomer, tip).map(refusal::requiringMaxFee).orElse(refusal);
  }

  Refusal replacementMaxFee(Amount offered, Amount required) {
    return Refusal.of(
            RefusalCode.REPLACEMENT_FEE_TOO_LOW,
            "body.max_fee",
            "at least " + required,
            "a transaction with this nonce is pending; to take its place takes a maximum fee of "
                + required
                + ", got "
                + offered)
        .requiringMaxFee(required);
  }

  Refusal replacementAsset(AssetId asset) {
    return Refusal.of(
        RefusalCode.REPLACEMENT_FEE_TOO_LOW,
        "body.fee_asset",
        asset.name(),
        "a transaction with this nonce is pending and pays in " + asset + "; pay in the same");
  }

  /// A sponsored transaction wants the place of one that its sender pays for.
  Refusal replacementSponsored() {
    return Refusal.of(
        RefusalCode.REPLACEMENT_FEE_TOO_LOW,
        "body.sponsor",
        "",
        "a transaction with this nonce is pending and pays for itself; a sponsored one offers no"
            + " tip and cannot take its place: send it without a sponsor and with a higher tip");
  }

  /// @param most what the sponsor has
  Refusal replacementSponsoredMaxFee(Amount offered, Amount required, Amount most) {
    String message =
        "a sponsored transaction with this nonce is pending; to take its place takes twice its"
            + " maximum fee, "
            + required
            + ", within the sponsor's balance of "
            + most
            + ", got "
            + offered
            + "; or send it without a sponsor and with a tip";
    String limit = "at least " + required + ", at most " + most;
    Refusal refusal =
        Refusal.of(RefusalCode.REPLACEMENT_FEE_TOO_LOW, "body.max_fee", limit, message);
    return most.isLessThan(required) ? refusal : refusal.requiringMaxFee(required);
  }

  /// @param field who pays
  /// @param pending what is reserved of the same balance
  Refusal insufficientFunds(String field, Spend spend, Amount pending) {
    return Refusal.of(
        RefusalCode.INSUFFICIENT_FUNDS,
        field,
        "balance " + spend.balance() + " " + spend.asset(),
        "pending transactions may take "
            + pending
            + " of "
            + spend.account()
            + "'s balance of "
            + spend.balance()
            + " "
            + spend.asset()
            + ", and this one up to "
            + spend.amount());
  }

  /// @param limit which cap, and what is left of it
  /// @param pending what pending transactions may use of it; default asset
  Refusal sponsorshipExhausted(String limit, Amount pending) {
    return Refusal.of(
        RefusalCode.SPONSORSHIP_EXHAUSTED,
        "body.sponsor",
        limit,
        "pending transactions may use " + pending + " units of the sponsorship; " + limit);
  }

  /// More is pending under a sponsorship than a few blocks may take.
  Refusal sponsorshipBusy(Amount maxPerBlock, Amount pending) {
    String limit = PlacementRules.SPONSORED_BLOCKS + " times max_per_block, " + maxPerBlock;
    return sponsorshipExhausted(limit, pending).retryAfterMs(retryAfterMs());
  }

  Refusal accountLimit(String limit) {
    return Refusal.of(
            RefusalCode.ACCOUNT_LIMIT, "body.account", limit, "the account has too much pending")
        .retryAfterMs(retryAfterMs());
  }

  /// Too much is kept back.
  Refusal noRoomToHold(HoldSettings holds) {
    return Refusal.of(
            RefusalCode.MEMPOOL_FULL,
            "room for what is kept back",
            holds.maxTransactions() + " transactions, " + holds.maxBytes() + " bytes",
            "this node keeps back as much as it can; retry, or send it without the wish")
        .retryAfterMs(retryAfterMs());
  }

  /// A wish for longer than the node keeps anything back.
  static Refusal heldTooLong(HoldSettings holds) {
    return Refusal.of(
        RefusalCode.INVALID_FIELD,
        "hold.for_ms",
        "1 to " + holds.maxMs(),
        "this node keeps a transaction back for 1 to " + holds.maxMs() + " ms");
  }

  static Refusal bidHeld() {
    return Refusal.of(
        RefusalCode.INVALID_FIELD,
        "hold",
        "",
        "a bid cannot be kept back: it is sealed by nothing but its own terms");
  }

  /// A refusal that a higher tip turns around.
  ///
  /// @param rateToBeat see [TipRate]
  Refusal noRoom(RoomLimit full, Newcomer newcomer, Amount rateToBeat) {
    return withMaxFee(noRoom(full, advice(newcomer, rateToBeat)), newcomer, rateToBeat);
  }

  /// No tip helps, because blocks do not get at this one before others.
  Refusal noRoomBehindOthers(RoomLimit full) {
    return noRoom(full, "earlier sequences of the channel hold this one back; retry");
  }

  /// No tip helps, because too many would have to leave.
  Refusal noRoomForItsSize(RoomLimit full) {
    return noRoom(
        full,
        "no "
            + EvictionWalk.MAX_EVICTED
            + " transactions that leave make room for one of this size; send smaller ones, or"
            + " retry");
  }

  private Refusal noRoom(RoomLimit full, String whatToDo) {
    String message = full.field() + " is full; " + whatToDo;
    return Refusal.of(full.code(), full.field(), full.limit(), message)
        .retryAfterMs(retryAfterMs());
  }

  /// More comes in than can be verified.
  ///
  /// @param rateToBeat see [TipRate]; empty where no tip helps
  Refusal overloaded(Newcomer newcomer, Optional<Amount> rateToBeat) {
    String message = "more transactions come in than can be verified";
    if (rateToBeat.isEmpty()) {
      return Refusal.of(RefusalCode.OVERLOADED, "node", "", message).retryAfterMs(retryAfterMs());
    }
    String andTip = message + "; " + advice(newcomer, rateToBeat.get());
    Refusal refusal = Refusal.of(RefusalCode.OVERLOADED, "node", "", andTip);
    return withMaxFee(refusal, newcomer, rateToBeat.get()).retryAfterMs(retryAfterMs());
  }

  /// What gets in. Nobody can offer a tip at a sponsor's expense.
  private String advice(Newcomer newcomer, Amount rateToBeat) {
    String tip = tipAbove(rateToBeat, newcomer) + " " + defaultAsset;
    return newcomer.isSponsored()
        ? "a sponsored transaction offers no tip: retry, or send it without a sponsor and with a"
            + " tip of "
            + tip
            + " or more"
        : "a tip of " + tip + " or more gets in now";
  }

  private Refusal withMaxFee(Refusal refusal, Newcomer newcomer, Amount rateToBeat) {
    return newcomer.isSponsored()
        ? refusal
        : maxFeeFor(newcomer, tipAbove(rateToBeat, newcomer))
            .map(refusal::requiringMaxFee)
            .orElse(refusal);
  }

  Refusal storeFailed(StoreException failure) {
    return stopping("the node's store failed: " + failure.getMessage());
  }

  Refusal broken() {
    return stopping("a part of the node broke; its log says which");
  }

  Refusal tooManyCopies() {
    return Refusal.of(
            RefusalCode.OVERLOADED,
            "transaction",
            Answers.MAX_COPIES + " submissions of one transaction at a time",
            "this transaction is being checked; wait for the answer to an earlier submission")
        .retryAfterMs(retryAfterMs());
  }

  Refusal tooManyModules() {
    return Refusal.of(
            RefusalCode.OVERLOADED,
            "body.actions",
            "1 module in " + ModuleTurns.EVERY_MS + " ms",
            "another module has just been read; send this one again")
        .retryAfterMs(ModuleTurns.EVERY_MS);
  }

  /// Of a transaction that is sent again.
  ///
  /// @param end how it left the pool
  Refusal left(TransactionStatus.Progress end) {
    return switch (end) {
      case TransactionStatus.Expired(String reason) ->
          Refusal.of(RefusalCode.EXPIRED, "", "", reason);
      case TransactionStatus.Refused(RefusalCode code, String reason) ->
          Refusal.of(code, "", "", "it has just left the mempool: " + reason)
              .retryAfterMs(retryAfterMs());
      case TransactionStatus.Replaced(RefusalCode code, _) ->
          Refusal.of(code, "body.sequence", "", "another transaction took its place");
      case TransactionStatus.Received _, TransactionStatus.Pending _, TransactionStatus.Soft _ ->
          throw new IllegalArgumentException("not the end of a transaction outside blocks: " + end);
    };
  }

  Refusal stopping(String reason) {
    return Refusal.of(RefusalCode.NODE_STOPPING, "", "", reason).retryAfterMs(retryAfterMs());
  }

  static Refusal badSignature() {
    return Refusal.of(
        RefusalCode.BAD_SIGNATURE,
        "signature",
        "made by the key of the body's account",
        "the signature is not the account's");
  }

  private long retryAfterMs() {
    return settings.retryAfter().toMillis();
  }

  /// The maximum fee that covers today's fee with another tip; empty where the tip's price in the
  /// fee asset is not known.
  private Optional<Amount> maxFeeFor(Newcomer newcomer, Amount tipInDefaultAsset) {
    TransactionBody body = newcomer.transaction().body();
    Optional<Amount> tip =
        body.feeAsset().equals(defaultAsset)
            ? Optional.of(tipInDefaultAsset)
            : inFeeAsset(body.tip(), newcomer.terms().tip(), tipInDefaultAsset);
    Amount feeNow = newcomer.terms().feeNow();
    Amount withoutTip = body.tip().isLessThan(feeNow) ? feeNow.minus(body.tip()) : Amount.ZERO;
    Amount growth = withoutTip.mulDivCeil(GROWTH_BYTES, newcomer.size());
    return tip.map(withoutTip.saturatingPlus(growth)::saturatingPlus);
  }

  private static Amount tipAbove(Amount rate, Newcomer newcomer) {
    return TipRate.tipAbove(rate, newcomer.size() + GROWTH_BYTES);
  }

  private static Optional<Amount> inFeeAsset(Amount own, Amount ownInDefault, Amount inDefault) {
    if (own.isZero() || ownInDefault.isZero()) {
      return Optional.empty();
    }
    BigInteger[] parts =
        inDefault
            .toBigInteger()
            .multiply(own.toBigInteger())
            .divideAndRemainder(ownInDefault.toBigInteger());
    BigInteger up = parts[1].signum() == 0 ? parts[0] : parts[0].add(BigInteger.ONE);
    boolean fits = up.bitLength() <= Amount.SIZE * Byte.SIZE;
    return fits ? Optional.of(Amount.ofBigInteger(up)) : Optional.empty();
  }
}
