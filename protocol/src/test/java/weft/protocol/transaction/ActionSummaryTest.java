package weft.protocol.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.BlsPrivateKey;
import weft.primitives.Bytes;
import weft.primitives.Ed25519PublicKey;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.TransactionGen;
import weft.protocol.mechanism.Deferral;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Modules;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;
import weft.protocol.mechanism.Signal;
import weft.protocol.transaction.MarketTerms.AcceptedMechanism;

class ActionSummaryTest {
  private static final Address ALICE =
      Address.fromHex("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
  private static final RollupId EAST = RollupId.of("amm-east");
  private static final RollupId WEST = RollupId.of("amm-west");

  @Test
  void payloadsAreCounted() {
    assertThat(ActionSummary.of(new Action.Submit(EAST, List.of(payload(500, 0), payload(12, 0)))))
        .isEqualTo("submit 2 payloads (512 bytes, gas 0) to amm-east");
    assertThat(ActionSummary.of(new Action.Submit(EAST, List.of(payload(1, 21000)))))
        .isEqualTo("submit 1 payload (1 byte, gas 21000) to amm-east");
  }

  @Test
  void gasThatExceedsALongIsShownAsTheLargest() {
    Action submit = new Action.Submit(EAST, List.of(payload(1, Long.MAX_VALUE), payload(1, 1)));
    assertThat(ActionSummary.of(submit))
        .isEqualTo("submit 2 payloads (2 bytes, gas 9223372036854775807) to amm-east");
  }

  @Test
  void bundleIsSummedUpPerRollup() {
    Action bundle =
        new Action.Bundle(
            List.of(
                new Action.BundleEntry(EAST, payload(120, 0)),
                new Action.BundleEntry(WEST, payload(80, 7)),
                new Action.BundleEntry(EAST, payload(1, 0))));
    assertThat(ActionSummary.of(bundle))
        .isEqualTo(
            "bundle 2 payloads (121 bytes, gas 0) to amm-east, "
                + "1 payload (80 bytes, gas 7) to amm-west");
  }

  @Test
  void longBundleNamesItsFirstRollupsOnly() {
    List<Action.BundleEntry> entries = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      entries.add(new Action.BundleEntry(RollupId.of("rollup-" + i), payload(10, 0)));
    }
    String line = ActionSummary.of(new Action.Bundle(entries));
    assertThat(line)
        .contains("to rollup-7, ")
        .doesNotContain("rollup-8")
        .endsWith("12 payloads (120 bytes, gas 0) to others");
  }

  @Test
  void moneyIsShownInFull() {
    assertThat(ActionSummary.of(new Action.Transfer(ALICE, new AssetId("weft"), Amount.of(100))))
        .isEqualTo("transfer 100 weft to 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
    assertThat(ActionSummary.of(new Action.Claim(new AssetId("usd")))).isEqualTo("claim usd");
    assertThat(
            ActionSummary.of(
                new Action.SetSponsorship(
                    EAST, new SponsorshipTerms(Amount.of(1), Amount.of(2), Amount.of(3)))))
        .isEqualTo("sponsor amm-east with at most 1 per block, 2 per sender, 3 in total");
    assertThat(ActionSummary.of(new Action.CloseSponsorship(EAST)))
        .isEqualTo("stop sponsoring amm-east");
  }

  @Test
  void termsAreShown() {
    RollupTerms open =
        new RollupTerms(ALICE, Policy.FIRST_COME, List.of(), 1000, "", Optional.empty(), List.of());
    assertThat(ActionSummary.of(new Action.RegisterRollup(EAST, open)))
        .isEqualTo(
            "register amm-east with payee "
                + ALICE
                + ", policy first-come, fee assets any, at most 1000 bytes per block, no gas,"
                + " open to everybody, metadata none");
    RollupTerms closed =
        new RollupTerms(
            ALICE,
            Policy.PRIORITY,
            List.of(new AssetId("weft"), new AssetId("usd")),
            1000,
            "https://amm.example",
            Optional.of(new GasTerms(10, 20, Amount.of(3))),
            List.of(ALICE));
    assertThat(ActionSummary.of(new Action.ChangeRollup(EAST, closed, Optional.of(ALICE), 50)))
        .isEqualTo(
            "change amm-east from height 50 to owner "
                + ALICE
                + " and to payee "
                + ALICE
                + ", policy priority, fee assets weft usd, at most 1000 bytes per block,"
                + " gas target 10 cap 20 from 3 per gas, open to 1 submitter,"
                + " metadata https://amm.example");
    assertThat(ActionSummary.of(new Action.CloseRollup(EAST, 9)))
        .isEqualTo("close amm-east from height 9");
  }

  @Test
  void marketTermsAreShown() {
    RollupTerms plain =
        new RollupTerms(ALICE, Policy.FIRST_COME, List.of(), 1000, "", Optional.empty(), List.of());
    AcceptedMechanism first =
        new AcceptedMechanism(
            new Mechanism(1_000_000, Pricing.FIRST, Sharing.NUCLEOLUS, Refunds.NONE), 1);
    AcceptedMechanism second =
        new AcceptedMechanism(
            new Mechanism(1, Pricing.SECOND, Sharing.EQUAL_SURPLUS, Refunds.FLAT_TAX), 3);
    AssetId usd = new AssetId("usd");
    assertThat(
            headLine(
                plain, new MarketTerms(List.of(first), usd, Amount.ZERO, List.of(), List.of())))
        .endsWith(
            ", open to everybody, head sold from 0 usd by first/nucleolus/none weight 1 within"
                + " 1000000 nodes with all rollups, metadata none");
    assertThat(
            headLine(
                plain,
                new MarketTerms(
                    List.of(second, first), usd, Amount.of(5), List.of(WEST), List.of(EAST, WEST))))
        .contains(
            "head sold from 5 usd by second/equal-surplus/flat-tax weight 3 within 1 node or"
                + " first/nucleolus/none weight 1 within 1000000 nodes with 1 rollup but 2,");
    assertThat(
            headLine(
                plain,
                new MarketTerms(List.of(first), usd, Amount.of(5), List.of(), List.of(WEST))))
        .contains(" nodes with all rollups but 1,");
    assertThat(
            headLine(plain, MarketTerms.of(first.mechanism(), usd, Amount.of(5)).forSealedOnly()))
        .contains(" nodes with all rollups, sealed bids only, metadata");
  }

  @Test
  void modulesAndDeferralAreShown() {
    Hash32 module = Sha256.hash(Bytes.utf8("module"));
    Mechanism own =
        new Mechanism(
            9,
            Pricing.FIRST,
            Sharing.FIXED,
            Refunds.NONE,
            Optional.of(new Modules(Optional.of(module), Optional.of(module), 5)),
            Optional.of(new Deferral(200, Signal.VOLUME, 1)));
    RollupTerms plain =
        new RollupTerms(ALICE, Policy.FIRST_COME, List.of(), 1000, "", Optional.empty(), List.of());
    assertThat(headLine(plain, MarketTerms.of(own, new AssetId("usd"), Amount.ZERO)))
        .contains(
            "by first/fixed/none weight 1 within 9 nodes selecting by module "
                + module
                + " sharing by module "
                + module
                + " within 5 instructions deferring 200 permille by volume for 1 block with all");
  }

  @Test
  void reportersAndReportsAreShown() {
    RollupTerms plain =
        new RollupTerms(ALICE, Policy.FIRST_COME, List.of(), 1000, "", Optional.empty(), List.of());
    Mechanism mechanism = new Mechanism(9, Pricing.FIRST, Sharing.FIXED, Refunds.NONE);
    MarketTerms market = MarketTerms.of(mechanism, new AssetId("usd"), Amount.ZERO);
    assertThat(headLine(plain, market.with(new Reporters(List.of(ALICE, Address.ZERO), 2))))
        .contains(" with all rollups, reported by 2 of " + ALICE + " " + Address.ZERO + ", meta");
    Hash32 root = Sha256.hash(Bytes.utf8("receipts"));
    assertThat(
            ActionSummary.of(
                new Action.ReportSignals(
                    EAST, 9, new Signals(Amount.of(500), 21, Optional.of(root)))))
        .isEqualTo("report volume 500 gas 21 receipts " + root + " of amm-east at height 9");
    assertThat(
            ActionSummary.of(
                new Action.ReportSignals(EAST, 9, new Signals(Amount.ZERO, 0, Optional.empty()))))
        .isEqualTo("report volume 0 gas 0 of amm-east at height 9");
  }

  private static String headLine(RollupTerms plain, MarketTerms market) {
    return ActionSummary.of(new Action.RegisterRollup(EAST, plain.withMarket(Optional.of(market))));
  }

  @Test
  void parameterValueIsQuoted() {
    assertThat(ActionSummary.of(new Action.ChangeParameter("fees.target", "5 from height 1", 9)))
        .isEqualTo("approve parameter fees.target = \"5 from height 1\" from height 9");
  }

  @Test
  void validatorsAreShown() {
    Ed25519PublicKey consensusKey = Ed25519PublicKey.of(Bytes.fromHex("11".repeat(32)));
    BlsPrivateKey blsKey = BlsPrivateKey.fromSeed(Bytes.utf8("alice"));
    assertThat(
            ActionSummary.of(
                new Action.JoinValidators(
                    consensusKey,
                    Bytes.wrap(new byte[64]),
                    blsKey.publicKey(),
                    blsKey.provePossession(),
                    Amount.of(100))))
        .isEqualTo(
            "join the validators with a bond of 100, consensus key 0x"
                + "11".repeat(32)
                + ", BLS key "
                + blsKey.publicKey());
    assertThat(ActionSummary.of(new Action.AddBond(Amount.of(5))))
        .isEqualTo("add 5 to the bond of the validator");
    assertThat(ActionSummary.of(new Action.LeaveValidators()))
        .isEqualTo("leave the validators for good");
    assertThat(ActionSummary.of(new Action.Unjail())).isEqualTo("take the validator out of jail");
    assertThat(ActionSummary.of(new Action.AnnounceUpgrade("v2", 9, Hash32.ZERO)))
        .isEqualTo("approve upgrade v2 to 0x" + "00".repeat(32) + " from height 9");
  }

  @Test
  void bondsForBidsAreShown() {
    AssetId usd = new AssetId("usd");
    assertThat(ActionSummary.of(new Action.BondBids(usd, Amount.of(5))))
        .isEqualTo("bond 5 usd for bids");
    assertThat(ActionSummary.of(new Action.UnbondBids(usd, Amount.of(5))))
        .isEqualTo("take 5 usd out of the bond for bids");
  }

  @Test
  void sealedBidsAreShown() {
    AssetId usd = new AssetId("usd");
    Action.Bid bid =
        new Action.Bid(
            List.of(EAST), List.of(Hash32.ZERO), usd, Amount.of(5), 0, 0, Amount.ZERO, List.of());
    assertThat(ActionSummary.of(new Action.SealBid(Hash32.ZERO, usd, Amount.of(2))))
        .isEqualTo("seal a bid with a deposit of 2 usd, commitment 0x" + "00".repeat(32));
    assertThat(ActionSummary.of(bid.sealedWith(Hash32.ZERO)))
        .isEqualTo("bid 5 usd to have 1 transaction first in amm-east, as sealed before");
  }

  @Test
  void bidsAreShown() {
    AssetId usd = new AssetId("usd");
    List<Hash32> one = List.of(Hash32.ZERO);
    assertThat(
            ActionSummary.of(
                new Action.Bid(
                    List.of(EAST), one, usd, Amount.of(5), 0, 0, Amount.ZERO, List.of())))
        .isEqualTo("bid 5 usd to have 1 transaction first in amm-east");
    assertThat(
            ActionSummary.of(
                new Action.Bid(
                    List.of(EAST, WEST),
                    List.of(Hash32.ZERO, Sha256.hash(Bytes.EMPTY)),
                    usd,
                    Amount.of(5),
                    9,
                    7,
                    Amount.of(30),
                    List.of(Amount.of(2), Amount.of(3)))))
        .isEqualTo(
            "bid 5 usd to have 2 transactions first in amm-east amm-west, from height 9,"
                + " at most one of group 7, at most 30 for all bids of a block, split 2 3");
    assertThat(ActionSummary.of(new Action.OnlyInPackage()))
        .isEqualTo("only with a winning bid that names it");
    assertThat(ActionSummary.of(new Action.RegisterModule(Bytes.fromHex("00"))))
        .isEqualTo("register module " + Sha256.hash(Bytes.fromHex("00")) + " of 1 byte");
    assertThat(ActionSummary.of(new Action.RefundTerms(Address.ZERO, 90)))
        .isEqualTo("refund 90 % of what bids on it bring to " + Address.ZERO);
    assertThat(
            ActionSummary.of(
                new Action.Bid(
                    List.of(RollupId.of("amm-east")),
                    List.of(Hash32.ZERO),
                    new AssetId("usd"),
                    Amount.of(5),
                    0,
                    0,
                    Amount.ZERO,
                    List.of(),
                    List.of(new OrderFlow(0, Address.ZERO, 40)))))
        .isEqualTo(
            "bid 5 usd to have 1 transaction first in amm-east, refunds 40 % to " + Address.ZERO);
  }

  @Test
  void everyLineIsPrintable() {
    for (long seed = 0; seed < 1000; seed++) {
      String line = ActionSummary.of(new TransactionGen(seed).action());
      assertThat(line).as("seed %s", seed).matches("[ -~]+");
    }
  }

  private static Payload payload(int size, long gasLimit) {
    return new Payload(Bytes.wrap(new byte[size]), gasLimit);
  }
}
