package weft.protocol.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.primitives.Bytes;
import weft.protocol.Fuzz;
import weft.protocol.TransactionGen;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.wire.SignedTransaction;

/// Mutated envelopes: decoding never throws, what it accepts has one encoding, and the strict
/// reader agrees with the generated classes about form.
class TransactionFuzzTest {
  @Test
  void mutatedEnvelopesNeverThrowAndAcceptedOnesHaveOneEncoding() {
    run(Fuzz.few("TransactionFuzzTest", 100_000));
  }

  @Test
  @Tag("slow")
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void manyMutatedEnvelopesNeverThrowAndAcceptedOnesHaveOneEncoding() {
    run(Fuzz.many("TransactionFuzzTest", 400_000));
  }

  private static void run(Fuzz fuzz) {
    List<Bytes> seeds = new ArrayList<>();
    for (long seed = 0; seed < 200; seed++) {
      seeds.add(new TransactionGen(seed).transaction().envelope());
    }
    int accepted = 0;
    for (int i = 0; i < fuzz.cases(); i++) {
      long seed = fuzz.seed(i);
      SplittableRandom random = new SplittableRandom(seed);
      Bytes mutated = mutate(seeds.get(random.nextInt(seeds.size())), seeds, random);
      switch (TransactionCodec.decode(mutated)) {
        case Checked.Ok<Transaction>(Transaction transaction) -> {
          accepted++;
          assertOneEncoding(transaction, seed);
        }
        case Checked.Refused<Transaction>(Refusal refusal) ->
            assertFormAgrees(mutated, refusal, seed);
      }
    }
    if (fuzz.isRepresentative()) {
      int few = fuzz.cases() / 50;
      assertThat(accepted).isBetween(few, fuzz.cases() - few);
    }
  }

  private static void assertOneEncoding(Transaction transaction, long seed) {
    Bytes body = TransactionCodec.encodeBody(transaction.body());
    assertThat(body).as("seed %s", seed).isEqualTo(transaction.bodyBytes());
    assertThat(TransactionCodec.encodeEnvelope(body, transaction.scheme(), transaction.signature()))
        .as("seed %s", seed)
        .isEqualTo(transaction.envelope());
    assertThat(reencoded(transaction.envelope()))
        .as("seed %s", seed)
        .isEqualTo(transaction.envelope());
  }

  /// Bytes that the generated classes read and write back unchanged, with nothing unknown, are
  /// canonical, so a refusal must be about their content. Only amounts of zero can be written in
  /// two ways that protobuf keeps.
  private static void assertFormAgrees(Bytes envelope, Refusal refusal, long seed) {
    boolean isAboutForm =
        refusal.code() == RefusalCode.MALFORMED || refusal.code() == RefusalCode.UNKNOWN_FIELD;
    if (isAboutForm && !refusal.message().contains("zero amount")) {
      assertThat(isCanonical(envelope)).as("seed %s: %s", seed, refusal).isFalse();
    }
  }

  private static boolean isCanonical(Bytes envelope) {
    try {
      SignedTransaction outer = SignedTransaction.parseFrom(envelope.toArray());
      weft.protocol.wire.TransactionBody body =
          weft.protocol.wire.TransactionBody.parseFrom(outer.getBody());
      return !UnknownFields.anyIn(outer)
          && !UnknownFields.anyIn(body)
          && TransactionCodecTest.serialized(outer).equals(envelope)
          && body.toByteString().equals(outer.getBody());
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }

  private static Bytes reencoded(Bytes envelope) {
    SignedTransaction outer = TransactionCodecTest.parsed(envelope);
    try {
      return TransactionCodecTest.serialized(
          outer.toBuilder()
              .setBody(weft.protocol.wire.TransactionBody.parseFrom(outer.getBody()).toByteString())
              .build());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static Bytes mutate(Bytes seed, List<Bytes> others, SplittableRandom random) {
    byte[] bytes = seed.toArray();
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      bytes = change(bytes, others, random);
    }
    return Bytes.wrap(bytes);
  }

  private static byte[] change(byte[] bytes, List<Bytes> others, SplittableRandom random) {
    int at = random.nextInt(bytes.length + 1);
    int length = random.nextInt(Math.min(8, bytes.length - at + 1));
    Bytes whole = Bytes.copyOf(bytes);
    Bytes head = whole.slice(0, at);
    Bytes tail = whole.slice(at, bytes.length - at);
    return switch (random.nextInt(6)) {
      case 0 -> flipped(bytes, random);
      case 1 -> Bytes.concat(head, tail.slice(length, tail.size() - length)).toArray();
      case 2 -> Bytes.concat(head, tail.slice(0, length), tail).toArray();
      case 3 -> Bytes.concat(head, random(random.nextInt(4), random), tail).toArray();
      case 4 -> {
        Bytes other = others.get(random.nextInt(others.size()));
        int from = random.nextInt(other.size());
        yield Bytes.concat(head, other.slice(from, other.size() - from)).toArray();
      }
      default -> at == 0 ? bytes : head.toArray();
    };
  }

  private static byte[] flipped(byte[] bytes, SplittableRandom random) {
    byte[] changed = bytes.clone();
    if (changed.length > 0) {
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return changed;
  }

  private static Bytes random(int size, SplittableRandom random) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }
}
