package weft.ledger.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.ledger.fixture.TestAccount;
import weft.ledger.fixture.TestChain;
import weft.ledger.fixture.TestTransaction;
import weft.ledger.query.Queries;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Action.BundleEntry;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.SponsorshipTerms;
import weft.protocol.transaction.VerifiedTransaction;

final class SponsorshipTest {
  private static final TestAccount SPONSOR = TestAccount.of("sponsor");
  private static final TestAccount USER = TestAccount.of("user without funds");
  private static final TestAccount USER_2 = TestAccount.of("another user");
  private static final RollupId EAST = RollupId.of("east");
  private static final RollupId WEST = RollupId.of("west");

  private final TestChain chain = new TestChain(TestChain.genesis(List.of(SPONSOR)));

  @BeforeEach
  void register() {
    chain.register(SPONSOR, TestChain.terms(10_000), EAST, WEST);
  }

  private static TestTransaction user(int sequence) {
    return TestTransaction.from(USER).nonce(0, sequence).sponsor(SPONSOR);
  }

  private static VerifiedTransaction submit(int sequence) {
    return user(sequence).action(TestChain.submit(EAST, 100)).sign();
  }

  /// What one [#submit] costs.
  private long cost() {
    return submit(0).transaction().size() * 100L + 100 * 10;
  }

  private void sponsor(long perBlock, long perSender, long total) {
    SponsorshipTerms terms =
        new SponsorshipTerms(Amount.of(perBlock), Amount.of(perSender), Amount.of(total));
    bySponsor(new Action.SetSponsorship(EAST, terms));
  }

  private void bySponsor(Action action) {
    chain.runAll(
        TestTransaction.from(SPONSOR)
            .nonce(0, chain.nextSequence(SPONSOR, 0))
            .action(action)
            .sign());
  }

  private void assertRefused(VerifiedTransaction transaction, RefusalCode code, String limit) {
    Refusal refusal = chain.runRefused(transaction);
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.field()).isEqualTo("body.sponsor");
    assertThat(refusal.limit()).startsWith(limit);
  }

  @Test
  void servesAUserWithoutAnyFunds() {
    sponsor(1_000_000, 1_000_000, 1_000_000);
    Amount before = chain.balance(SPONSOR, TestChain.WEFT);

    chain.runAll(submit(0), submit(1));

    assertThat(chain.balance(SPONSOR, TestChain.WEFT))
        .isEqualTo(
            before
                .minus(Amount.of(submit(0).transaction().size() * 100L + 1_000))
                .minus(Amount.of(submit(1).transaction().size() * 100L + 1_000)));
    assertThat(chain.balance(USER, TestChain.WEFT)).isEqualTo(Amount.ZERO);
    assertThat(chain.nextSequence(USER, 0)).isEqualTo(2);
    assertThat(chain.lastLanes().getFirst().units()).hasSize(2);
  }

  @Test
  void refusesWithoutAnOpenSponsorship() {
    assertRefused(submit(0), RefusalCode.SPONSORSHIP_NOT_FOUND, "");
    sponsor(1_000_000, 1_000_000, 1_000_000);
    bySponsor(new Action.CloseSponsorship(EAST));

    assertRefused(submit(0), RefusalCode.SPONSORSHIP_NOT_FOUND, "");
    Refusal again =
        chain.runRefused(
            TestTransaction.from(SPONSOR)
                .nonce(0, chain.nextSequence(SPONSOR, 0))
                .action(new Action.CloseSponsorship(EAST))
                .sign());
    assertThat(again.code()).isEqualTo(RefusalCode.SPONSORSHIP_NOT_FOUND);
  }

  @Test
  void capsWhatOneSenderUses() {
    sponsor(1_000_000, 2 * cost(), 1_000_000);
    chain.runAll(submit(0));
    chain.runAll(user(1).action(TestChain.submit(EAST, 1)).sign());

    assertRefused(submit(2), RefusalCode.SPONSORSHIP_EXHAUSTED, "max_per_sender");
    chain.runAll(
        TestTransaction.from(USER_2).sponsor(SPONSOR).action(TestChain.submit(EAST, 1)).sign());
  }

  @Test
  void capsWhatIsUsedInTotal() {
    sponsor(1_000_000, 1_000_000, cost());
    chain.runAll(submit(0));

    assertRefused(submit(1), RefusalCode.SPONSORSHIP_EXHAUSTED, "max_total");
  }

  @Test
  void tellsACapPerBlockThatIsUsedUpFromOneThatIsTooSmall() {
    sponsor(cost() + 500, 1_000_000, 1_000_000);

    assertThat(chain.run(List.of(submit(0), submit(1))).refusals())
        .extracting(Refusal::code)
        .containsExactly(RefusalCode.BLOCK_FULL);
    chain.runAll(submit(1));
    assertRefused(
        user(2).action(TestChain.submit(EAST, 200)).sign(),
        RefusalCode.SPONSORSHIP_EXHAUSTED,
        "max_per_block");
  }

  @Test
  void countsFurtherAfterACapIsChangedAndAnewAfterReopening() {
    sponsor(1_000_000, cost(), 1_000_000);
    chain.runAll(submit(0));
    sponsor(1_000_000, cost() + 100, 1_000_000);
    assertRefused(submit(1), RefusalCode.SPONSORSHIP_EXHAUSTED, "max_per_sender");

    bySponsor(new Action.CloseSponsorship(EAST));
    sponsor(1_000_000, cost() + 200, 1_000_000);
    chain.runAll(submit(1));

    Queries.SponsorshipInfo info =
        Queries.sponsorship(chain.state(), EAST, SPONSOR.address(), Optional.of(USER.address()))
            .orElseThrow();
    assertThat(info.usedBySender()).isEqualTo(info.usedTotal()).isNotEqualTo(Amount.ZERO);
  }

  @Test
  void countsAFeeInAnotherAssetInTheDefaultAsset() {
    sponsor(1_000_000, 1_000_000, 1_000_000);
    VerifiedTransaction transaction =
        user(0).feeAsset(TestChain.USD).action(TestChain.submit(EAST, 100)).sign();

    Checked<TransactionOutcome> outcome = chain.run(List.of(transaction)).outcomes().getFirst();

    Amount fee = ((Checked.Ok<TransactionOutcome>) outcome).value().fee();
    assertThat(
            Queries.sponsorship(chain.state(), EAST, SPONSOR.address(), Optional.empty())
                .orElseThrow()
                .usedTotal())
        .isEqualTo(fee.mulDivCeil(1, 2));
  }

  @Test
  void paysNoTips() {
    sponsor(1_000_000, 1_000_000, 1_000_000);

    Refusal refusal = chain.runRefused(user(0).tip(1).action(TestChain.submit(EAST, 100)).sign());

    assertThat(refusal.code()).isEqualTo(RefusalCode.SPONSORSHIP_NOT_APPLICABLE);
    assertThat(refusal.field()).isEqualTo("body.tip");
    assertThat(refusal.limit()).isEqualTo("0 weft");
  }

  @Test
  void paysForSubmissionsToOneRollupOnly() {
    sponsor(1_000_000, 1_000_000, 1_000_000);
    Action bundle = new Action.Bundle(List.of(new BundleEntry(EAST, Payload.of(Bytes.utf8("x")))));
    Action transfer =
        new Action.Transfer(Address.fromHex("11".repeat(20)), TestChain.WEFT, Amount.of(1));
    List<TestTransaction> refused =
        List.of(
            user(0),
            user(0).action(transfer),
            user(0).action(bundle),
            user(0).action(TestChain.submit(EAST, 1)).action(transfer),
            user(0).action(TestChain.submit(EAST, 1)).action(TestChain.submit(WEST, 1)));
    for (TestTransaction transaction : refused) {
      assertRefused(transaction.sign(), RefusalCode.SPONSORSHIP_NOT_APPLICABLE, "");
    }
    chain.runAll(
        user(0).action(TestChain.submit(EAST, 1)).action(TestChain.submit(EAST, 2)).sign());
  }

  @Test
  void refusesWhereTheSponsorHasNoFundsLeft() {
    sponsor(1_000_000, 1_000_000, 1_000_000);
    Amount rest = chain.balance(SPONSOR, TestChain.WEFT).minus(Amount.of(30_000));
    bySponsor(new Action.Transfer(USER_2.address(), TestChain.WEFT, rest));

    assertRefused(submit(0), RefusalCode.INSUFFICIENT_FUNDS, "");
  }

  @Test
  void opensOnlyForARollupThatExistsAndIsNotClosed() {
    SponsorshipTerms terms = new SponsorshipTerms(Amount.of(1), Amount.of(1), Amount.of(1));
    Action unknown = new Action.SetSponsorship(RollupId.of("nowhere"), terms);
    assertThat(refusedOfSponsor(unknown)).isEqualTo(RefusalCode.ROLLUP_NOT_FOUND);
    bySponsor(new Action.CloseRollup(EAST, 8));
    chain.runEmpty(10);

    assertThat(refusedOfSponsor(new Action.SetSponsorship(EAST, terms)))
        .isEqualTo(RefusalCode.ROLLUP_CLOSED);
  }

  private RefusalCode refusedOfSponsor(Action action) {
    return chain
        .runRefused(
            TestTransaction.from(SPONSOR)
                .nonce(0, chain.nextSequence(SPONSOR, 0))
                .action(action)
                .sign())
        .code();
  }
}
