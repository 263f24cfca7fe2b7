package weft.chain.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import weft.chain.store.CommittedBlock;
import weft.chain.store.LaneBlockRecord;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MerkleTree;
import weft.primitives.Sha256;
import weft.protocol.auction.AssetAuctionRecord;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.auction.Offer;
import weft.protocol.auction.Seller;
import weft.protocol.auction.VoidedBid;
import weft.protocol.block.AuctionCommitment;
import weft.protocol.block.Preamble;
import weft.protocol.lane.LaneEntry;
import weft.protocol.transaction.RollupId;

/// A block as an honest node shows it, and with parts changed in such a way that validators would
/// have agreed to it: the preamble names what is there, and they vouch for the preamble.
record ShownBlock(AuditedBlock block) {
  static ShownBlock of(CommittedBlock committed, boolean isNetwork) {
    SortedMap<RollupId, List<LaneEntry>> lanes = new TreeMap<>();
    for (LaneBlockRecord lane : committed.lanes()) {
      lanes.put(lane.rollup(), lane.laneBlock().entries().stream().map(LaneEntry::decode).toList());
    }
    List<Bytes> entries = committed.entries();
    int first = isNetwork ? 2 : 1;
    ShownBlock shown =
        new ShownBlock(
            new AuditedBlock(
                committed.header().height(),
                Optional.empty(),
                entries.getFirst(),
                isNetwork ? Optional.of(entries.get(1)) : Optional.empty(),
                entries.subList(first, entries.size()),
                committed.auctions(),
                lanes));
    Preamble preamble = shown.preamble();
    return shown.vouched(
        new Vouched(
            preamble.lanesRoot(),
            preamble.laneCount(),
            isNetwork ? Optional.empty() : Optional.of(committed.header().dataHash())));
  }

  List<Deviation> audit() {
    return AuctionAudit.check(block);
  }

  /// The rules that an audit finds broken, each once.
  List<String> brokenRules() {
    return audit().stream().map(Deviation::rule).distinct().sorted().toList();
  }

  Preamble preamble() {
    return Preamble.decode(block.preamble());
  }

  AuctionRecord record() {
    return block.record().orElseThrow();
  }

  ShownBlock vouched(Vouched vouched) {
    return with(
        Optional.of(vouched),
        block.preamble(),
        block.transactions(),
        block.record(),
        block.lanes());
  }

  /// The node alone shows another record.
  ShownBlock showing(Optional<AuctionRecord> record) {
    return with(block.vouched(), block.preamble(), block.transactions(), record, block.lanes());
  }

  /// The node alone shows another preamble.
  ShownBlock showing(Bytes preamble) {
    return with(block.vouched(), preamble, block.transactions(), block.record(), block.lanes());
  }

  /// The node alone shows other transactions.
  ShownBlock showingTransactions(UnaryOperator<List<Bytes>> change) {
    List<Bytes> changed = change.apply(new ArrayList<>(block.transactions()));
    return with(block.vouched(), block.preamble(), changed, block.record(), block.lanes());
  }

  /// Another record, agreed on.
  ShownBlock agreed(UnaryOperator<AuctionRecord> change) {
    AuctionRecord changed = change.apply(record());
    Preamble told = preamble();
    List<Hash32> missing = told.auctions().map(AuctionCommitment::missing).orElse(List.of());
    return with(
            block.vouched(),
            block.preamble(),
            block.transactions(),
            Optional.of(changed),
            block.lanes())
        .committing(told, Optional.of(new AuctionCommitment(changed.hash(), missing)));
  }

  /// Another list of missing bids, agreed on.
  ShownBlock agreedMissing(List<Hash32> missing) {
    return committing(preamble(), Optional.of(new AuctionCommitment(record().hash(), missing)));
  }

  /// Other transactions, agreed on.
  ShownBlock agreedTransactions(UnaryOperator<List<Bytes>> change) {
    ShownBlock changed = showingTransactions(change);
    return changed.committing(preamble(), preamble().auctions());
  }

  ShownBlock lanes(UnaryOperator<SortedMap<RollupId, List<LaneEntry>>> change) {
    return with(
        block.vouched(),
        block.preamble(),
        block.transactions(),
        block.record(),
        change.apply(new TreeMap<>(block.lanes())));
  }

  private ShownBlock committing(Preamble told, Optional<AuctionCommitment> auctions) {
    Bytes preamble =
        new Preamble(told.lanesRoot(), told.laneCount(), block.transactions().size(), auctions)
            .encode();
    List<Bytes> entries = new ArrayList<>();
    entries.add(preamble);
    block.votes().ifPresent(entries::add);
    entries.addAll(block.transactions());
    Hash32 root =
        MerkleTree.rootOfLeafHashes(
            entries.stream()
                .map(entry -> MerkleTree.leafHash(Sha256.hash(entry).bytes()))
                .toList());
    Vouched known = block.vouched().orElseThrow();
    return with(
        Optional.of(
            new Vouched(known.lanesRoot(), known.laneCount(), known.dataHash().map(_ -> root))),
        preamble,
        block.transactions(),
        block.record(),
        block.lanes());
  }

  private ShownBlock with(
      Optional<Vouched> vouched,
      Bytes preamble,
      List<Bytes> transactions,
      Optional<AuctionRecord> record,
      SortedMap<RollupId, List<LaneEntry>> lanes) {
    return new ShownBlock(
        new AuditedBlock(
            block.height(), vouched, preamble, block.votes(), transactions, record, lanes));
  }

  static AuctionRecord with(AuctionRecord record, List<VoidedBid> voids) {
    return new AuctionRecord(record.height(), record.auctions(), voids);
  }

  /// The record with its first auction changed.
  static AuctionRecord with(AuctionRecord record, AssetAuctionRecord first) {
    List<AssetAuctionRecord> auctions = new ArrayList<>(record.auctions());
    auctions.set(0, first);
    return new AuctionRecord(record.height(), auctions, record.voids());
  }

  /// A record with the offers of its first auction changed.
  static AuctionRecord withOffers(AuctionRecord record, UnaryOperator<List<Offer>> change) {
    AssetAuctionRecord first = record.auctions().getFirst();
    return with(
        record,
        new AssetAuctionRecord(
            first.asset(),
            first.sellers(),
            first.bidders(),
            first.mechanisms(),
            change.apply(new ArrayList<>(first.offers())),
            first.isExact(),
            first.nodes(),
            first.fallbacks(),
            first.refunds()));
  }

  /// A record with the sellers of its first auction changed.
  static AuctionRecord withSellers(AuctionRecord record, UnaryOperator<List<Seller>> change) {
    AssetAuctionRecord first = record.auctions().getFirst();
    return with(
        record,
        new AssetAuctionRecord(
            first.asset(),
            change.apply(new ArrayList<>(first.sellers())),
            first.bidders(),
            first.mechanisms(),
            first.offers(),
            first.isExact(),
            first.nodes(),
            first.fallbacks(),
            first.refunds()));
  }
}
