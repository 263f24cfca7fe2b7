package weft.node.mempool;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import weft.ledger.admission.AdmissionTerms;
import weft.ledger.admission.Spend;
import weft.ledger.admission.SponsoredTerms;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.transaction.AssetId;

/// Whether a newcomer gets a place, and at whose expense. Changes nothing.
final class PlacementRules {
  private final MempoolSettings settings;
  private final PoolIndex index;
  private final Refusals refusals;

  PlacementRules(MempoolSettings settings, PoolIndex index, Refusals refusals) {
    this.settings = settings;
    this.index = index;
    this.refusals = refusals;
  }

  /// How many blocks' caps of a sponsorship may be pending under it. Senders without funds could
  /// otherwise fill the pool at its expense, and whoever comes after them would wait for all.
  static final int SPONSORED_BLOCKS = 16;

  /// Recovery's number of transactions under way: takes a sequence however far it lies ahead.
  static final long ANY_GAP = Long.MAX_VALUE;

  /// How many times as many of a channel and an account may wait, and lie as far ahead, if they
  /// come from peers, which keep no order.
  static final int PEER_LENIENCY = 4;

  /// @param underWay how many transactions of the channel are on their way here and may fill as
  ///   many missing sequences
  Checked<Placement> place(Newcomer newcomer, long underWay) {
    if (newcomer.isBid()) {
      return placeBid(newcomer);
    }
    @Nullable ChannelQueue channel = index.channel(newcomer.account(), newcomer.nonce().channel());
    @Nullable PoolEntry replaced =
        channel == null ? null : channel.get(newcomer.nonce().sequence());
    @Nullable Refusal refusal = sequence(newcomer, channel, underWay);
    if (refusal == null && channel == null) {
      refusal = newChannel(newcomer);
    }
    if (refusal == null && replaced != null) {
      refusal = replacement(newcomer, replaced);
    }
    if (refusal == null) {
      refusal = funds(newcomer, channel, replaced);
    }
    if (refusal == null) {
      refusal = accountRoom(newcomer, replaced);
    }
    return refusal != null
        ? Checked.refused(refusal)
        : new EvictionPlan(settings, index, refusals, newcomer, channel, replaced, underWay).make();
  }

  /// A bid waits for no sequence, takes nobody's place and reserves nothing: the ledger has said
  /// that a block may hold it whatever else there is.
  private Checked<Placement> placeBid(Newcomer newcomer) {
    @Nullable AccountQueue account = index.account(newcomer.account());
    return account != null && account.bidCount() >= settings.maxAccountBids()
        ? Checked.refused(refusals.accountLimit(settings.maxAccountBids() + " bids"))
        : new EvictionPlan(settings, index, refusals, newcomer, null, null, 0).make();
  }

  private @Nullable Refusal sequence(
      Newcomer newcomer, @Nullable ChannelQueue channel, long underWay) {
    long sequence = newcomer.nonce().sequence();
    long next = channel == null ? newcomer.terms().nextSequence() : channel.next();
    if (sequence < next) {
      return refusals.nonceUsed(sequence, next);
    }
    long missing = channel == null ? next : channel.readyEnd();
    if (sequence <= missing || sequence - missing <= underWay) {
      return null;
    }
    return gap(newcomer, missing + underWay, channel, index.account(newcomer.account()));
  }

  private @Nullable Refusal gap(
      Newcomer newcomer,
      long missing,
      @Nullable ChannelQueue channel,
      @Nullable AccountQueue account) {
    long sequence = newcomer.nonce().sequence();
    int leniency = newcomer.own() ? 1 : PEER_LENIENCY;
    long maxGap = (long) leniency * settings.maxSequenceGap();
    long maxOfChannel = (long) leniency * settings.maxWaitingPerChannel();
    long maxOfAccount = (long) leniency * settings.maxWaitingPerAccount();
    if (sequence - missing > maxGap) {
      String limit = "at most " + maxGap + " ahead of the first missing one";
      return refusals.nonceTooFar(sequence, missing, limit);
    }
    if (channel != null && channel.get(sequence) != null) {
      return null;
    }
    if (channel != null && channel.waitingCount() >= maxOfChannel) {
      String limit = "at most " + maxOfChannel + " waiting in a channel";
      return refusals.nonceTooFar(sequence, missing, limit);
    }
    if (account != null && account.waiting() >= maxOfAccount) {
      String limit = "at most " + maxOfAccount + " waiting of an account";
      return refusals.nonceTooFar(sequence, missing, limit);
    }
    return null;
  }

  private @Nullable Refusal newChannel(Newcomer newcomer) {
    @Nullable AccountQueue account = index.account(newcomer.account());
    OptionalLong left = newcomer.terms().channelsLeft();
    return account != null && left.isPresent() && account.opening() >= left.getAsLong()
        ? refusals.tooManyChannels(left.getAsLong())
        : null;
  }

  private @Nullable Refusal replacement(Newcomer newcomer, PoolEntry replaced) {
    if (newcomer.isSponsored()) {
      return sponsoredReplacement(newcomer, replaced);
    }
    if (replaced.terms.sponsored().isEmpty()) {
      @Nullable Refusal refusal = asset(newcomer, replaced);
      Amount requiredMaxFee = step(replaced.body().maxFee());
      Amount maxFee = newcomer.transaction().body().maxFee();
      if (refusal == null && maxFee.isLessThan(requiredMaxFee)) {
        refusal = refusals.replacementMaxFee(maxFee, requiredMaxFee);
      }
      if (refusal != null) {
        return refusal;
      }
    }
    Amount requiredRate = step(replaced.tipRate);
    return newcomer.tipRate().isLessThan(requiredRate)
        ? refusals.replacementTip(newcomer, requiredRate)
        : null;
  }

  /// A sponsored transaction offers no tip, so another sponsored one takes its place by its maximum
  /// fee alone. That costs its sender nothing, so it has to double each time and stay within what
  /// the sponsor has: after a few replacements there are no more.
  private @Nullable Refusal sponsoredReplacement(Newcomer newcomer, PoolEntry replaced) {
    if (replaced.terms.sponsored().isEmpty()) {
      return refusals.replacementSponsored();
    }
    @Nullable Refusal refusal = asset(newcomer, replaced);
    if (refusal != null) {
      return refusal;
    }
    Amount old = replaced.body().maxFee();
    Amount required = old.saturatingPlus(old.max(Amount.of(1)));
    Amount maxFee = newcomer.transaction().body().maxFee();
    Amount most = newcomer.terms().spends().getFirst().balance();
    if (maxFee.isLessThan(required) || most.isLessThan(maxFee)) {
      return refusals.replacementSponsoredMaxFee(maxFee, required, most);
    }
    return null;
  }

  private @Nullable Refusal asset(Newcomer newcomer, PoolEntry replaced) {
    AssetId asset = replaced.body().feeAsset();
    return newcomer.transaction().body().feeAsset().equals(asset)
        ? null
        : refusals.replacementAsset(asset);
  }

  /// The stated step above an amount, rounded up, and at least one more.
  private Amount step(Amount old) {
    Amount more = old.mulDivCeil(settings.replacementStepPercent(), 100);
    return old.saturatingPlus(more.max(Amount.of(1)));
  }

  private @Nullable Refusal funds(
      Newcomer newcomer, @Nullable ChannelQueue channel, @Nullable PoolEntry replaced) {
    AdmissionTerms terms = newcomer.terms();
    long missing = channel == null ? terms.nextSequence() : channel.readyEnd();
    if (terms.sponsored().isPresent() && newcomer.nonce().sequence() > missing) {
      return null;
    }
    for (Spend spend : terms.spends()) {
      Amount pending =
          index.spend.of(new PendingSpend.Key.Own(spend.account(), spend.asset()), replaced);
      if (newcomer.isSponsored()) {
        PendingSpend.Key others = new PendingSpend.Key.Sponsored(spend.account(), spend.asset());
        pending = pending.saturatingPlus(index.spend.of(others, replaced));
      }
      if (!fits(spend.amount(), pending, spend.balance())) {
        String payer = newcomer.isSponsored() ? "body.sponsor" : "body.account";
        return refusals.insufficientFunds(payer, spend, pending);
      }
    }
    return terms.sponsored().map(use -> sponsorship(newcomer, use, replaced)).orElse(null);
  }

  private @Nullable Refusal sponsorship(
      Newcomer newcomer, SponsoredTerms use, @Nullable PoolEntry replaced) {
    Address sponsor = newcomer.terms().payer();
    Amount ofSender =
        index.spend.of(
            new PendingSpend.Key.Sender(use.rollup(), sponsor, newcomer.account()), replaced);
    if (!fits(use.cost(), ofSender, use.senderLeft())) {
      return refusals.sponsorshipExhausted(use.senderLeft() + " left of max_per_sender", ofSender);
    }
    Amount ofAll =
        index.spend.of(new PendingSpend.Key.Sponsorship(use.rollup(), sponsor), replaced);
    if (!fits(use.cost(), ofAll, use.totalLeft())) {
      return refusals.sponsorshipExhausted(use.totalLeft() + " left of max_total", ofAll);
    }
    Amount inEachBlock = ofAll.saturatingPlus(use.cost()).mulDivCeil(1, SPONSORED_BLOCKS);
    return use.maxPerBlock().isLessThan(inEachBlock)
        ? refusals.sponsorshipBusy(use.maxPerBlock(), ofAll)
        : null;
  }

  private static boolean fits(Amount amount, Amount pending, Amount most) {
    return !most.isLessThan(amount) && !most.minus(amount).isLessThan(pending);
  }

  private @Nullable Refusal accountRoom(Newcomer newcomer, @Nullable PoolEntry replaced) {
    @Nullable AccountQueue account = index.account(newcomer.account());
    int count = account == null ? 0 : account.count() - (replaced == null ? 0 : 1);
    long bytes = account == null ? 0 : account.bytes() - (replaced == null ? 0 : replaced.size());
    if (count + 1 > settings.maxAccountTransactions()) {
      return refusals.accountLimit(settings.maxAccountTransactions() + " transactions");
    }
    if (bytes + newcomer.size() > settings.maxAccountBytes()) {
      return refusals.accountLimit(settings.maxAccountBytes() + " bytes");
    }
    return null;
  }
}
