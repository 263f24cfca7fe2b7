package weft.rollup.client;

import static weft.protocol.codec.WireFields.address;
import static weft.protocol.codec.WireFields.amount;
import static weft.protocol.codec.WireFields.asset;
import static weft.protocol.codec.WireFields.expectPresent;
import static weft.protocol.codec.WireFields.hash;
import static weft.protocol.codec.WireFields.rollup;
import static weft.protocol.codec.WireFields.u32;
import static weft.protocol.codec.WireFields.u64;

import java.util.List;
import java.util.Optional;
import weft.primitives.MalformedException;
import weft.protocol.codec.LaneWire;
import weft.protocol.codec.StatusWire;
import weft.protocol.codec.TransactionWire;
import weft.protocol.codec.WireFields;
import weft.protocol.mechanism.Signal;
import weft.protocol.transaction.SponsorshipTerms;
import weft.protocol.wire.Account;
import weft.protocol.wire.Balance;
import weft.protocol.wire.Block;
import weft.protocol.wire.Escrow;
import weft.protocol.wire.EscrowShare;
import weft.protocol.wire.LaneFees;
import weft.protocol.wire.Rollup;
import weft.protocol.wire.Sponsorship;

/// Wire messages about the chain to records. Each method throws a `MalformedException` that names
/// the field.
final class ChainReader {
  private ChainReader() {}

  static NodeStatus nodeStatus(weft.protocol.wire.NodeStatus wire) {
    return new NodeStatus(
        wire.getVersion(),
        u64(wire.getChainId(), "chain_id"),
        wire.getChainName(),
        hash(wire.getGenesisHash(), "genesis_hash"),
        address(wire.getNode(), "node"),
        address(wire.getValidator(), "validator"),
        u64(wire.getHeight(), "height"),
        hash(wire.getBlockHash(), "block_hash"),
        u64(wire.getBlockTimeMs(), "block_time_ms"),
        hash(wire.getAppHash(), "app_hash"),
        u64(wire.getEarliestHeight(), "earliest_height"),
        u32(wire.getMempoolTransactions(), "mempool_transactions"),
        u64(wire.getMempoolBytes(), "mempool_bytes"),
        u64(wire.getUptimeMs(), "uptime_ms"),
        asset(wire.getDefaultAsset(), "default_asset"),
        wire.getIsNetwork() ? Optional.of(network(wire)) : Optional.empty(),
        wire.getIsCatchingUp());
  }

  private static NodeStatus.Network network(weft.protocol.wire.NodeStatus wire) {
    return new NodeStatus.Network(
        hash(wire.getValidatorsHash(), "validators_hash"),
        u32(wire.getValidatorCount(), "validator_count"),
        u64(wire.getTotalPower(), "total_power"));
  }

  static Head head(weft.protocol.wire.Head wire) {
    return new Head(
        u64(wire.getHeight(), "height"),
        hash(wire.getBlockHash(), "block_hash"),
        u64(wire.getTimeMs(), "time_ms"),
        u32(wire.getTransactions(), "transactions"),
        u32(wire.getPayloads(), "payloads"),
        u64(wire.getPayloadBytes(), "payload_bytes"),
        u64(wire.getBytes(), "bytes"),
        wire.getLanesList().stream().map(StatusWire::fromWire).toList(),
        wire.getBaseFeePerByte().isEmpty()
            ? Optional.empty()
            : Optional.of(amount(wire.getBaseFeePerByte(), "base_fee_per_byte")));
  }

  static ChainBlock block(Block wire) {
    return new ChainBlock(
        wire.hasAnchor() ? Optional.of(LaneWire.fromWire(wire.getAnchor())) : Optional.empty(),
        hash(wire.getBlockHash(), "block_hash"),
        wire.getTransactionHashesList().stream()
            .map(one -> hash(one, "transaction_hashes"))
            .toList(),
        wire.getTransactionsList().stream().map(WireFields::bytes).toList(),
        wire.getLaneHeadersList().stream().map(WireFields::bytes).toList());
  }

  static AccountState account(Account wire) {
    return new AccountState(
        address(wire.getAccount(), "account"),
        balances(wire.getBalancesList()),
        balances(wire.getClaimableList()),
        wire.getChannelsList().stream()
            .map(
                channel ->
                    new AccountState.ChannelSequence(
                        u64(channel.getChannel(), "channel"),
                        u64(channel.getNextSequence(), "next_sequence"),
                        u64(channel.getNextPendingSequence(), "next_pending_sequence")))
            .toList(),
        wire.getBidBondsList().stream()
            .map(
                bond ->
                    new AccountState.BidBond(
                        asset(bond.getAsset(), "bid_bonds.asset"),
                        amount(bond.getHeld(), "bid_bonds.held"),
                        amount(bond.getLeaving(), "bid_bonds.leaving"),
                        amount(bond.getSealed(), "bid_bonds.sealed")))
            .toList());
  }

  static RegisteredRollup registeredRollup(Rollup wire) {
    expectPresent(wire.hasTerms(), "terms");
    return new RegisteredRollup(
        rollup(wire.getName(), "name"),
        address(wire.getOwner(), "owner"),
        TransactionWire.fromWire(wire.getTerms()),
        wire.getStatus(),
        amount(wire.getBond(), "bond"),
        u64(wire.getLaneHeight(), "lane_height"),
        hash(wire.getLaneHash(), "lane_hash"),
        u64(wire.getRegisteredHeight(), "registered_height"),
        announced(wire));
  }

  static RegisteredModule registeredModule(weft.protocol.wire.ModuleInfo wire) {
    return new RegisteredModule(
        hash(wire.getModule(), "module"),
        wire.getShares(),
        wire.getSelects(),
        wire.getSize(),
        address(wire.getRegistrant(), "registrant"),
        u64(wire.getHeight(), "height"));
  }

  static Fees fees(weft.protocol.wire.Fees wire) {
    return new Fees(
        asset(wire.getDefaultAsset(), "default_asset"),
        amount(wire.getBaseFeePerByte(), "base_fee_per_byte"),
        wire.getLanesList().stream().map(ChainReader::laneFees).toList(),
        wire.getAssetsList().stream()
            .map(
                rate ->
                    new Fees.AssetRate(
                        asset(rate.getAsset(), "asset"),
                        u64(rate.getNumerator(), "numerator"),
                        u64(rate.getDenominator(), "denominator")))
            .toList());
  }

  static FeeEstimate feeEstimate(weft.protocol.wire.FeeEstimate wire) {
    return new FeeEstimate(
        asset(wire.getFeeAsset(), "fee_asset"),
        u64(wire.getBytes(), "bytes"),
        amount(wire.getByteFee(), "byte_fee"),
        amount(wire.getLaneFee(), "lane_fee"),
        amount(wire.getGasFee(), "gas_fee"),
        amount(wire.getTotal(), "total"),
        amount(wire.getSuggestedMaxFee(), "suggested_max_fee"),
        amount(wire.getSuggestedTip(), "suggested_tip"));
  }

  static SponsorshipUse sponsorship(Sponsorship wire) {
    return new SponsorshipUse(
        rollup(wire.getRollup(), "rollup"),
        address(wire.getSponsor(), "sponsor"),
        new SponsorshipTerms(
            amount(wire.getMaxPerBlock(), "max_per_block"),
            amount(wire.getMaxPerSender(), "max_per_sender"),
            amount(wire.getMaxTotal(), "max_total")),
        amount(wire.getUsedTotal(), "used_total"),
        amount(zeroIfEmpty(wire.getUsedBySender()), "used_by_sender"));
  }

  static List<WaitingEscrow> escrow(Escrow wire) {
    return wire.getWaitingList().stream()
        .map(
            one ->
                new WaitingEscrow(
                    u64(one.getHeight(), "height"),
                    hash(one.getBid(), "bid"),
                    asset(one.getAsset(), "asset"),
                    Signal.ofNumber(one.getSignalValue())
                        .orElseThrow(() -> new MalformedException("signal", "is an unknown one")),
                    u64(one.getDueHeight(), "due_height"),
                    one.getSharesList().stream().map(ChainReader::escrowShare).toList()))
        .toList();
  }

  private static WaitingEscrow.Share escrowShare(EscrowShare wire) {
    return new WaitingEscrow.Share(
        rollup(wire.getRollup(), "rollup"),
        amount(wire.getPart(), "part"),
        wire.getIsReported()
            ? Optional.of(amount(wire.getReported(), "reported"))
            : Optional.empty(),
        wire.getReportersList().stream().map(one -> address(one, "reporter")).toList());
  }

  private static List<AccountState.Balance> balances(List<Balance> wire) {
    return wire.stream()
        .map(
            balance ->
                new AccountState.Balance(
                    asset(balance.getAsset(), "asset"), amount(balance.getAmount(), "amount")))
        .toList();
  }

  private static Fees.LaneFees laneFees(LaneFees wire) {
    String gas = wire.getBaseFeePerGas();
    return new Fees.LaneFees(
        rollup(wire.getRollup(), "rollup"),
        amount(wire.getBaseFeePerByte(), "base_fee_per_byte"),
        gas.isEmpty() ? Optional.empty() : Optional.of(amount(gas, "base_fee_per_gas")),
        u64(wire.getMaxBytesPerBlock(), "max_bytes_per_block"));
  }

  private static Optional<RegisteredRollup.Announced> announced(Rollup wire) {
    if (wire.getAnnouncedHeight() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new RegisteredRollup.Announced(
            u64(wire.getAnnouncedHeight(), "announced_height"),
            wire.hasAnnouncedTerms()
                ? Optional.of(TransactionWire.fromWire(wire.getAnnouncedTerms()))
                : Optional.empty(),
            wire.getAnnouncedOwner().isEmpty()
                ? Optional.empty()
                : Optional.of(address(wire.getAnnouncedOwner(), "announced_owner"))));
  }

  private static String zeroIfEmpty(String amount) {
    return amount.isEmpty() ? "0" : amount;
  }
}
