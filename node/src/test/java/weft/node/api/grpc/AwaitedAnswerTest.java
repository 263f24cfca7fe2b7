package weft.node.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import weft.node.api.limit.ByteBudget;
import weft.node.api.limit.ClientAddress;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.wire.Refusal;
import weft.protocol.wire.SubmitBatchResponse;
import weft.protocol.wire.SubmitResponse;

/// An answer of a submission stream counts as memory exactly while it is kept.
final class AwaitedAnswerTest {
  private static final SubmitBatchResponse ANSWER =
      SubmitBatchResponse.newBuilder()
          .addAnswers(SubmitResponse.newBuilder().setRefusal(Refusal.newBuilder().setCode("x")))
          .build();
  private static final long KEPT_BYTES = 3L * ANSWER.getSerializedSize();

  @Test
  void anAnswerCountsUntilItIsClosed() {
    ByteBudget budget = new ByteBudget(KEPT_BYTES, KEPT_BYTES);
    AwaitedAnswer one = awaited(budget);
    assertThat(one.outcome()).isNull();
    one.complete(ANSWER, null);
    assertThat(one.outcome()).isEqualTo(Checked.ok(ANSWER));
    assertThat(budget.used()).isEqualTo(KEPT_BYTES);
    one.close();
    assertThat(budget.used()).isZero();
  }

  @Test
  void anAnswerWithoutMemoryIsNotKept() {
    ByteBudget budget = new ByteBudget(KEPT_BYTES - 1, KEPT_BYTES);
    AwaitedAnswer one = awaited(budget);
    one.complete(ANSWER, null);
    assertRefused(one, RefusalCode.OVERLOADED);
    assertThat(budget.used()).isZero();
  }

  @Test
  void anAnswerThatComesTooLateIsNotKept() {
    ByteBudget budget = new ByteBudget(KEPT_BYTES, KEPT_BYTES);
    AwaitedAnswer one = awaited(budget);
    one.close();
    one.complete(ANSWER, null);
    assertRefused(one, RefusalCode.OVERLOADED);
    assertThat(budget.used()).isZero();
  }

  @Test
  void aFaultIsARefusalThatSaysNothing() {
    AwaitedAnswer one = awaited(new ByteBudget(1, 1));
    one.complete(null, new IllegalStateException("a fault that the test makes"));
    assertRefused(one, RefusalCode.NODE_FAULT);
  }

  private static AwaitedAnswer awaited(ByteBudget budget) {
    return new AwaitedAnswer(1, budget.open(ClientAddress.UNKNOWN));
  }

  private static void assertRefused(AwaitedAnswer one, RefusalCode code) {
    assertThat(one.outcome())
        .isInstanceOfSatisfying(
            Checked.Refused.class, refused -> assertThat(refused.refusal().code()).isEqualTo(code));
  }
}
