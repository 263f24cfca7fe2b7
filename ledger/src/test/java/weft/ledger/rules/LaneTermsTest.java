package weft.ledger.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.ledger.fixture.TestAccount;
import weft.ledger.fixture.TestChain;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.transaction.RollupId;

final class LaneTermsTest {
  private static final TestAccount OWNER = TestAccount.of("owner");
  private static final RollupId EAST = RollupId.of("east");

  /// So great that each byte of use is seen in what the fee becomes.
  private static final String LEAST = "1000000000000";

  /// Bytes and payloads, and the use that they stand for, of a lane of a cap.
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # by its bytes
          1048576, 1048576, 1, 1048576
          1048576, 600000, 37500, 600000
          # by its payloads
          1048576, 600000, 37501, 600016
          1048576, 65536, 65536, 1048576
          # rounded up: 32769 of 65536 payloads are 50001.526 of 100000 bytes
          100000, 32769, 32769, 50002
          100000, 50003, 32769, 50003
          # no lane this small is full by its payloads sooner than by its bytes
          65536, 40000, 40000, 40000
          3000, 2500, 2500, 2500
          """)
  void aLanesFeeMovesByTheFullerOfBytesAndPayloads(
      long cap, long bytes, long payloads, long usedBytes) {
    TestChain chain =
        new TestChain(TestChain.genesis(List.of(OWNER), "fee.min-lane-base-per-byte", LEAST));
    chain.register(OWNER, TestChain.terms(cap), EAST);
    LaneTerms lane = new BlockTerms(chain.state(), chain.height() + 1).lane(EAST).orElseThrow();

    Amount next = lane.after(Hash32.ZERO, new LaneRoom(bytes, payloads, 0)).baseFeePerByte();

    BigInteger fee = new BigInteger(LEAST);
    BigInteger target = BigInteger.valueOf(cap / 2);
    BigInteger above = BigInteger.valueOf(usedBytes).subtract(target);
    assertThat(next.toBigInteger())
        .isEqualTo(fee.add(fee.multiply(above).divide(target).divide(BigInteger.valueOf(8))));
  }
}
