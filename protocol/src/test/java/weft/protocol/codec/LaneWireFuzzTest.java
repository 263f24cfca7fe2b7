package weft.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.primitives.Bytes;
import weft.primitives.MalformedException;
import weft.protocol.BlockGen;
import weft.protocol.Fuzz;
import weft.protocol.Mutator;
import weft.protocol.SampleBlocks;
import weft.protocol.lane.LaneVerifier;
import weft.protocol.transaction.RollupId;
import weft.protocol.verdict.Verdict;

/// Mutated lane blocks and proofs, as a lying node could send them: read or refused as malformed,
/// never another exception; and what still verifies says what the unchanged one said.
final class LaneWireFuzzTest {
  private static final SampleBlocks SAMPLES = new SampleBlocks();
  private static final RollupId ROLLUP = SampleBlocks.ROLLUPS.getFirst();

  /// One form of message: an unchanged one, and how its bytes are read and verified.
  private record Form(Bytes good, Reading reading) {
    Verdict<?> read(byte[] bytes) throws InvalidProtocolBufferException {
      return reading.read(bytes);
    }
  }

  private interface Reading {
    Verdict<?> read(byte[] bytes) throws InvalidProtocolBufferException;
  }

  @Test
  void mutatedProofsAreReadOrMalformedAndProveNothingElse() {
    run(Fuzz.few("LaneWireFuzzTest", 30_000));
  }

  @Test
  @Tag("slow")
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void manyMutatedProofsAreReadOrMalformedAndProveNothingElse() {
    run(Fuzz.many("LaneWireFuzzTest", 200_000));
  }

  private static void run(Fuzz fuzz) {
    List<Form> forms = forms();
    int malformed = 0;
    int invalid = 0;
    int valid = 0;
    for (int i = 0; i < fuzz.cases(); i++) {
      Mutator mutator = new Mutator(fuzz.seed(i));
      Form form = mutator.pick(forms);
      byte[] bytes =
          mutator.below(50) == 0 ? mutator.noise(400) : mutator.mutate(form.good().toArray());
      Optional<Verdict<?>> verdict = read(form, bytes, fuzz.seed(i));
      if (verdict.isEmpty()) {
        malformed++;
      } else if (verdict.get().isValid()) {
        valid++;
        assertThat(verdict)
            .as("seed %d", fuzz.seed(i))
            .isEqualTo(read(form, form.good().toArray(), 0));
      } else {
        invalid++;
      }
    }
    if (fuzz.isRepresentative()) {
      assertThat(List.of(malformed, invalid, valid)).doesNotContain(0);
    }
  }

  /// Empty if the bytes are malformed.
  private static Optional<Verdict<?>> read(Form form, byte[] bytes, long seed) {
    try {
      return Optional.of(form.read(bytes));
    } catch (InvalidProtocolBufferException | MalformedException e) {
      return Optional.empty();
    } catch (RuntimeException e) {
      throw new AssertionError("seed " + seed, e);
    }
  }

  private static List<Form> forms() {
    List<Form> forms = new ArrayList<>();
    for (BlockGen.Block block : List.of(SAMPLES.first(), SAMPLES.second())) {
      forms.add(form(LaneWire.toWire(block.proven(ROLLUP)), LaneWireFuzzTest::laneBlock));
      forms.add(form(LaneWire.toWire(block.payloadProof(0, 0)), LaneWireFuzzTest::payload));
    }
    for (BlockGen.Block block : List.of(SAMPLES.first(), SAMPLES.second(), SAMPLES.empty())) {
      long height = block.header().height();
      forms.add(
          form(
              LaneWire.toWire(block.absenceProof(SampleBlocks.ABSENT)),
              bytes -> absence(bytes, height)));
    }
    return forms;
  }

  private static Form form(MessageLite good, Reading reading) {
    return new Form(Bytes.wrap(good.toByteArray()), reading);
  }

  private static Verdict<?> laneBlock(byte[] bytes) throws InvalidProtocolBufferException {
    return LaneVerifier.verifyLaneBlock(
        LaneWire.fromWire(weft.protocol.wire.ProvenLaneBlock.parseFrom(bytes)),
        ROLLUP,
        SAMPLES.trusted());
  }

  private static Verdict<?> payload(byte[] bytes) throws InvalidProtocolBufferException {
    return LaneVerifier.verifyPayload(
        LaneWire.fromWire(weft.protocol.wire.PayloadProof.parseFrom(bytes)),
        ROLLUP,
        SAMPLES.trusted());
  }

  private static Verdict<?> absence(byte[] bytes, long height)
      throws InvalidProtocolBufferException {
    return LaneVerifier.verifyAbsence(
        LaneWire.fromWire(weft.protocol.wire.LaneAbsenceProof.parseFrom(bytes)),
        SampleBlocks.ABSENT,
        height,
        SAMPLES.trusted());
  }
}
