package weft.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.protocol.BlockGen;
import weft.protocol.SampleBlocks;
import weft.protocol.TransactionGen;
import weft.protocol.lane.LaneAbsenceProof;
import weft.protocol.lane.LaneVerifier;
import weft.protocol.lane.PayloadProof;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.transaction.RollupId;

class LaneWireTest {
  private final SampleBlocks samples = new SampleBlocks();
  private final BlockGen.Block block = samples.first();

  @Test
  void everythingSurvivesTheWayOverTheWire() throws InvalidProtocolBufferException {
    for (int lane = 0; lane < 5; lane++) {
      ProvenLaneBlock proven = block.proven(lane);
      ByteString sent = LaneWire.toWire(proven).toByteString();
      assertThat(LaneWire.fromWire(weft.protocol.wire.ProvenLaneBlock.parseFrom(sent)))
          .isEqualTo(proven);
      PayloadProof payload = block.payloadProof(lane, 0);
      sent = LaneWire.toWire(payload).toByteString();
      assertThat(LaneWire.fromWire(weft.protocol.wire.PayloadProof.parseFrom(sent)))
          .isEqualTo(payload);
    }
    for (int i = 0; i < 50; i++) {
      LaneAbsenceProof absence = block.absenceProof(RollupId.of("absent-" + i));
      ByteString sent = LaneWire.toWire(absence).toByteString();
      assertThat(LaneWire.fromWire(weft.protocol.wire.LaneAbsenceProof.parseFrom(sent)))
          .isEqualTo(absence);
    }
  }

  @Test
  void laneBlockFromTheWireVerifies() throws InvalidProtocolBufferException {
    RollupId rollup = SampleBlocks.ROLLUPS.get(0);
    ByteString sent = LaneWire.toWire(block.proven(rollup)).toByteString();
    ProvenLaneBlock received =
        LaneWire.fromWire(weft.protocol.wire.ProvenLaneBlock.parseFrom(sent));
    assertThat(LaneVerifier.verifyLaneBlock(received, rollup, samples.trusted()).isValid())
        .isTrue();
  }

  @Test
  void missingPartsAreNamed() {
    weft.protocol.wire.ProvenLaneBlock good = LaneWire.toWire(block.proven(0));
    assertMalformed(
        () -> LaneWire.fromWire(good.toBuilder().clearLaneBlock().build()), "lane_block");
    assertMalformed(() -> LaneWire.fromWire(good.toBuilder().clearProof().build()), "proof");
    weft.protocol.wire.LaneBlockProof proof = good.getProof();
    assertMalformed(() -> LaneWire.fromWire(proof.toBuilder().clearAnchor().build()), "anchor");
    assertMalformed(
        () -> LaneWire.fromWire(proof.toBuilder().clearLaneProof().build()), "lane_proof");
    weft.protocol.wire.BlockAnchor anchor = proof.getAnchor();
    assertMalformed(
        () -> LaneWire.fromWire(anchor.toBuilder().clearPreambleProof().build()),
        "anchor.preamble_proof");
    assertMalformed(
        () -> LaneWire.fromWire(anchor.toBuilder().clearCommit().build()), "anchor.commit");
    weft.protocol.wire.PayloadProof payload = LaneWire.toWire(block.payloadProof(0, 0));
    assertMalformed(
        () -> LaneWire.fromWire(payload.toBuilder().clearEntryProof().build()), "entry_proof");
    assertMalformed(
        () -> LaneWire.fromWire(payload.toBuilder().clearLaneBlock().build()), "lane_block");
    weft.protocol.wire.LaneAbsenceProof absence =
        LaneWire.toWire(block.absenceProof(SampleBlocks.ABSENT));
    assertMalformed(() -> LaneWire.fromWire(absence.toBuilder().clearAnchor().build()), "anchor");
    weft.protocol.wire.LaneAbsenceProof.Builder noProof = absence.toBuilder();
    noProof.getLeftBuilder().clearLaneProof();
    assertMalformed(() -> LaneWire.fromWire(noProof.build()), "left.lane_proof");
  }

  @Test
  void badHashesSignaturesAndPathsAreNamed() {
    weft.protocol.wire.BlockAnchor good = LaneWire.toWire(block.anchor());
    weft.protocol.wire.BlockAnchor.Builder hash = good.toBuilder();
    hash.getCommitBuilder().setAppHash(ByteString.copyFromUtf8("short"));
    assertMalformed(() -> LaneWire.fromWire(hash.build()), "anchor.commit.app_hash");
    weft.protocol.wire.BlockAnchor.Builder signature = good.toBuilder();
    signature.getCommitBuilder().setSignature(ByteString.EMPTY);
    assertMalformed(() -> LaneWire.fromWire(signature.build()), "anchor.commit.signature");
    assertProof(good, -1, 7, List.of(), "anchor.preamble_proof.index");
    assertProof(good, 0, -1, List.of(), "anchor.preamble_proof.size");
    assertProof(good, 7, 7, List.of(), "anchor.preamble_proof.index");
    assertProof(good, 0, 0, List.of(), "anchor.preamble_proof.index");
    assertProof(good, 0, 7, List.of(), "anchor.preamble_proof.path");
    ByteString zero = WireFields.toWire(Hash32.ZERO);
    assertProof(good, 0, 2, List.of(zero, zero), "anchor.preamble_proof.path");
    assertProof(good, 0, 2, List.of(zero.substring(1)), "anchor.preamble_proof.path");
    assertProof(
        good, 0, 2, new TransactionGen(1).many(65, () -> zero), "anchor.preamble_proof.path");
  }

  @Test
  void bytesAreSharedWithTheWire() {
    Bytes bytes = new TransactionGen(1).bytes(1000).slice(100, 500);
    Bytes back = WireFields.bytes(WireFields.toWire(bytes));
    assertThat(back).isEqualTo(bytes);
    byte[][] arrays = new byte[2][];
    bytes.feed((array, _, _) -> arrays[0] = array);
    back.feed((array, _, _) -> arrays[1] = array);
    assertThat(arrays[0]).isSameAs(arrays[1]);
  }

  @Test
  void byteStringsInPiecesAreJoined() {
    Bytes left = new TransactionGen(1).bytes(1000);
    Bytes right = new TransactionGen(2).bytes(1000);
    ByteString rope = WireFields.toWire(left).concat(WireFields.toWire(right));
    assertThat(WireFields.bytes(rope)).isEqualTo(Bytes.concat(left, right));
    assertThat(WireFields.bytes(ByteString.EMPTY)).isEqualTo(Bytes.EMPTY);
  }

  private static void assertProof(
      weft.protocol.wire.BlockAnchor good,
      long index,
      long size,
      List<ByteString> path,
      String field) {
    weft.protocol.wire.BlockAnchor.Builder anchor = good.toBuilder();
    anchor.getPreambleProofBuilder().setIndex(index).setSize(size).clearPath().addAllPath(path);
    assertMalformed(() -> LaneWire.fromWire(anchor.build()), field);
  }

  private static void assertMalformed(ThrowingCallable fromWire, String field) {
    assertThatThrownBy(fromWire)
        .isInstanceOfSatisfying(
            MalformedException.class, e -> assertThat(e.field()).isEqualTo(field));
  }
}
