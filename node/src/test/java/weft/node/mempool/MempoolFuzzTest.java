package weft.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.node.mempool.Submissions.Answer;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.Fuzz;
import weft.protocol.refusal.RefusalCode;

/// Mutated envelopes: each gets an answer, none an exception, none gets in without a right
/// signature.
final class MempoolFuzzTest {
  private static final int IN_FLIGHT = 512;

  @Test
  void mutatedEnvelopesAreAnsweredAndNeverThrow() {
    run(Fuzz.few("MempoolFuzzTest", 100_000));
  }

  @Test
  @Tag("slow")
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void manyMutatedEnvelopesAreAnsweredAndNeverThrow() {
    run(Fuzz.many("MempoolFuzzTest", 300_000));
  }

  private static void run(Fuzz fuzz) {
    List<byte[]> seeds = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      Signed description = Signed.by(Signed.key("fuzz " + i)).nonce(i % 3, 0).tip(i * 7L);
      Signed shaped = i % 4 == 0 ? description.to(Signed.EAST, Signed.WEST) : description;
      seeds.add(shaped.sign().envelope().toArray());
    }
    int accepted = 0;
    try (MempoolFixture fixture = new MempoolFixture(MempoolSettings.defaults(2))) {
      List<CompletableFuture<Answer>> answers = new ArrayList<>();
      for (int i = 0; i < fuzz.cases(); i++) {
        SplittableRandom random = new SplittableRandom(fuzz.seed(i));
        Bytes mutated = Bytes.wrap(mutate(seeds.get(random.nextInt(seeds.size())), random));
        answers.add(fixture.mempool.submit(mutated));
        if (answers.size() == IN_FLIGHT) {
          accepted += accepted(answers);
          answers.clear();
        }
      }
      accepted += accepted(answers);
      assertThat(fixture.faults).isEmpty();
      if (fuzz.isRepresentative()) {
        assertThat(fixture.mempool.counters().refusals())
            .containsKeys(
                RefusalCode.MALFORMED,
                RefusalCode.UNKNOWN_FIELD,
                RefusalCode.INVALID_FIELD,
                RefusalCode.BAD_SIGNATURE);
      }
      assertThat(fixture.mempool.size().transactions()).isZero();
      assertThat(fixture.mempool.verified(Hash32.ZERO, Bytes.EMPTY)).isNotNull();
    }
    assertThat(accepted).isZero();
  }

  private static int accepted(List<CompletableFuture<Answer>> answers) {
    int accepted = 0;
    for (CompletableFuture<Answer> answer : answers) {
      accepted += MempoolFixture.answer(answer) instanceof Answer.Accepted ? 1 : 0;
    }
    return accepted;
  }

  /// One to four changes, at least one of which changes the bytes.
  private static byte[] mutate(byte[] seed, SplittableRandom random) {
    byte[] bytes = seed.clone();
    do {
      int changes = 1 + random.nextInt(4);
      for (int i = 0; i < changes; i++) {
        bytes = change(bytes, random);
      }
    } while (Arrays.equals(bytes, seed));
    return bytes;
  }

  private static byte[] change(byte[] bytes, SplittableRandom random) {
    if (bytes.length == 0) {
      return new byte[] {(byte) random.nextInt()};
    }
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(5)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt();
      case 2 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 3 -> {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(8));
        System.arraycopy(bytes, at, longer, longer.length - (bytes.length - at), bytes.length - at);
        return longer;
      }
      default -> {
        int from = random.nextInt(bytes.length);
        int length = Math.min(bytes.length - Math.max(at, from), 1 + random.nextInt(16));
        System.arraycopy(bytes, from, bytes, at, length);
      }
    }
    return bytes;
  }
}
