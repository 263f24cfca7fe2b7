package weft.rollup.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.primitives.Sha256;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.OrderFlow;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.SealedBid;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionBody;
import weft.protocol.transaction.TransactionCodec;
import weft.protocol.transaction.VerifiedTransaction;
import weft.rollup.FakeChain;
import weft.rollup.FakeNode;

/// Bids over a real socket to a node that orders by nonce.
final class BiddingTest {
  private static final RollupId EAST = RollupId.of("east");
  private static final RollupId WEST = RollupId.of("west");
  private static final PrivateKey KEY = PrivateKey.fromSeed(Bytes.utf8("bidder"));
  private static final Hash32 OTHER = Sha256.hash(Bytes.utf8("somebody's transaction"));

  private final FakeChain chain = new FakeChain();
  private FakeNode node;
  private WeftClient client;

  @BeforeEach
  void start() throws IOException {
    node = FakeNode.start(chain).rollups(EAST, WEST);
    client = WeftClient.connect(node.target());
  }

  @AfterEach
  void stop() {
    client.close();
    node.close();
  }

  @Test
  void aBidNamesTheTransactionWithItsPayloads() {
    PlacedBid placed = place(Bidding.open(client, KEY, BiddingConfig.DEFAULTS), order(EAST, WEST));

    assertThat(placed.isTaken()).isTrue();
    Transaction payloads = placed.signed().payloads().orElseThrow();
    assertThat(payloads.body().isOnlyInPackage()).isTrue();
    assertThat(payloads.body().rollups()).containsExactlyInAnyOrder(EAST, WEST);
    assertThat(payloads.body().lastHeight()).isEqualTo(9);
    TransactionBody body = placed.signed().bid().body();
    assertThat(body.nonce()).isEqualTo(new Nonce(1, 0));
    assertThat(body.lastHeight()).isEqualTo(9);
    Action.Bid bid = body.bid().orElseThrow();
    assertThat(bid.rollups()).isSorted().containsExactlyInAnyOrder(EAST, WEST);
    assertThat(bid.transactions()).containsExactly(payloads.hash());
    assertThat(bid.amount()).isEqualTo(Amount.of(500));
    assertThat(chain.status(payloads.hash())).isPresent();
    assertThat(chain.status(placed.signed().bid().hash())).isPresent();
  }

  @Test
  void bothAreWellFormedAndSigned() {
    PlacedBid placed = place(Bidding.open(client, KEY, BiddingConfig.DEFAULTS), order(EAST));

    for (Transaction one :
        List.of(placed.signed().payloads().orElseThrow(), placed.signed().bid())) {
      Transaction read =
          ((Checked.Ok<Transaction>) TransactionCodec.decode(one.envelope())).value();
      assertThat(VerifiedTransaction.verify(read)).isPresent();
      assertThat(read.body().maxFee().isZero()).isFalse();
    }
  }

  @Test
  void transactionsOfOthersStandWhereTheOrderSays() {
    Bidding bidding = Bidding.open(client, KEY, BiddingConfig.DEFAULTS);
    List<OrderFlow> asked = List.of(new OrderFlow(0, KEY.address(), 40));
    BidOrder order =
        order(EAST).behind(List.of(OTHER), new TreeSet<>(List.of(WEST))).withOrderFlow(asked);

    SignedBid signed = place(bidding, order).signed();

    Action.Bid bid = signed.bid().body().bid().orElseThrow();
    assertThat(bid.transactions()).containsExactly(OTHER, signed.payloads().orElseThrow().hash());
    assertThat(bid.rollups()).containsExactlyInAnyOrder(EAST, WEST);
    assertThat(bid.orderFlow()).isEqualTo(asked);
  }

  @Test
  void aBidOnTransactionsOfOthersNeedsNoPayloads() {
    BidOrder nothing = BidOrder.of(List.of(), FakeChain.ASSET, Amount.of(5), 9);
    BidOrder order = nothing.behind(List.of(OTHER), new TreeSet<>(List.of(WEST)));

    PlacedBid placed = place(Bidding.open(client, KEY, BiddingConfig.DEFAULTS), order);

    assertThat(placed.isTaken()).isTrue();
    assertThat(placed.signed().payloads()).isEmpty();
  }

  @Test
  void eachBidHasAHigherSequenceAndItsPayloadsAChannelOfTheirOwn() {
    Bidding bidding = Bidding.open(client, KEY, BiddingConfig.DEFAULTS);
    List<Nonce> bids = new ArrayList<>();
    List<Nonce> payloads = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      SignedBid signed = place(bidding, order(EAST)).signed();
      bids.add(signed.bid().body().nonce());
      payloads.add(signed.payloads().orElseThrow().body().nonce());
    }

    assertThat(bids).containsExactly(new Nonce(1, 0), new Nonce(1, 1), new Nonce(1, 2));
    assertThat(payloads).containsExactly(new Nonce(2, 0), new Nonce(3, 0), new Nonce(4, 0));
  }

  @Test
  void withoutAFreeChannelNothingIsSent() {
    BiddingConfig one = BiddingConfig.DEFAULTS.withPayloadChannels(2, 1);
    Bidding bidding = Bidding.open(client, KEY, one);
    place(bidding, order(EAST));

    assertThat(((Checked.Refused<PlacedBid>) bidding.place(order(EAST))).refusal().code())
        .isEqualTo(RefusalCode.ACCOUNT_LIMIT);
    chain.produce();
    assertThat(place(bidding, order(EAST)).signed().payloads().orElseThrow().body().nonce())
        .isEqualTo(new Nonce(2, 1));
  }

  @Test
  void aBidWhosePayloadsAreRefusedIsNotSent() {
    chain.gate(
        transaction ->
            transaction.body().isOnlyInPackage()
                ? Optional.of(Refusal.of(RefusalCode.FEE_TOO_LOW, "body.max_fee", "", "too low"))
                : Optional.empty());

    PlacedBid placed = place(Bidding.open(client, KEY, BiddingConfig.DEFAULTS), order(EAST));

    assertThat(placed.isTaken()).isFalse();
    assertThat(placed.bid()).isEmpty();
    assertThat(placed.outcome()).isInstanceOf(Submitted.Refused.class);
    assertThat(chain.status(placed.signed().bid().hash())).isEmpty();
  }

  @Test
  void aSealHidesTheBidThatIsShownAfterIt() {
    Bidding bidding = Bidding.open(client, KEY, BiddingConfig.DEFAULTS);
    SignedSeal signed = ((Checked.Ok<SignedSeal>) bidding.seal(order(EAST), Amount.of(70))).value();

    assertThat(bidding.send(signed).isTaken()).isTrue();
    Hash32 commitment = SealedBid.commitment(KEY.address(), signed.salt(), signed.terms());
    assertThat(signed.seal().body().actions())
        .containsExactly(new Action.SealBid(commitment, FakeChain.ASSET, Amount.of(70)));
    Hash32 payloads = signed.payloads().orElseThrow().hash();
    assertThat(chain.status(payloads)).as("not sent yet").isEmpty();
    chain.produce();
    PlacedBid placed = bidding.show(signed);

    assertThat(placed.isTaken()).isTrue();
    Action.Bid shown = placed.signed().bid().body().bid().orElseThrow();
    assertThat(shown).isEqualTo(signed.terms().sealedWith(signed.salt()));
    assertThat(shown.transactions()).containsExactly(payloads);
    assertThat(chain.status(payloads)).isPresent();
    assertThat(signed.payloads().orElseThrow().body().nonce())
        .isEqualTo(new Nonce(signed.seal().body().nonce().channel(), 1));
    assertThat(signed.toString()).doesNotContain(signed.salt().toString());
    SignedSeal other = ((Checked.Ok<SignedSeal>) bidding.seal(order(EAST), Amount.of(70))).value();
    assertThat(other.salt()).isNotEqualTo(signed.salt());
  }

  @Test
  void aCancellationTakesTheSequenceOfTheBid() {
    Bidding bidding = Bidding.open(client, KEY, BiddingConfig.DEFAULTS);

    TransactionBody body = bidding.signCancellation(7, 20).body();

    assertThat(body.nonce()).isEqualTo(new Nonce(1, 7));
    assertThat(body.lastHeight()).isEqualTo(20);
    assertThat(body.actions()).isEmpty();
  }

  @Test
  void bidsAndPayloadsDoNotShareAChannel() {
    assertThatThrownBy(() -> BiddingConfig.DEFAULTS.withBidChannel(5))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static BidOrder order(RollupId... rollups) {
    List<Action.BundleEntry> payloads = new ArrayList<>();
    for (RollupId rollup : rollups) {
      payloads.add(new Action.BundleEntry(rollup, Payload.of(Bytes.utf8("buy in " + rollup))));
    }
    return BidOrder.of(payloads, FakeChain.ASSET, Amount.of(500), 9);
  }

  private static PlacedBid place(Bidding bidding, BidOrder order) {
    return switch (bidding.place(order)) {
      case Checked.Ok<PlacedBid>(PlacedBid placed) -> placed;
      case Checked.Refused<PlacedBid>(Refusal refusal) ->
          throw new AssertionError(refusal.toString());
    };
  }
}
