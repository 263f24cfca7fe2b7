package weft.protocol.docs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.BlsPrivateKey;
import weft.primitives.Bytes;
import weft.primitives.Ed25519PrivateKey;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.primitives.Sha256;
import weft.protocol.mechanism.Deferral;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;
import weft.protocol.mechanism.Signal;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.GasTerms;
import weft.protocol.transaction.MarketTerms;
import weft.protocol.transaction.MarketTerms.AcceptedMechanism;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.OrderFlow;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.Policy;
import weft.protocol.transaction.Reporters;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.RollupTerms;
import weft.protocol.transaction.SealedBid;
import weft.protocol.transaction.Signals;
import weft.protocol.transaction.SponsorshipTerms;
import weft.protocol.transaction.TransactionBody;
import weft.protocol.transaction.TransactionLimits;
import weft.protocol.validator.ConsensusKeyProof;

/// The transactions of docs/protocol/vectors/transactions.json: one of each action, and extremes.
final class SigningCases {
  static final PrivateKey KEY = PrivateKey.fromSeed(Bytes.utf8("alice"));

  private static final Address BOB = PrivateKey.fromSeed(Bytes.utf8("bob")).address();
  private static final AssetId WEFT = new AssetId("weft");
  private static final RollupId EAST = RollupId.of("amm-east");
  private static final RollupId WEST = RollupId.of("amm-west");
  private static final Hash32 SALT = Sha256.hash(Bytes.utf8("salt"));

  private SigningCases() {}

  static Map<String, TransactionBody> all() {
    Map<String, TransactionBody> cases = new LinkedHashMap<>();
    cases.put("submit", body(submit()));
    cases.put("bundle", body(bundle()));
    cases.put("transfer", body(new Action.Transfer(BOB, WEFT, Amount.of(100))));
    cases.put("register", body(new Action.RegisterRollup(EAST, openTerms())));
    cases.put("register-market", body(new Action.RegisterRollup(WEST, marketTerms())));
    cases.put("change", body(new Action.ChangeRollup(EAST, closedTerms(), Optional.of(BOB), 5000)));
    cases.put("close", body(new Action.CloseRollup(EAST, 5000)));
    cases.put("sponsor", body(new Action.SetSponsorship(EAST, sponsorship())));
    cases.put("stop-sponsoring", body(new Action.CloseSponsorship(EAST)));
    cases.put("claim", body(new Action.Claim(WEFT)));
    cases.put(
        "parameter", body(new Action.ChangeParameter("fees.target-bytes", "say \"\\\" 5", 5000)));
    cases.put("join", body(join()));
    cases.put("add-bond", body(new Action.AddBond(Amount.of(500))));
    cases.put("leave", body(new Action.LeaveValidators()));
    cases.put("unjail", body(new Action.Unjail()));
    cases.put(
        "upgrade",
        body(new Action.AnnounceUpgrade("v2", 5000, Sha256.hash(Bytes.utf8("weft-2.jar")))));
    cases.put("bond-bids", body(new Action.BondBids(WEFT, Amount.of(500))));
    cases.put("unbond-bids", body(new Action.UnbondBids(WEFT, Amount.of(500))));
    cases.put("bid", body(bid()));
    cases.put("only-in-package", body(submit(), new Action.OnlyInPackage()));
    cases.put("refund-terms", body(submit(), new Action.RefundTerms(BOB, 90)));
    cases.put("register-module", body(new Action.RegisterModule(Bytes.fromHex("0061736d"))));
    cases.put("bid-on-order-flow", body(bidOnOrderFlow()));
    cases.put("report-signals", body(report()));
    cases.put("register-reporters", body(new Action.RegisterRollup(WEST, reportedTerms())));
    cases.put("seal-bid", body(sealBid()));
    cases.put("bid-sealed-before", body(bid().sealedWith(SALT)));
    cases.put("register-sealed-only", body(new Action.RegisterRollup(WEST, sealedOnlyTerms())));
    cases.put("several", body(submit(), bundle(), new Action.Claim(new AssetId("usd"))));
    cases.put("cancellation", body());
    cases.put("extremes", extremes());
    return cases;
  }

  private static TransactionBody body(Action... actions) {
    return new TransactionBody(
        7,
        KEY.address(),
        new Nonce(0, 5),
        1000,
        0,
        WEFT,
        Amount.of(250_000),
        Amount.of(10),
        Optional.empty(),
        List.of(actions));
  }

  private static TransactionBody extremes() {
    return new TransactionBody(
        TransactionLimits.MAX_CHAIN_ID,
        KEY.address(),
        new Nonce(Long.MAX_VALUE, Long.MAX_VALUE),
        Long.MAX_VALUE,
        Long.MAX_VALUE,
        new AssetId("an-asset-of-16ch"),
        Amount.MAX,
        Amount.MAX,
        Optional.of(BOB),
        List.of(new Action.Transfer(BOB, WEFT, Amount.MAX)));
  }

  private static Action submit() {
    return new Action.Submit(
        EAST, List.of(Payload.of(Bytes.utf8("hello")), new Payload(Bytes.fromHex("00ff"), 21000)));
  }

  private static Action bundle() {
    return new Action.Bundle(
        List.of(
            new Action.BundleEntry(EAST, Payload.of(Bytes.utf8("buy"))),
            new Action.BundleEntry(WEST, Payload.of(Bytes.utf8("sell")))));
  }

  private static Action join() {
    Ed25519PrivateKey consensusKey = Ed25519PrivateKey.fromSeed(Bytes.utf8("alice"));
    BlsPrivateKey blsKey = BlsPrivateKey.fromSeed(Bytes.utf8("alice"));
    return new Action.JoinValidators(
        consensusKey.publicKey(),
        ConsensusKeyProof.sign(consensusKey, 7, KEY.address()),
        blsKey.publicKey(),
        blsKey.provePossession(),
        Amount.of(1_000_000));
  }

  private static Action report() {
    return new Action.ReportSignals(
        EAST,
        990,
        new Signals(Amount.MAX, 21_000, Optional.of(Sha256.hash(Bytes.utf8("receipts")))));
  }

  private static Action sealBid() {
    return new Action.SealBid(
        SealedBid.commitment(KEY.address(), SALT, bid()), WEFT, Amount.of(60));
  }

  private static Action.Bid bid() {
    return new Action.Bid(
        Stream.of(EAST, WEST).sorted().toList(),
        List.of(Sha256.hash(Bytes.utf8("first")), Sha256.hash(Bytes.utf8("second"))),
        WEFT,
        Amount.of(500),
        990,
        7,
        Amount.of(900),
        List.of(Amount.of(500), Amount.ZERO));
  }

  private static Action bidOnOrderFlow() {
    return new Action.Bid(
        List.of(EAST),
        List.of(Sha256.hash(Bytes.utf8("first")), Sha256.hash(Bytes.utf8("second"))),
        WEFT,
        Amount.of(500),
        0,
        0,
        Amount.ZERO,
        List.of(),
        List.of(new OrderFlow(0, BOB, 10), new OrderFlow(1, KEY.address(), 90)));
  }

  private static SponsorshipTerms sponsorship() {
    return new SponsorshipTerms(Amount.of(1000), Amount.of(10_000), Amount.of(1_000_000));
  }

  private static RollupTerms openTerms() {
    return new RollupTerms(
        BOB, Policy.FIRST_COME, List.of(), 1_000_000, "", Optional.empty(), List.of());
  }

  private static RollupTerms marketTerms() {
    MarketTerms market =
        new MarketTerms(
            List.of(
                new AcceptedMechanism(
                    new Mechanism(50_000, Pricing.CORE, Sharing.SHAPLEY, Refunds.PERCENT), 1),
                new AcceptedMechanism(
                    new Mechanism(1_000_000, Pricing.FIRST, Sharing.NUCLEOLUS, Refunds.NONE), 3)),
            new AssetId("usd"),
            Amount.of(250),
            List.of(EAST),
            List.of(RollupId.of("amm-north")));
    return openTerms().withMarket(Optional.of(market));
  }

  /// With a deferral, and two of three reporters.
  private static RollupTerms reportedTerms() {
    Mechanism deferring =
        new Mechanism(
            50_000,
            Pricing.FIRST,
            Sharing.FIXED,
            Refunds.NONE,
            Optional.empty(),
            Optional.of(new Deferral(200, Signal.GAS, 600)));
    Reporters reporters =
        new Reporters(
            List.of(BOB, KEY.address(), PrivateKey.fromSeed(Bytes.utf8("carol")).address()), 2);
    return openTerms()
        .withMarket(Optional.of(MarketTerms.of(deferring, WEFT, Amount.ZERO).with(reporters)));
  }

  private static RollupTerms sealedOnlyTerms() {
    return openTerms().withMarket(marketTerms().market().map(MarketTerms::forSealedOnly));
  }

  private static RollupTerms closedTerms() {
    return new RollupTerms(
        BOB,
        Policy.PRIORITY,
        List.of(WEFT, new AssetId("usd")),
        500_000,
        "https://amm.example/weft.json",
        Optional.of(new GasTerms(1_000_000, 2_000_000, Amount.of(3))),
        List.of(KEY.address(), BOB));
  }
}
