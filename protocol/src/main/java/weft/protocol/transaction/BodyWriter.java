package weft.protocol.transaction;

import java.util.List;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.protocol.mechanism.Deferral;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Modules;

/// Writes a `TransactionBody`. Everything is written last field first, see [ReverseWriter].
final class BodyWriter {
  private static final int HEAD_CAPACITY = 256;

  private final ReverseWriter out;

  private BodyWriter(ReverseWriter out) {
    this.out = out;
  }

  static Bytes write(TransactionBody body) {
    ReverseWriter out = new ReverseWriter(HEAD_CAPACITY);
    new BodyWriter(out).body(body);
    return out.toBytes();
  }

  /// The encoding of a bid by itself.
  static Bytes write(Action.Bid bid) {
    ReverseWriter out = new ReverseWriter(HEAD_CAPACITY);
    new BodyWriter(out).bid(bid);
    return out.toBytes();
  }

  private void body(TransactionBody body) {
    for (Action action : body.actions().reversed()) {
      int mark = out.size();
      action(action);
      out.message(11, mark);
    }
    body.sponsor().ifPresent(sponsor -> out.address(10, sponsor));
    out.amount(9, body.tip());
    out.amount(8, body.maxFee());
    out.text(7, body.feeAsset().name());
    out.u64(6, body.lastTimeMs());
    out.u64(5, body.lastHeight());
    out.u64(4, body.nonce().sequence());
    out.u64(3, body.nonce().channel());
    out.address(2, body.account());
    out.u64(1, body.chainId());
  }

  private void action(Action action) {
    int mark = out.size();
    int field =
        switch (action) {
          case Action.Submit submit -> submit(submit);
          case Action.Bundle bundle -> bundle(bundle);
          case Action.Transfer transfer -> transfer(transfer);
          case Action.RegisterRollup register -> registerRollup(register);
          case Action.ChangeRollup change -> changeRollup(change);
          case Action.CloseRollup close -> closeRollup(close);
          case Action.SetSponsorship set -> setSponsorship(set);
          case Action.CloseSponsorship close -> closeSponsorship(close);
          case Action.Claim claim -> claim(claim);
          case Action.ChangeParameter change -> changeParameter(change);
          case Action.JoinValidators join -> joinValidators(join);
          case Action.AddBond add -> addBond(add);
          case Action.LeaveValidators _ -> 13;
          case Action.Unjail _ -> 14;
          case Action.AnnounceUpgrade upgrade -> announceUpgrade(upgrade);
          case Action.BondBids(AssetId asset, Amount amount) -> bids(16, asset, amount);
          case Action.UnbondBids(AssetId asset, Amount amount) -> bids(17, asset, amount);
          case Action.Bid bid -> bid(bid);
          case Action.OnlyInPackage _ -> 19;
          case Action.RefundTerms terms -> refundTerms(terms);
          case Action.ReportSignals report -> reportSignals(report);
          case Action.SealBid seal -> sealBid(seal);
          case Action.RegisterModule(Bytes code) -> registerModule(code);
        };
    out.message(field, mark);
  }

  private int submit(Action.Submit submit) {
    for (Payload payload : submit.payloads().reversed()) {
      payload(payload);
    }
    out.text(1, submit.rollup().name());
    return 1;
  }

  private int bundle(Action.Bundle bundle) {
    for (Action.BundleEntry entry : bundle.entries().reversed()) {
      int mark = out.size();
      payload(entry.payload());
      out.text(1, entry.rollup().name());
      out.message(1, mark);
    }
    return 2;
  }

  private int transfer(Action.Transfer transfer) {
    out.amount(3, transfer.amount());
    out.text(2, transfer.asset().name());
    out.address(1, transfer.to());
    return 3;
  }

  private int registerRollup(Action.RegisterRollup register) {
    terms(register.terms());
    out.text(1, register.rollup().name());
    return 4;
  }

  private int changeRollup(Action.ChangeRollup change) {
    out.u64(4, change.activationHeight());
    change.newOwner().ifPresent(owner -> out.address(3, owner));
    terms(change.terms());
    out.text(1, change.rollup().name());
    return 5;
  }

  private int closeRollup(Action.CloseRollup close) {
    out.u64(2, close.activationHeight());
    out.text(1, close.rollup().name());
    return 6;
  }

  private int setSponsorship(Action.SetSponsorship set) {
    out.amount(4, set.terms().maxTotal());
    out.amount(3, set.terms().maxPerSender());
    out.amount(2, set.terms().maxPerBlock());
    out.text(1, set.rollup().name());
    return 7;
  }

  private int closeSponsorship(Action.CloseSponsorship close) {
    out.text(1, close.rollup().name());
    return 8;
  }

  private int claim(Action.Claim claim) {
    out.text(1, claim.asset().name());
    return 9;
  }

  private int changeParameter(Action.ChangeParameter change) {
    out.u64(3, change.activationHeight());
    out.text(2, change.value());
    out.text(1, change.name());
    return 10;
  }

  private int joinValidators(Action.JoinValidators join) {
    out.amount(5, join.bond());
    out.bytes(4, join.possession().bytes());
    out.bytes(3, join.blsKey().bytes());
    out.bytes(2, join.consensusProof());
    out.bytes(1, join.consensusKey().bytes());
    return ActionReader.JOIN_FIELD;
  }

  private int addBond(Action.AddBond add) {
    out.amount(1, add.amount());
    return 12;
  }

  private int announceUpgrade(Action.AnnounceUpgrade upgrade) {
    out.bytes(3, upgrade.hash().bytes());
    out.u64(2, upgrade.activationHeight());
    out.text(1, upgrade.name());
    return 15;
  }

  private int bids(int field, AssetId asset, Amount amount) {
    out.amount(2, amount);
    out.text(1, asset.name());
    return field;
  }

  private int refundTerms(Action.RefundTerms terms) {
    out.u64(2, terms.percent());
    out.address(1, terms.recipient());
    return 20;
  }

  private int reportSignals(Action.ReportSignals report) {
    Signals signals = report.signals();
    signals.receiptsRoot().ifPresent(root -> out.bytes(5, root.bytes()));
    out.u64(4, signals.gas());
    out.amount(3, signals.volume());
    out.u64(2, report.height());
    out.text(1, report.rollup().name());
    return ActionReader.REPORT_FIELD;
  }

  private int sealBid(Action.SealBid seal) {
    out.amount(3, seal.deposit());
    out.text(2, seal.asset().name());
    out.bytes(1, seal.commitment().bytes());
    return 21;
  }

  private int registerModule(Bytes code) {
    out.bytes(1, code);
    return 23;
  }

  private void orderFlow(OrderFlow flow) {
    int mark = out.size();
    out.u64(3, flow.percent());
    out.address(2, flow.recipient());
    out.u64(1, flow.transaction());
    out.message(9, mark);
  }

  private int bid(Action.Bid bid) {
    bid.salt().ifPresent(salt -> out.bytes(10, salt.bytes()));
    bid.orderFlow().reversed().forEach(this::orderFlow);
    bid.split().reversed().forEach(part -> out.element(8, part));
    out.amount(7, bid.budget());
    out.u64(6, bid.exclusiveGroup());
    out.u64(5, bid.firstHeight());
    out.amount(4, bid.amount());
    out.text(3, bid.asset().name());
    bid.transactions().reversed().forEach(hash -> out.element(2, hash.bytes()));
    rollups(1, bid.rollups());
    return 18;
  }

  /// Field 2 of every message that has a payload.
  private void payload(Payload payload) {
    int mark = out.size();
    out.u64(2, payload.gasLimit());
    out.bytes(1, payload.data());
    out.message(2, mark);
  }

  /// Field 2 of every message that has terms.
  private void terms(RollupTerms terms) {
    int mark = out.size();
    terms.market().ifPresent(this::market);
    terms.submitters().reversed().forEach(submitter -> out.address(7, submitter));
    terms.gas().ifPresent(this::gas);
    out.text(5, terms.metadataUrl());
    out.u64(4, terms.maxBytesPerBlock());
    List<AssetId> assets = terms.acceptedFeeAssets();
    assets.reversed().forEach(asset -> out.element(3, Bytes.utf8(asset.name())));
    out.u64(2, policyNumber(terms.policy()));
    out.address(1, terms.payee());
    out.message(2, mark);
  }

  private void market(MarketTerms market) {
    int mark = out.size();
    market.reporters().ifPresent(this::reporters);
    out.u64(6, market.sealedOnly() ? 1 : 0);
    rollups(5, market.excluded());
    rollups(4, market.partners());
    out.amount(3, market.reserve());
    out.text(2, market.asset().name());
    market.mechanisms().reversed().forEach(this::accepted);
    out.message(8, mark);
  }

  private void reporters(Reporters reporters) {
    int mark = out.size();
    out.u64(2, reporters.threshold());
    reporters.addresses().reversed().forEach(address -> out.address(1, address));
    out.message(7, mark);
  }

  private void accepted(MarketTerms.AcceptedMechanism accepted) {
    int mark = out.size();
    out.u64(2, accepted.weight());
    int inner = out.size();
    mechanism(accepted.mechanism());
    out.message(1, inner);
    out.message(1, mark);
  }

  private void mechanism(Mechanism mechanism) {
    mechanism.deferral().ifPresent(this::deferral);
    mechanism.modules().ifPresent(this::modules);
    out.u64(4, mechanism.refunds().number());
    out.u64(3, mechanism.sharing().number());
    out.u64(2, mechanism.pricing().number());
    out.u64(1, mechanism.nodeBudget());
  }

  private void modules(Modules modules) {
    int mark = out.size();
    out.u64(3, modules.fuel());
    modules.sharing().ifPresent(id -> out.bytes(2, id.bytes()));
    modules.selection().ifPresent(id -> out.bytes(1, id.bytes()));
    out.message(5, mark);
  }

  private void deferral(Deferral deferral) {
    int mark = out.size();
    out.u64(3, deferral.deadlineBlocks());
    out.u64(2, deferral.signal().number());
    out.u64(1, deferral.permille());
    out.message(6, mark);
  }

  private void rollups(int field, List<RollupId> rollups) {
    rollups.reversed().forEach(rollup -> out.element(field, Bytes.utf8(rollup.name())));
  }

  private void gas(GasTerms gas) {
    int mark = out.size();
    out.amount(3, gas.minBaseFeePerGas());
    out.u64(2, gas.capPerBlock());
    out.u64(1, gas.targetPerBlock());
    out.message(6, mark);
  }

  private static int policyNumber(Policy policy) {
    return switch (policy) {
      case FIRST_COME -> 1;
      case PRIORITY -> 2;
    };
  }
}
