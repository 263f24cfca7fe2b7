package weft.ledger.admission;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import weft.ledger.market.BidAdmission;
import weft.ledger.parameter.MarketParameters;
import weft.ledger.rules.BlockUsage;
import weft.ledger.rules.Seals;
import weft.ledger.rules.Settlement;
import weft.ledger.rules.TransactionPlan;
import weft.ledger.rules.TransactionRules;
import weft.ledger.state.KeyValueView;
import weft.ledger.state.StateOverlay;
import weft.ledger.state.StateReader;
import weft.ledger.state.StateWriter;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.MarketTerms;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.SponsorshipTerms;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionBody;

/// Checks a well-formed transaction against a committed state, cheapest checks first and without
/// its signature, so that a node can refuse before it pays for a recovery.
///
/// The rules are those of execution: the transaction is run alone, in an empty block, and what it
/// would change is thrown away. Only a later sequence of its channel is accepted too.
public final class AdmissionRules {
  private AdmissionRules() {}

  /// Checks one transaction.
  ///
  /// @param nextHeight the height that the transaction could be included at the earliest
  /// @param nowMs the time that the next block could have at the earliest
  public static Checked<AdmissionTerms> check(
      KeyValueView committed, Transaction transaction, long nextHeight, long nowMs) {
    return check(AdmissionContext.at(committed, nextHeight), transaction, nowMs);
  }

  /// The same with a context that many checks share. Reads at most three keys for a submission
  /// besides rollups, rates and sponsorships.
  ///
  /// @param nowMs the time that the next block could have at the earliest
  public static Checked<AdmissionTerms> check(
      AdmissionContext context, Transaction transaction, long nowMs) {
    TransactionBody body = transaction.body();
    if (body.bid().isPresent()) {
      return checkBid(context, body, transaction.size());
    }
    return switch (TransactionRules.plan(context.terms(), body, transaction.size(), nowMs)) {
      case Checked.Refused<TransactionPlan>(Refusal refusal) -> Checked.refused(refusal);
      case Checked.Ok<TransactionPlan>(TransactionPlan plan) -> settle(context, plan);
    };
  }

  /// What a bid costs is taken from a bond that other transactions cannot spend meanwhile, so it
  /// reserves no balance. One that its bidder's bond does not cover could not win.
  private static Checked<AdmissionTerms> checkBid(
      AdmissionContext context, TransactionBody body, int size) {
    StateReader state = new StateReader(context.state());
    Action.Bid bid = body.bid().orElseThrow();
    Amount deposit =
        Seals.shownBy(state, body.account(), bid)
            .map(seal -> seal.record().deposit())
            .orElse(Amount.ZERO);
    Amount held = state.bidBond(body.account(), bid.asset()).chargeable().saturatingPlus(deposit);
    if (held.isLessThan(bid.amount())) {
      return Checked.refused(
          Refusal.of(
              RefusalCode.BID_BOND_TOO_LOW,
              "body.actions[0].bid.amount",
              held + " " + bid.asset(),
              "bids are paid from the bond, which holds " + held + " " + bid.asset()));
    }
    Optional<RollupId> sealedOnly =
        bid.salt().isPresent()
            ? Optional.empty()
            : bid.rollups().stream().filter(rollup -> isSealedOnly(context, rollup)).findFirst();
    if (sealedOnly.isPresent()) {
      return Checked.refused(
          Refusal.of(
              RefusalCode.NOT_SEALED,
              "body.actions[0].bid.salt",
              "32 bytes",
              sealedOnly.get() + " takes bids only that were sealed in an earlier block"));
    }
    return switch (BidAdmission.check(context.terms(), state, body, size)) {
      case Checked.Refused<TransactionPlan>(Refusal refusal) -> Checked.refused(refusal);
      case Checked.Ok<TransactionPlan>(TransactionPlan plan) ->
          Checked.ok(
              new AdmissionTerms(
                  state.nextSequence(body.account(), body.nonce().channel()),
                  OptionalLong.empty(),
                  body.account(),
                  List.of(),
                  Optional.empty(),
                  plan.fee().total(),
                  plan.tipInDefault(),
                  List.of()));
    };
  }

  private static boolean isSealedOnly(AdmissionContext context, RollupId rollup) {
    return context
        .terms()
        .lane(rollup)
        .flatMap(lane -> lane.terms().market())
        .filter(MarketTerms::sealedOnly)
        .isPresent();
  }

  private static Checked<AdmissionTerms> settle(AdmissionContext context, TransactionPlan plan) {
    StateWriter scratch = new StateWriter(new StateOverlay(context.state()));
    Settlement alone =
        new Settlement(
            context.terms(), new BlockUsage(), Settlement.Sequences.NEXT_OR_LATER, scratch);
    return switch (alone.settle(plan)) {
      case Settlement.Refused(Refusal refusal, _) -> Checked.refused(refusal);
      case Settlement.Settled settled ->
          Checked.ok(terms(context, plan, settled, scratch.reader()));
    };
  }

  private static AdmissionTerms terms(
      AdmissionContext context,
      TransactionPlan plan,
      Settlement.Settled settled,
      StateReader after) {
    TransactionBody body = plan.body();
    return new AdmissionTerms(
        settled.nextSequence(),
        settled.nextSequence() == 0 ? channelsLeft(context, body, after) : OptionalLong.empty(),
        settled.payer(),
        spends(context, plan, settled),
        body.sponsor().map(sponsor -> sponsored(context, plan, sponsor)),
        plan.fee().total(),
        plan.tipInDefault(),
        plan.lanes().stream().map(use -> new LaneNeed(use.lane().rollup(), use.room())).toList());
  }

  /// The settlement has opened one, so this reads nothing more of the committed state.
  private static OptionalLong channelsLeft(
      AdmissionContext context, TransactionBody body, StateReader after) {
    long openBefore = after.openChannels(body.account()) - 1;
    return OptionalLong.of(context.terms().parameters().maxChannelsPerAccount() - openBefore);
  }

  /// The settlement passed, so the sponsorship is open and the cost is within its caps.
  private static SponsoredTerms sponsored(
      AdmissionContext context, TransactionPlan plan, Address sponsor) {
    RollupId rollup = plan.rollups().getFirst();
    Amount cost = plan.totalInDefault();
    StateReader state = new StateReader(context.state());
    return state
        .sponsorship(rollup, sponsor)
        .map(
            record -> {
              Address sender = plan.body().account();
              Amount used = state.usedBySender(rollup, sponsor, sender, record.life());
              SponsorshipTerms caps = record.terms();
              return new SponsoredTerms(
                  rollup,
                  cost,
                  left(caps.maxPerSender(), used),
                  left(caps.maxTotal(), record.usedTotal()),
                  caps.maxPerBlock());
            })
        .orElseGet(() -> new SponsoredTerms(rollup, cost, Amount.ZERO, Amount.ZERO, Amount.ZERO));
  }

  private static Amount left(Amount most, Amount used) {
    return most.isLessThan(used) ? Amount.ZERO : most.minus(used);
  }

  private static List<Spend> spends(
      AdmissionContext context, TransactionPlan plan, Settlement.Settled settled) {
    TransactionBody body = plan.body();
    Amount feeBalance = settled.payerBalance();
    if (body.sponsor().isPresent()) {
      return List.of(new Spend(settled.payer(), body.feeAsset(), feeBalance, plan.fee().total()));
    }
    Map<AssetId, Amount> actions = actionSpends(context, body);
    Amount ofActions = actions.getOrDefault(body.feeAsset(), Amount.ZERO);
    Amount most = body.maxFee().saturatingPlus(ofActions).min(feeBalance).max(body.maxFee());
    List<Spend> spends = new ArrayList<>();
    spends.add(new Spend(body.account(), body.feeAsset(), feeBalance, most));
    StateReader state = new StateReader(context.state());
    actions.forEach(
        (asset, amount) -> {
          if (!asset.equals(body.feeAsset())) {
            Amount balance = state.balance(body.account(), asset);
            spends.add(new Spend(body.account(), asset, balance, amount.min(balance)));
          }
        });
    return spends;
  }

  /// What the actions take of their signer, by asset. What they bring it is not counted: the chain
  /// has to execute them to know it.
  private static Map<AssetId, Amount> actionSpends(AdmissionContext context, TransactionBody body) {
    Map<AssetId, Amount> spends = new LinkedHashMap<>();
    for (Action action : body.actions()) {
      if (action instanceof Action.Transfer(_, AssetId asset, Amount amount)) {
        spends.merge(asset, amount, Amount::saturatingPlus);
      }
      if (action instanceof Action.BondBids(AssetId asset, Amount amount)) {
        spends.merge(asset, amount, Amount::saturatingPlus);
      }
      if (action instanceof Action.RegisterRollup) {
        AssetId asset = context.terms().chain().defaultAsset();
        spends.merge(asset, context.terms().parameters().rollupBond(), Amount::saturatingPlus);
      }
      if (action instanceof Action.RegisterModule) {
        spends.merge(
            context.terms().chain().defaultAsset(),
            MarketParameters.read(new StateReader(context.state())).moduleFee(),
            Amount::saturatingPlus);
      }
      if (action instanceof Action.JoinValidators join) {
        spends.merge(context.terms().chain().defaultAsset(), join.bond(), Amount::saturatingPlus);
      }
      if (action instanceof Action.AddBond(Amount amount)) {
        spends.merge(context.terms().chain().defaultAsset(), amount, Amount::saturatingPlus);
      }
    }
    return spends;
  }
}
