package weft.chain.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.chain.fixture.TestMarket.EAST;
import static weft.chain.fixture.TestMarket.WEST;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import weft.chain.block.Chain;
import weft.chain.block.PendingBid;
import weft.chain.fixture.TestMarket;
import weft.chain.fixture.TestNet;
import weft.chain.store.CommittedBlock;
import weft.chain.store.InMemoryChainStore;
import weft.primitives.Amount;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.auction.Release;
import weft.protocol.transaction.VerifiedTransaction;

/// Successive blocks of a real chain that defers, as they are and with releases falsified.
final class EscrowAuditTest {
  private static final long BLOCKS = 3;

  private final TestNet net = TestNet.of(4);
  private final Chain chain = net.open(new InMemoryChainStore());
  private final List<ShownBlock> shown = new ArrayList<>();

  private CommittedBlock add(VerifiedTransaction... transactions) {
    return add(TestNet.step(chain, transactions));
  }

  private CommittedBlock add(CommittedBlock block) {
    shown.add(ShownBlock.of(block, false));
    return block;
  }

  /// Sells both lanes, and lets the rollups report if wanted; then waits until all is paid out.
  private void run(boolean reports) {
    add(TestMarket.openingDeferred(net.keys(), BLOCKS));
    PendingBid both =
        TestMarket.pending(net.account(1), 0, 90, TestMarket.body(net.account(1), 1, EAST, WEST));
    long height =
        add(TestNet.commit(
                chain,
                TestNet.propose(chain, Long.MAX_VALUE, TestMarket.offering(List.of(both)))
                    .block()
                    .candidate()))
            .header()
            .height();
    if (reports) {
      add(TestMarket.report(net.account(0), 1, EAST, height, 1));
      add(TestMarket.report(net.account(0), 2, WEST, height, 3));
    }
    while (chain.head().height() < height + BLOCKS + 1) {
      add();
    }
  }

  private static List<String> audit(List<ShownBlock> blocks) {
    EscrowAudit audit = new EscrowAudit();
    List<String> rules = new ArrayList<>();
    for (ShownBlock block : blocks) {
      block.audit().forEach(one -> rules.add(one.rule()));
      audit.add(block.block()).forEach(one -> rules.add(one.rule()));
    }
    audit.end(blocks.getLast().block().height() + 100).forEach(one -> rules.add(one.rule()));
    return rules.stream().distinct().sorted().toList();
  }

  /// The blocks with the releases of the one that has some changed, agreed on.
  private List<ShownBlock> with(UnaryOperator<List<Release>> change) {
    return shown.stream()
        .map(
            block ->
                block.block().record().map(AuctionRecord::releases).orElse(List.of()).isEmpty()
                    ? block
                    : block.agreed(record -> record.with(change.apply(record.releases()))))
        .toList();
  }

  private static Release changed(Release release, UnaryOperator<Release.Part> change) {
    return new Release(
        release.height(),
        release.bid(),
        release.asset(),
        release.parts().stream().map(change).toList());
  }

  private List<ShownBlock> withParts(UnaryOperator<Release.Part> change) {
    return with(releases -> releases.stream().map(one -> changed(one, change)).toList());
  }

  @Test
  void honestBlocksHaveNoDeviations() {
    run(true);
    assertThat(audit(shown)).isEmpty();
    // Where an audit begins later, what was put in before is not known, and not complained about.
    assertThat(audit(shown.subList(2, shown.size()))).isEmpty();
  }

  @Test
  void whatIsPaidByDefaultIsRight() {
    run(false);
    assertThat(shown.getLast().record().releases()).singleElement().matches(Release::isByDefault);
    assertThat(audit(shown)).isEmpty();
  }

  @Test
  void whatIsPaidOutOtherwiseIsFound() {
    run(true);
    assertThat(
            audit(
                withParts(
                    part ->
                        new Release.Part(
                            part.rollup(), part.signal(), part.amount().plus(Amount.of(1))))))
        .contains("BID-65");
    assertThat(
            audit(
                withParts(
                    part ->
                        new Release.Part(part.rollup(), Optional.of(Amount.of(5)), Amount.of(22)))))
        .as("nobody has reported that")
        .containsExactly("BID-63");
    assertThat(
            audit(
                withParts(
                    part -> new Release.Part(part.rollup(), Optional.empty(), Amount.of(22)))))
        .as("too early")
        .containsExactly("BID-66");
    assertThat(audit(with(releases -> List.of(releases.getFirst(), releases.getFirst()))))
        .as("twice")
        .containsExactly("BID-64");
  }

  @Test
  void whatIsNotPaidOutIsFound() {
    run(false);
    assertThat(audit(shown.subList(0, shown.size() - 1))).containsExactly("BID-66");
    assertThat(audit(with(_ -> List.of()))).containsExactly("BID-66", "EXEC-28");
  }
}
