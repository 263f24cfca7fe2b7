package weft.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import weft.primitives.PrivateKey;
import weft.protocol.refusal.RefusalCode;

/// What an operator reads about the mempool: one line for each event, none for each transaction.
final class MempoolLogTest {
  private static final PrivateKey ALICE = Signed.key("alice");
  private static final PrivateKey BOB = Signed.key("bob");

  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(MempoolLog.NAME);

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
    logger.setLevel(Level.INFO);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(lines);
    logger.setLevel(null);
  }

  @Test
  void recoveryIsSummedUp() {
    TestJournal journal = new TestJournal();
    try (MempoolFixture before = new MempoolFixture(MempoolFixture.small(), journal)) {
      before.accept(Signed.by(ALICE).sequence(0));
      before.accept(Signed.by(ALICE).sequence(1));
    }
    try (MempoolFixture after = new MempoolFixture(MempoolFixture.small(), journal)) {
      assertThat(after.mempool.size().transactions()).isEqualTo(2);
    }
    assertThat(messages()).last().asString().startsWith("recovered height=0 pending=2 final=0 ms=");
  }

  @Test
  void anOverloadIsOneLineWhenItBeginsAndOneWhenItEnds() {
    try (MempoolFixture full = new MempoolFixture(MempoolFixture.settings(1, 1, 9))) {
      full.accept(Signed.by(ALICE).tip(900));
      lines.list.clear();
      for (int i = 0; i < 5; i++) {
        full.nowMs.addAndGet(10);
        assertThat(full.refusalCode(Signed.by(BOB))).isEqualTo(RefusalCode.MEMPOOL_FULL);
      }
      full.commit(List.of());
      assertThat(messages())
          .singleElement()
          .asString()
          .startsWith("overload began code=mempool-full next=");

      full.nowMs.addAndGet(Overload.CALM_MS);
      full.commit(List.of());
      full.commit(List.of());
      assertThat(messages()).hasSize(2).last().isEqualTo("overload ended refused=5 ms=40");
    }
  }

  private List<String> messages() {
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
