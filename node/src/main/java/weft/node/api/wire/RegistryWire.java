package weft.node.api.wire;

import java.util.List;
import weft.ledger.query.Queries.BalanceInfo;
import weft.ledger.query.Queries.BidBondInfo;
import weft.ledger.query.Queries.EscrowInfo;
import weft.ledger.query.Queries.FeeInfo;
import weft.ledger.query.Queries.LaneFeeInfo;
import weft.ledger.query.Queries.ModuleInfo;
import weft.ledger.query.Queries.RollupInfo;
import weft.ledger.query.Queries.SponsorshipInfo;
import weft.ledger.state.EscrowRecord;
import weft.ledger.state.ModuleRecord;
import weft.node.api.answer.AccountAnswers;
import weft.node.api.answer.ModuleAnswers;
import weft.primitives.Amount;
import weft.protocol.codec.TransactionWire;
import weft.protocol.codec.WireFields;
import weft.protocol.mechanism.Signal;
import weft.protocol.wire.Account;
import weft.protocol.wire.AssetRate;
import weft.protocol.wire.Balance;
import weft.protocol.wire.BidBond;
import weft.protocol.wire.ChannelSequence;
import weft.protocol.wire.Escrow;
import weft.protocol.wire.EscrowShare;
import weft.protocol.wire.Fees;
import weft.protocol.wire.LaneFees;
import weft.protocol.wire.Rollup;
import weft.protocol.wire.Sponsorship;
import weft.protocol.wire.WaitingEscrow;

/// Accounts, rollups, fees and sponsorships in wire form.
final class RegistryWire {
  private RegistryWire() {}

  static Account toWire(AccountAnswers.Account account) {
    Account.Builder wire =
        Account.newBuilder()
            .setAccount(WireFields.toWire(account.address()))
            .addAllBalances(toWire(account.balances()))
            .addAllClaimable(toWire(account.claimable()));
    for (AccountAnswers.Channel channel : account.channels()) {
      wire.addChannels(
          ChannelSequence.newBuilder()
              .setChannel(channel.channel())
              .setNextSequence(channel.nextSequence())
              .setNextPendingSequence(channel.nextPendingSequence()));
    }
    for (BidBondInfo bond : account.bidBonds()) {
      wire.addBidBonds(
          BidBond.newBuilder()
              .setAsset(bond.asset().name())
              .setHeld(bond.held().toString())
              .setLeaving(bond.leaving().toString())
              .setSealed(bond.sealed().toString()));
    }
    return wire.build();
  }

  static weft.protocol.wire.ModuleInfo toWire(ModuleInfo info) {
    ModuleRecord record = info.record();
    return weft.protocol.wire.ModuleInfo.newBuilder()
        .setModule(WireFields.toWire(info.module()))
        .setShares(record.isSharing())
        .setSelects(record.isSelection())
        .setSize(record.bytes())
        .setRegistrant(WireFields.toWire(record.registrant()))
        .setHeight(record.height())
        .build();
  }

  static weft.protocol.wire.ModuleInfo toWire(ModuleAnswers.Whole module) {
    return toWire(module.info()).toBuilder().setCode(WireFields.toWire(module.code())).build();
  }

  static Rollup toWire(RollupInfo info) {
    Rollup.Builder wire =
        Rollup.newBuilder()
            .setName(info.rollup().name())
            .setRollupId(WireFields.toWire(info.rollup().hash()))
            .setOwner(WireFields.toWire(info.owner()))
            .setTerms(TransactionWire.toWire(info.terms()))
            .setStatus(info.status())
            .setBond(info.bond().toString())
            .setLaneHeight(info.laneHeight())
            .setLaneHash(WireFields.toWire(info.laneHash()))
            .setRegisteredHeight(info.registeredHeight())
            .setAnnouncedHeight(info.announcedHeight());
    info.announcedTerms().ifPresent(terms -> wire.setAnnouncedTerms(TransactionWire.toWire(terms)));
    info.announcedOwner().ifPresent(owner -> wire.setAnnouncedOwner(WireFields.toWire(owner)));
    return wire.build();
  }

  static Fees toWire(FeeInfo info) {
    Fees.Builder wire =
        Fees.newBuilder()
            .setDefaultAsset(info.defaultAsset().name())
            .setBaseFeePerByte(info.baseFeePerByte().toString());
    info.lanes().forEach(lane -> wire.addLanes(toWire(lane)));
    info.assets()
        .forEach(
            rate ->
                wire.addAssets(
                    AssetRate.newBuilder()
                        .setAsset(rate.asset().name())
                        .setNumerator(rate.numerator())
                        .setDenominator(rate.denominator())));
    return wire.build();
  }

  static Sponsorship toWire(SponsorshipInfo info) {
    return Sponsorship.newBuilder()
        .setRollup(info.rollup().name())
        .setSponsor(WireFields.toWire(info.sponsor()))
        .setMaxPerBlock(info.terms().maxPerBlock().toString())
        .setMaxPerSender(info.terms().maxPerSender().toString())
        .setMaxTotal(info.terms().maxTotal().toString())
        .setUsedTotal(info.usedTotal().toString())
        .setUsedBySender(info.usedBySender().toString())
        .build();
  }

  static Escrow escrow(List<EscrowInfo> waiting) {
    Escrow.Builder wire = Escrow.newBuilder();
    for (EscrowInfo one : waiting) {
      WaitingEscrow.Builder into =
          wire.addWaitingBuilder()
              .setHeight(one.id().height())
              .setBid(WireFields.toWire(one.id().bid()))
              .setAsset(one.record().asset().name())
              .setSignalValue(one.record().signal().number())
              .setDueHeight(one.record().dueHeight());
      one.record().shares().forEach(share -> into.addShares(toWire(one.record().signal(), share)));
    }
    return wire.build();
  }

  private static EscrowShare toWire(Signal signal, EscrowRecord.Share share) {
    EscrowShare.Builder wire =
        EscrowShare.newBuilder()
            .setRollup(share.rollup().name())
            .setPart(share.part().toString())
            .setIsReported(share.signals().isPresent());
    share.signals().ifPresent(signals -> wire.setReported(signals.of(signal).toString()));
    share.reports().forEach(one -> wire.addReporters(WireFields.toWire(one.reporter())));
    return wire.build();
  }

  private static LaneFees toWire(LaneFeeInfo lane) {
    return LaneFees.newBuilder()
        .setRollup(lane.rollup().name())
        .setBaseFeePerByte(lane.baseFeePerByte().toString())
        .setBaseFeePerGas(lane.baseFeePerGas().map(Amount::toString).orElse(""))
        .setMaxBytesPerBlock(lane.maxBytesPerBlock())
        .build();
  }

  private static List<Balance> toWire(List<BalanceInfo> balances) {
    return balances.stream()
        .map(
            balance ->
                Balance.newBuilder()
                    .setAsset(balance.asset().name())
                    .setAmount(balance.amount().toString())
                    .build())
        .toList();
  }
}
