package weft.chain.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.chain.fixture.TestMarket.EAST;
import static weft.chain.fixture.TestMarket.WEST;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import weft.chain.fixture.TestNet;
import weft.chain.fixture.TestTransactions;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.auction.AssetAuctionRecord;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.auction.Offer;
import weft.protocol.auction.VoidedBid;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.TransactionBody;
import weft.protocol.transaction.VerifiedTransaction;

/// Records that say of two bids what cannot both be so.
final class SealedOnlyTest {
  private final TestNet net = TestNet.of(3);
  private final SortedMap<Hash32, TransactionBody> bids = new TreeMap<>();
  private final List<Hash32> taking = new ArrayList<>();
  private final List<Hash32> refused = new ArrayList<>();

  private Hash32 bid(Optional<Hash32> salt, RollupId... rollups) {
    Action.Bid open =
        new Action.Bid(
            List.of(rollups).stream().sorted().toList(),
            List.of(Hash32.ZERO),
            TestTransactions.WEFT,
            Amount.of(5),
            0,
            0,
            Amount.ZERO,
            List.of());
    VerifiedTransaction signed =
        TestTransactions.plain()
            .sign(
                net.account(1), new Nonce(1, bids.size()), salt.map(open::sealedWith).orElse(open));
    bids.put(signed.hash(), signed.body());
    return signed.hash();
  }

  private List<String> rules() {
    Findings findings = new Findings(1);
    List<Offer> offers =
        taking.stream()
            .map(
                hash ->
                    new Offer(
                        hash,
                        0,
                        List.of(0),
                        Amount.of(5),
                        0,
                        0,
                        List.of(),
                        Optional.empty(),
                        List.of()))
            .toList();
    AssetAuctionRecord auction =
        new AssetAuctionRecord(
            TestTransactions.WEFT,
            List.of(),
            List.of(),
            List.of(),
            offers,
            true,
            0,
            List.of(),
            List.of());
    List<VoidedBid> voids =
        refused.stream().map(hash -> new VoidedBid(hash, "not-sealed", Amount.ZERO)).toList();
    SealedOnly.check(
        new AuctionRecord(1, List.of(auction), voids), new BlockContent(bids, bids), findings);
    return findings.all().stream().map(Deviation::rule).toList();
  }

  @Test
  void aRecordTreatsOpenBidsAlike() {
    refused.add(bid(Optional.empty(), EAST));
    taking.add(bid(Optional.empty(), WEST));
    taking.add(bid(Optional.of(Hash32.ZERO), EAST));
    assertThat(rules()).isEmpty();

    taking.add(bid(Optional.empty(), EAST, WEST));
    assertThat(rules()).containsExactly("BID-35");
  }

  @Test
  void whatWasSealedIsNotVoidForBeingOpen() {
    refused.add(bid(Optional.of(Hash32.ZERO), EAST));
    assertThat(rules()).containsExactly("BID-35");
  }
}
