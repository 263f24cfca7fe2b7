package weft.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.node.mempool.Submissions.Answer;
import weft.primitives.PrivateKey;
import weft.protocol.refusal.RefusalCode;

/// Whatever breaks: everybody who waits is answered, and the node hears why it has to stop.
@Timeout(120)
final class MempoolFaultTest {
  private static final PrivateKey ALICE = Signed.key("alice");
  private static final PrivateKey BOB = Signed.key("bob");

  private final MempoolFixture fixture = new MempoolFixture(MempoolSettings.defaults(2));
  private final RuntimeException fault = new IllegalStateException("broken by the test");

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void aBrokenJournalThreadAnswersWhatItHoldsAndWhatWaitsForIt() {
    fixture.journal.stop();
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    answers.add(fixture.send(Signed.by(BOB).sign()));
    fixture.journal.awaitStoppedWrite();
    for (int i = 0; i < 20; i++) {
      answers.add(fixture.send(Signed.by(ALICE).sequence(i).sign()));
    }
    Awaitility.await().until(() -> fixture.mempool.size().transactions() == 21);
    fixture.journal.breakDown(fault);
    fixture.journal.resume();

    answers.forEach(answer -> assertStopping(MempoolFixture.answer(answer)));
    assertStopped();
  }

  @Test
  void aBrokenVerifierThreadAnswersWhatItHoldsAndWhatWaitsForIt() {
    AtomicBoolean blockCame = new AtomicBoolean();
    fixture.ledger.afterCheck(
        () -> {
          if (Thread.currentThread().getName().startsWith("weft-verify")) {
            throw fault;
          }
          if (blockCame.compareAndSet(false, true)) {
            fixture.commit(List.of());
          }
        });
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      answers.add(fixture.send(Signed.by(ALICE).sequence(i).sign()));
    }

    assertStopping(MempoolFixture.answer(answers.getFirst()));
    answers.forEach(answer -> assertThat(MempoolFixture.answer(answer)).isNotNull());
    assertStopped();
  }

  @Test
  void aBrokenOutboxThreadLeavesNobodyWithoutAnAnswer() {
    fixture.journal.stop();
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    answers.add(fixture.send(Signed.by(BOB).sign()));
    fixture.journal.awaitStoppedWrite();
    for (int i = 0; i < 20; i++) {
      answers.add(fixture.send(Signed.by(ALICE).sequence(i).sign()));
    }
    try (var reader =
        fixture
            .mempool
            .statusChanges()
            .open(
                _ -> {
                  throw fault;
                },
                10)) {
      fixture.journal.resume();
      answers.forEach(answer -> assertThat(MempoolFixture.answer(answer)).isNotNull());
      assertThat(reader).isNotNull();
    }
    assertStopped();
  }

  @Test
  void aFaultInTheLedgerOnASubmittersThreadIsToldAndForgotten() {
    fixture.ledger.afterCheck(
        () -> {
          throw fault;
        });
    assertThatThrownBy(() -> fixture.submit(Signed.by(ALICE).sign())).hasCause(fault);

    fixture.ledger.afterCheck(() -> {});
    fixture.accept(Signed.by(ALICE));
    assertThat(fixture.faults).isEmpty();
  }

  private void assertStopped() {
    Awaitility.await().until(() -> fixture.faults.contains(fault));
    assertStopping(fixture.submit(Signed.by(BOB).nonce(9, 0).sign()));
  }

  private static void assertStopping(Answer answer) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.refusal().code()).isEqualTo(RefusalCode.NODE_STOPPING));
  }
}
