package weft.ledger.fee;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import weft.ledger.fixture.TestAccount;
import weft.ledger.fixture.TestChain;
import weft.ledger.fixture.TestTransaction;
import weft.ledger.rules.BlockTerms;
import weft.ledger.rules.BlockUsage;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.TransactionLimits;
import weft.protocol.transaction.VerifiedTransaction;

/// Run with `-Dweft.write-docs=true` to write the figure anew.
final class LaneFloodTest {
  private static final Path ROOT = Path.of(System.getProperty("weft.root", ".."));

  private final List<LaneFlood.Step> steps = new LaneFlood().run();

  @Test
  void raisesTheFeeOfTheFloodedLaneOnly() {
    Amount least = Amount.of(10);
    for (LaneFlood.Step step : steps) {
      assertThat(step.lanes().get(1)).isEqualTo(least);
      assertThat(step.lanes().get(2)).isEqualTo(least);
      assertThat(step.base()).isEqualTo(Amount.of(100));
    }
    assertThat(steps.get(LaneFlood.FLOOD_FROM).lanes().getFirst()).isEqualTo(least);
    assertThat(steps.get(LaneFlood.FLOOD_TO).lanes().getFirst()).isGreaterThan(Amount.of(10_000));
    assertThat(steps.getLast().lanes().getFirst()).isLessThan(Amount.of(30));
  }

  @Test
  void theLargestLaneOfTheDefaultsLeavesTheBlocksFeeAlone() {
    Amount least = Amount.of(100);
    int smallest = 267;

    for (int bytes = smallest; bytes <= TransactionLimits.MAX_PAYLOAD_BYTES; bytes *= 2) {
      assertThat(LargestLane.baseFeeAfterFilling(1, bytes)).as("%d bytes", bytes).isEqualTo(least);
    }
    assertThat(LargestLane.baseFeeAfterFilling(1, smallest - 1)).isGreaterThan(least);
  }

  @Test
  void manyPayloadsInATransactionLeaveTheBlocksFeeAloneWhateverTheirSize() {
    for (int bytes : new int[] {1, 16, 63, 64, 65, 79, 80, 81, 100, 127, 128, 256}) {
      assertThat(LargestLane.baseFeeAfterFilling(TransactionLimits.MAX_PAYLOADS, bytes))
          .as("%d bytes", bytes)
          .isEqualTo(Amount.of(100));
    }
  }

  @Test
  void fillingTheLargestLaneMovesItsOwnFeeOnly() {
    TestAccount attacker = TestAccount.of("attacker");
    TestChain chain = new TestChain(TestChain.genesis(List.of(attacker)));
    long cap = LargestLane.CAP;
    chain.register(attacker, TestChain.terms(cap), LaneFlood.FLOODED);
    int part = 1_000_000;

    for (int block = 0; block < 24; block++) {
      List<VerifiedTransaction> flood = new ArrayList<>();
      for (int channel = 1; channel <= cap / part; channel++) {
        flood.add(
            TestTransaction.from(attacker)
                .nonce(channel, block)
                .maxFee(Amount.parse("100000000000000"))
                .action(TestChain.submit(LaneFlood.FLOODED, part))
                .sign());
      }
      chain.runAll(flood.toArray(VerifiedTransaction[]::new));
    }

    BlockTerms terms = new BlockTerms(chain.state(), chain.height() + 1);
    assertThat(terms.baseFeePerByte()).isEqualTo(Amount.of(100));
    assertThat(terms.lane(LaneFlood.FLOODED).orElseThrow().baseFeePerByte())
        .isGreaterThan(Amount.of(80));
  }

  @Test
  void aLaneFilledByTheNumberOfItsPayloadsCostsAsTheTableSays() {
    TestAccount attacker = TestAccount.of("attacker");
    TestChain chain = new TestChain(TestChain.genesis(List.of(attacker)));
    chain.register(attacker, TestChain.terms(1 << 20), LaneFlood.FLOODED);
    int perTransaction = 1_024;
    Action submit =
        new Action.Submit(
            LaneFlood.FLOODED,
            Collections.nCopies(perTransaction, Payload.of(Bytes.wrap(new byte[1]))));
    int blocks = 24;
    BigInteger paid = BigInteger.ZERO;

    for (int block = 0; block < blocks; block++) {
      BlockTerms terms = new BlockTerms(chain.state(), chain.height() + 1);
      Amount before = chain.balance(attacker, TestChain.WEFT);
      List<VerifiedTransaction> flood = new ArrayList<>();
      for (int channel = 1; channel <= BlockUsage.MAX_LANE_PAYLOADS / perTransaction; channel++) {
        flood.add(TestTransaction.from(attacker).nonce(channel, block).action(submit).sign());
      }
      chain.runAll(flood.toArray(VerifiedTransaction[]::new));
      long envelopes = flood.stream().mapToLong(one -> one.transaction().size()).sum();
      Amount laneFees =
          before
              .minus(chain.balance(attacker, TestChain.WEFT))
              .minus(terms.baseFeePerByte().times(envelopes));
      paid = paid.add(laneFees.toBigInteger());
    }

    assertThat(paid).isEqualTo(LaneFlood.units(LaneFlood.Filler.PAYLOADS, 100, blocks));
  }

  @Test
  void costsAnAttackerMoreThanAnyoneHasToKeepALaneFullForAnHour() {
    System.out.println(LaneFlood.costTable());

    for (LaneFlood.Filler filler : LaneFlood.Filler.values()) {
      assertThat(LaneFlood.cost(filler, 100, 36_000))
          .isGreaterThan(LaneFlood.cost(filler, 50, 36_000).movePointRight(15));
    }
  }

  @Test
  void isDrawnInTheDocs() throws IOException {
    Path file = ROOT.resolve("docs/figures/lane-flood.svg");
    String drawn = LaneFloodFigure.draw(steps);
    if (Boolean.getBoolean("weft.write-docs")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, drawn);
    }

    assertThat(Files.readString(file)).isEqualTo(drawn);
  }

  @Test
  void isTabledInTheDocs() throws IOException {
    assertThat(Files.readString(ROOT.resolve("docs/protocol/fees.md")))
        .contains(LaneFlood.costTable());
  }
}
