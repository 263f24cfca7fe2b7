package weft.market.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.RollupSet;
import weft.market.auction.RollupTerms;
import weft.market.selection.Selected;
import weft.protocol.mechanism.Mechanism;

final class ModuleSelectionTest {
  private static final long FUEL = 10_000;
  private static final Selected DECLARED =
      new Selected(List.of(2), BigInteger.valueOf(20), true, 3);

  /// A 10, B 6, AB 20, AB 15, A 10 and B 9 of one group.
  private static Auction auction(Optional<BigInteger> lastBudget) {
    return new Auction(
        List.of(RollupTerms.PLAIN, RollupTerms.PLAIN),
        List.of(
            Bid.of(0, RollupSet.of(0), BigInteger.TEN),
            Bid.of(1, RollupSet.of(1), BigInteger.valueOf(6)),
            Bid.of(2, RollupSet.of(0, 1), BigInteger.valueOf(20)),
            Bid.of(3, RollupSet.of(0, 1), BigInteger.valueOf(15)),
            grouped(RollupSet.of(0), 10),
            grouped(RollupSet.of(1), 9)),
        List.of(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), lastBudget),
        List.of(Mechanism.DEFAULT));
  }

  private static Bid grouped(RollupSet rollups, long amount) {
    return new Bid(
        4, rollups, BigInteger.valueOf(amount), OptionalInt.of(0), 0, List.of(), List.of());
  }

  private static ModuleSelection select(String body, Auction auction) {
    List<Integer> legal = IntStream.range(0, auction.bids().size()).boxed().toList();
    return ModuleSelection.of(
        TestModule.selecting(body).accepted(), auction, legal, FUEL, DECLARED);
  }

  /// Stores the count and the places at address 0 as i32, then answers 0.
  private static String answering(int... words) {
    StringBuilder body = new StringBuilder("00 ");
    for (int i = 0; i < words.length; i++) {
      body.append("41 %02x 41 %02x 36 02 00 ".formatted(4 * i, words[i]));
    }
    return body + "41 00 0b";
  }

  private static ModuleSelection select(int... words) {
    return select(answering(words), auction(Optional.empty()));
  }

  @Test
  void aModulesWinnersCount() {
    ModuleSelection selection = select(1, 2);
    assertThat(selection.fault()).isEmpty();
    assertThat(selection.selected().winners()).containsExactly(2);
    assertThat(selection.selected().value()).isEqualTo(20);
    assertThat(selection.selected().exact()).isFalse();
    // 16 is less than 20, but no rollup is worse off than with the bids on it alone.
    assertThat(select(2, 0, 1).selected().winners()).containsExactly(0, 1);
  }

  @Test
  void winnersThatCannotWinTogetherDoNotCount() {
    // A twice; both of a group; a bid that is not there; not ascending; too many.
    for (int[] words : new int[][] {{2, 0, 2}, {2, 4, 5}, {1, 6}, {2, 1, 0}, {2, 0, 0}}) {
      assertThat(select(words).fault()).contains(ModuleFault.NOT_TOGETHER);
      assertThat(select(words).selected()).isEqualTo(DECLARED);
    }
    assertThat(select(7).fault()).contains(ModuleFault.ADDRESS);
    Auction poor = auction(Optional.of(BigInteger.valueOf(9)));
    assertThat(select(answering(2, 1, 4), poor).fault()).contains(ModuleFault.NOT_TOGETHER);
  }

  @Test
  void winnersThatLeaveARollupBelowItsOwnBidsDoNotCount() {
    // AB 15 pays less than A 10 and B 9; B 6 would win beside A 10; nothing is sold at all.
    for (int[] words : new int[][] {{1, 3}, {1, 0}, {0}}) {
      assertThat(select(words).fault()).contains(ModuleFault.BELOW_FLOOR);
    }
  }

  @Test
  void aModuleThatComesToNoEndDoesNotCount() {
    ModuleSelection endless = select("00 03 40 0c 00 0b 41 00 0b", auction(Optional.empty()));
    assertThat(endless)
        .isEqualTo(new ModuleSelection(DECLARED, FUEL, Optional.of(ModuleFault.OUT_OF_FUEL)));
  }

  @Test
  void auctionsThatAreTooLargeForAModuleGoToTheDeclaredRule() {
    Auction small = auction(Optional.empty());
    Auction large =
        new Auction(
            java.util.Collections.nCopies(65, RollupTerms.PLAIN),
            small.bids(),
            small.budgets(),
            small.mechanisms());
    assertThat(select(answering(1, 2), large))
        .isEqualTo(new ModuleSelection(DECLARED, 0, Optional.of(ModuleFault.INPUT_TOO_LARGE)));
  }
}
