package weft.ledger.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import weft.ledger.fixture.MapState;
import weft.ledger.fixture.TestAccount;
import weft.ledger.fixture.TestChain;
import weft.ledger.fixture.TestTransaction;
import weft.ledger.state.Keys;
import weft.ledger.state.StateChanges;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.GasTerms;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.RollupTerms;
import weft.protocol.transaction.SponsorshipTerms;

final class QueriesTest {
  private static final TestAccount ALICE = TestAccount.of("alice");
  private static final RollupId EAST = RollupId.of("east");
  private static final RollupId EAST_2 = RollupId.of("east-2");
  private static final RollupId WEST = RollupId.of("west");

  private final TestChain chain = new TestChain(TestChain.genesis(List.of(ALICE)));

  QueriesTest() {
    RollupTerms terms = TestChain.terms(1_000);
    RollupTerms withGas =
        new RollupTerms(
            terms.payee(),
            terms.policy(),
            List.of(),
            2_000,
            "https://weft.example",
            Optional.of(new GasTerms(1, 2, Amount.of(3))),
            List.of());
    chain.register(ALICE, terms, WEST, EAST_2);
    chain.register(ALICE, withGas, EAST);
  }

  @Test
  void describesAnAccount() {
    chain.runAll(
        TestTransaction.from(ALICE).nonce(300, 0).action(TestChain.submit(WEST, 9)).sign());

    Queries.AccountInfo info = Queries.account(chain.state(), ALICE.address());

    assertThat(info.balances())
        .containsExactly(
            new Queries.BalanceInfo(TestChain.USD, TestChain.FUNDS),
            new Queries.BalanceInfo(TestChain.WEFT, chain.balance(ALICE, TestChain.WEFT)));
    assertThat(info.channels())
        .containsExactly(new Queries.ChannelInfo(0, 3), new Queries.ChannelInfo(300, 1));
    assertThat(Queries.account(chain.state(), TestChain.PAYEE.address()).claimable())
        .containsExactly(
            new Queries.BalanceInfo(
                TestChain.WEFT, chain.claimable(TestChain.PAYEE, TestChain.WEFT)));
    assertThat(Queries.nextSequence(chain.state(), ALICE.address(), 300)).isEqualTo(1);
  }

  @Test
  void describesAnAccountThatWasNeverTouched() {
    Queries.AccountInfo info = Queries.account(chain.state(), TestAccount.of("nobody").address());

    assertThat(info.balances()).isEmpty();
    assertThat(info.claimable()).isEmpty();
    assertThat(info.channels()).isEmpty();
  }

  @Test
  void listsRollupsByName() {
    assertThat(Queries.rollups(chain.state(), "", 2))
        .extracting(Queries.RollupInfo::rollup)
        .containsExactly(EAST, EAST_2);
    assertThat(Queries.rollups(chain.state(), "east-2", 2))
        .extracting(Queries.RollupInfo::rollup)
        .containsExactly(WEST);
    assertThat(Queries.rollup(chain.state(), RollupId.of("nowhere"))).isEmpty();
  }

  @Test
  void tellsTheFeesOfTheNextBlock() {
    Queries.FeeInfo fees = Queries.fees(chain.state(), chain.height() + 1, 10);

    assertThat(fees.defaultAsset()).isEqualTo(TestChain.WEFT);
    assertThat(fees.baseFeePerByte()).isEqualTo(Amount.of(100));
    assertThat(fees.lanes())
        .containsExactly(
            new Queries.LaneFeeInfo(EAST, Amount.of(10), Optional.of(Amount.of(3)), 2_000),
            new Queries.LaneFeeInfo(EAST_2, Amount.of(10), Optional.empty(), 1_000),
            new Queries.LaneFeeInfo(WEST, Amount.of(10), Optional.empty(), 1_000));
    assertThat(fees.assets()).containsExactly(new Queries.RateInfo(TestChain.USD, 2, 1));
  }

  @Test
  void tellsFeesThatFallWhileNothingHappens() {
    for (int i = 0; i < 20; i++) {
      chain.runAll(
          TestTransaction.from(ALICE).nonce(1, i).action(TestChain.submit(WEST, 1_000)).sign());
    }
    long next = chain.height() + 1;
    Amount now = laneFee(next);
    Amount later = laneFee(next + 3);

    assertThat(now).isGreaterThan(Amount.of(70));
    assertThat(later).isLessThan(now);
    chain.runEmpty(3);
    assertThat(laneFee(chain.height() + 1)).isEqualTo(later);
  }

  private Amount laneFee(long nextHeight) {
    return Queries.fees(chain.state(), nextHeight, 10).lanes().getLast().baseFeePerByte();
  }

  @Test
  void describesASponsorshipWhileItIsOpen() {
    SponsorshipTerms caps = new SponsorshipTerms(Amount.of(1), Amount.of(2), Amount.of(3));
    chain.runAll(
        TestTransaction.from(ALICE)
            .nonce(1, 0)
            .action(new Action.SetSponsorship(WEST, caps))
            .sign());
    assertThat(Queries.sponsorship(chain.state(), WEST, ALICE.address(), Optional.empty()))
        .contains(
            new Queries.SponsorshipInfo(WEST, ALICE.address(), caps, Amount.ZERO, Amount.ZERO));

    chain.runAll(
        TestTransaction.from(ALICE).nonce(1, 1).action(new Action.CloseSponsorship(WEST)).sign());
    assertThat(Queries.sponsorship(chain.state(), WEST, ALICE.address(), Optional.empty()))
        .isEmpty();
  }

  @Test
  void findsAmountsThatCameFromNowhereOrWentMissing() {
    assertThat(ConservationCheck.totals(chain.state()))
        .extracting(ConservationCheck.AssetTotal::asset)
        .containsExactly(TestChain.USD, TestChain.WEFT);

    MapState forged = chain.state();
    TreeMap<Bytes, Optional<Bytes>> change = new TreeMap<>();
    change.put(
        Keys.balance(ALICE.address(), TestChain.USD),
        Optional.of(TestChain.FUNDS.plus(Amount.of(1)).toBytes()));
    forged.apply(new StateChanges(change));

    assertThat(ConservationCheck.violations(forged))
        .containsExactly(
            new ConservationCheck.AssetTotal(
                TestChain.USD, TestChain.FUNDS, TestChain.FUNDS.plus(Amount.of(1))));
  }
}
