package weft.chain.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import weft.chain.block.AttestedBids;
import weft.ledger.market.ParsedModules;
import weft.ledger.market.RecordedAuction;
import weft.market.AuctionRun;
import weft.market.Outcome;
import weft.market.auction.Auction;
import weft.market.certificate.CertificateCheck;
import weft.market.certificate.Verdict;
import weft.market.sharing.DeferredParts;
import weft.market.wasm.KnownModules;
import weft.market.wasm.MarketModule;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.primitives.MerkleTree;
import weft.primitives.Sha256;
import weft.protocol.auction.AssetAuctionRecord;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.auction.Release;
import weft.protocol.block.AuctionCommitment;
import weft.protocol.block.Preamble;
import weft.protocol.validator.CommitVote;
import weft.protocol.validator.ExtendedCommit;

/// Checks a block's auctions from what a node shows of the block. What only the state before the
/// block says is taken from the record, whose hash validators agreed on: the terms on which rollups
/// sell, and which bids are void for what their bidders hold.
public final class AuctionAudit {
  /// The power that attests a bid is more than one part of so many.
  private static final int ATTESTING_PART = 3;

  private final AuditedBlock block;
  private final Findings findings;

  private AuctionAudit(AuditedBlock block) {
    this.block = block;
    findings = new Findings(block.height());
  }

  /// All deviations of a block; none if everything is as it must be. Never throws on hostile input.
  public static List<Deviation> check(AuditedBlock block) {
    AuctionAudit audit = new AuctionAudit(block);
    audit.run();
    return audit.findings.all();
  }

  private void run() {
    Preamble preamble;
    try {
      preamble = Preamble.decode(block.preamble());
    } catch (MalformedException e) {
      findings.add("BLOCK-2", "the preamble is malformed: " + e.getMessage());
      return;
    }
    checkPreamble(preamble);
    BlockContent content = BlockContent.read(block.transactions(), findings);
    List<Hash32> missing = preamble.missing();
    checkVotes(content, missing);
    findings.require(
        preamble.auctions().isPresent() || content.bids().isEmpty(),
        "EXEC-28",
        "the block has " + content.bids().size() + " bids, and its preamble names no record");
    if (isRecordOf(preamble)) {
      block.record().ifPresent(record -> checkRecord(record, content, missing));
    }
  }

  private void checkPreamble(Preamble preamble) {
    findings.require(
        preamble.transactionCount() == block.transactions().size(),
        "EXEC-14",
        "the preamble counts "
            + preamble.transactionCount()
            + " transactions, there are "
            + block.transactions().size());
    block
        .vouched()
        .ifPresent(
            vouched -> {
              findings.require(
                  preamble.lanesRoot().equals(vouched.lanesRoot())
                      && preamble.laneCount() == vouched.laneCount(),
                  "EXEC-14",
                  "the preamble's lanes are not those that validators vouch for");
              vouched
                  .dataHash()
                  .ifPresent(
                      dataHash ->
                          findings.require(
                              dataHash.equals(entriesRoot()),
                              "EXEC-15",
                              "preamble and transactions are not the block's entries"));
            });
  }

  private Hash32 entriesRoot() {
    List<Bytes> entries = new ArrayList<>();
    entries.add(block.preamble());
    block.votes().ifPresent(entries::add);
    entries.addAll(block.transactions());
    return MerkleTree.rootOfLeafHashes(
        entries.stream().map(entry -> MerkleTree.leafHash(Sha256.hash(entry).bytes())).toList());
  }

  /// Every bid that more than a third of the power reported is there.
  private void checkVotes(BlockContent content, List<Hash32> missing) {
    SortedSet<Hash32> attested = block.votes().map(this::attested).orElse(new TreeSet<>());
    for (Hash32 bid : attested) {
      findings.require(
          content.bids().containsKey(bid),
          "EXEC-25",
          "bid " + bid + " was reported by more than a third of the power, and is not there");
    }
    for (Hash32 bid : missing) {
      findings.require(
          attested.contains(bid),
          "EXEC-25",
          "the transactions of bid " + bid + " are called missing, and it was not attested");
    }
  }

  private SortedSet<Hash32> attested(Bytes encoded) {
    try {
      ExtendedCommit votes = ExtendedCommit.decode(encoded);
      long total = 0;
      for (CommitVote vote : votes.votes()) {
        total = Math.addExact(total, vote.power());
      }
      long third = total / ATTESTING_PART;
      return AttestedBids.of(votes, power -> power > third);
    } catch (MalformedException | ArithmeticException e) {
      findings.add("EXEC-18", "the votes cannot be read: " + e.getMessage());
      return new TreeSet<>();
    }
  }

  /// Whether the record is the one that the preamble names; there is no use in looking into
  /// another.
  private boolean isRecordOf(Preamble preamble) {
    Optional<Hash32> named = preamble.auctions().map(AuctionCommitment::recordHash);
    Optional<Hash32> shown = block.record().map(AuctionRecord::hash);
    boolean holds = named.equals(shown);
    findings.require(
        holds,
        "EXEC-28",
        "the record of the auctions is "
            + shown.map(Hash32::toString).orElse("not there")
            + ", the preamble names "
            + named.map(Hash32::toString).orElse("none"));
    return holds;
  }

  private void checkRecord(AuctionRecord record, BlockContent content, List<Hash32> missing) {
    findings.require(
        record.height() == block.height(), "BID-21", "the record is of height " + record.height());
    findings.require(
        !content.bids().isEmpty() || !record.releases().isEmpty(),
        "EXEC-28",
        "the block has no bids and pays out nothing, and its preamble names a record");
    record.releases().forEach(this::checkRelease);
    RecordedBids.check(record, content, missing, findings);
    SealedOnly.check(record, content, findings);
    WinningHeads.check(record, content, block.lanes(), findings);
    record.auctions().forEach(this::holdAgain);
  }

  /// As far as the block itself says it; [EscrowAudit] compares blocks.
  private void checkRelease(Release release) {
    String what = "the escrow of bid " + release.bid() + " of block " + release.height();
    List<BigInteger> amounts =
        release.parts().stream().map(part -> part.amount().toBigInteger()).toList();
    List<BigInteger> signals =
        release.parts().stream()
            .map(part -> part.signal().orElse(Amount.ZERO).toBigInteger())
            .toList();
    findings.require(
        release.parts().size() > 1
            && DeferredParts.divide(amounts, signals).equals(amounts)
            && release.height() <= block.height(),
        "BID-65",
        what + " is not divided by what was reported");
  }

  private void holdAgain(AssetAuctionRecord recorded) {
    String asset = "the auction in " + recorded.asset();
    try {
      Auction auction = RecordedAuction.auction(recorded);
      SortedMap<Hash32, MarketModule> modules = new TreeMap<>();
      if (!haveModules(recorded, modules)) {
        return;
      }
      KnownModules known = id -> Optional.ofNullable(modules.get(id));
      AssetAuctionRecord again =
          RecordedAuction.record(recorded, AuctionRun.settle(auction, known));
      findings.require(
          again.equals(recorded),
          "BID-22",
          asset + " comes out otherwise: " + differs(recorded, again));
      Outcome outcome = AuctionRun.run(auction, known);
      if (CertificateCheck.check(auction, outcome.claim(), outcome.certificate())
          instanceof Verdict.Broken(int rule, String reason)) {
        findings.add("MARKET-27", asset + " fails rule " + rule + " of its certificate: " + reason);
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      findings.add("BID-22", asset + " cannot be held: " + e.getMessage());
    }
  }

  /// Reads the modules that an auction's mechanisms name. Without one nobody can say what came out.
  private boolean haveModules(
      AssetAuctionRecord recorded, SortedMap<Hash32, MarketModule> modules) {
    SortedSet<Hash32> named = recorded.modules();
    for (Hash32 id : named) {
      Optional.ofNullable(block.modules().get(id))
          .flatMap(ParsedModules::parse)
          .filter(module -> module.id().equals(id))
          .ifPresentOrElse(
              module -> modules.put(id, module),
              () ->
                  findings.add(
                      "BID-43",
                      "module "
                          + id
                          + ", which a mechanism of the auction in "
                          + recorded.asset()
                          + " names, is not shown"));
    }
    return modules.size() == named.size();
  }

  private static String differs(AssetAuctionRecord recorded, AssetAuctionRecord again) {
    if (!again.offers().equals(recorded.offers())) {
      return "other bids win, or are charged otherwise";
    }
    if (!again.sellers().equals(recorded.sellers())) {
      return "payments or values alone differ";
    }
    return again.refunds().equals(recorded.refunds())
        ? "flags, nodes, fuel or fallbacks differ"
        : "refunds differ";
  }
}
