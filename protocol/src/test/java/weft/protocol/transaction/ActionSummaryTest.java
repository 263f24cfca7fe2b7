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
import weft.protocol.TransactionGen;

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
