package weft.rollup.lane;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.protocol.BlockGen;
import weft.protocol.block.Commit;
import weft.protocol.block.SignedAnchor;
import weft.protocol.lane.LaneBlock;
import weft.protocol.lane.LaneBlockProof;
import weft.protocol.lane.LaneEntry;
import weft.protocol.lane.LaneHeader;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.transaction.RollupId;
import weft.rollup.FakeChain;
import weft.rollup.FakeNode;
import weft.rollup.LaneData;

/// Every way for a node to lie about one lane block, and the rule that finds it.
enum Lies {
  CHANGED_PAYLOAD("LANE-8", false),
  DROPPED_PAYLOAD("LANE-6", false),
  ADDED_PAYLOAD("LANE-6", false),
  SWAPPED_PAYLOADS("LANE-8", false),
  EMPTY_PAYLOAD("LANE-5", false),
  CHANGED_HEADER("LANE-3", false),
  MALFORMED_HEADER("LANE-1", false),
  OTHER_ROLLUP("LANE-2", false),
  GAP("LANE-9", true),
  REPEATED("LANE-9", true),
  OTHER_VALIDATOR("BLOCK-5", false),
  UNSIGNED("BLOCK-5", false),
  OTHER_CHAIN("BLOCK-3", false),
  CHANGED_PREAMBLE("BLOCK-4", false),
  CHANGED_APP_HASH("BLOCK-5", false),
  FORK("LANE-10", true),
  NO_MESSAGE("WIRE", false),
  SHORT_SIGNATURE("WIRE", false);

  final String rule;
  final boolean isSignedByValidator;

  Lies(String rule, boolean isSignedByValidator) {
    this.rule = rule;
    this.isSignedByValidator = isSignedByValidator;
  }

  /// Lets a node lie about one lane height; what it says about others stays true.
  void tell(FakeNode node, FakeChain chain, RollupId lane, long laneHeight) {
    if (this == GAP || this == REPEATED) {
      ProvenLaneBlock other =
          chain.laneBlocks(lane, this == GAP ? laneHeight + 1 : laneHeight - 1).getFirst();
      node.lie(proven -> heightOf(proven) == laneHeight ? other : proven);
      return;
    }
    if (this == NO_MESSAGE || this == SHORT_SIGNATURE) {
      node.wireLie(
          wire ->
              heightOf(Bytes.wrap(wire.getLaneBlock().getHeader().toByteArray())) == laneHeight
                  ? damaged(wire)
                  : wire);
      return;
    }
    node.lie(proven -> heightOf(proven) == laneHeight ? about(proven, chain) : proven);
  }

  private weft.protocol.wire.ProvenLaneBlock damaged(weft.protocol.wire.ProvenLaneBlock wire) {
    weft.protocol.wire.ProvenLaneBlock.Builder changed = wire.toBuilder();
    if (this == NO_MESSAGE) {
      return changed.clearProof().build();
    }
    changed
        .getProofBuilder()
        .getAnchorBuilder()
        .getCommitBuilder()
        .setSignature(ByteString.copyFrom(new byte[64]));
    return changed.build();
  }

  private ProvenLaneBlock about(ProvenLaneBlock truth, FakeChain chain) {
    LaneBlock block = truth.laneBlock();
    LaneBlockProof proof = truth.proof();
    SignedAnchor anchor = (SignedAnchor) proof.anchor();
    List<Bytes> entries = new ArrayList<>(block.entries());
    return switch (this) {
      case CHANGED_PAYLOAD -> {
        entries.set(0, flip(entries.getFirst(), entries.getFirst().size() - 1));
        yield with(truth, new LaneBlock(block.header(), entries));
      }
      case DROPPED_PAYLOAD -> {
        entries.removeLast();
        yield with(truth, new LaneBlock(block.header(), entries));
      }
      case ADDED_PAYLOAD -> {
        entries.add(entries.getFirst());
        yield with(truth, new LaneBlock(block.header(), entries));
      }
      case SWAPPED_PAYLOADS -> with(truth, new LaneBlock(block.header(), entries.reversed()));
      case EMPTY_PAYLOAD -> {
        entries.set(0, entries.getFirst().slice(0, LaneEntry.PREFIX_SIZE));
        yield with(truth, new LaneBlock(block.header(), entries));
      }
      case CHANGED_HEADER ->
          // A byte of the parent's hash.
          with(truth, new LaneBlock(flip(block.header(), 60), entries));
      case MALFORMED_HEADER -> with(truth, new LaneBlock(flip(block.header(), 0), entries));
      case OTHER_ROLLUP -> chain.laneBlocks(RollupId.of("filler"), 1).getFirst();
      case OTHER_VALIDATOR -> forged(truth, PrivateKey.fromSeed(Bytes.utf8("somebody")));
      case UNSIGNED -> {
        Commit unsigned =
            new Commit(
                anchor.commit().appHash(), PrivateKey.fromSeed(Bytes.utf8("x")).sign(Hash32.ZERO));
        yield with(
            truth,
            new SignedAnchor(anchor.header(), anchor.preamble(), anchor.preambleProof(), unsigned));
      }
      case OTHER_CHAIN ->
          with(
              truth,
              new SignedAnchor(
                  flip(anchor.header(), 8),
                  anchor.preamble(),
                  anchor.preambleProof(),
                  anchor.commit()));
      case CHANGED_PREAMBLE ->
          with(
              truth,
              new SignedAnchor(
                  anchor.header(),
                  flip(anchor.preamble(), 5),
                  anchor.preambleProof(),
                  anchor.commit()));
      case CHANGED_APP_HASH ->
          with(
              truth,
              new SignedAnchor(
                  anchor.header(),
                  anchor.preamble(),
                  anchor.preambleProof(),
                  new Commit(
                      Hash32.of(Bytes.utf8("thirty-two bytes of another root")),
                      anchor.commit().signature())));
      case FORK -> forged(truth, chain.validator());
      case GAP, REPEATED, NO_MESSAGE, SHORT_SIGNATURE -> truth;
    };
  }

  /// A block of the same height with another history, signed by a key of choice.
  private static ProvenLaneBlock forged(ProvenLaneBlock truth, PrivateKey signer) {
    LaneHeader header = LaneHeader.decode(truth.laneBlock().header());
    LaneHeader otherParent =
        new LaneHeader(
            header.rollupId(),
            header.laneHeight() - 1,
            Hash32.ZERO,
            header.blockHeight() - 1,
            header.blockTimeMs() - 1,
            Hash32.ZERO,
            1,
            1);
    RollupId lane = RollupId.of("lane");
    BlockGen.Lane content =
        new BlockGen.Lane(
            lane, Optional.of(otherParent), LaneData.entries(new SplittableRandom(9), 2, 50));
    return new BlockGen(FakeChain.CHAIN_ID, signer)
        .block(
            header.blockHeight(),
            header.blockTimeMs(),
            Hash32.ZERO,
            Hash32.ZERO,
            List.of(content),
            List.of())
        .proven(lane);
  }

  private static ProvenLaneBlock with(ProvenLaneBlock truth, LaneBlock laneBlock) {
    return new ProvenLaneBlock(laneBlock, truth.proof());
  }

  private static ProvenLaneBlock with(ProvenLaneBlock truth, SignedAnchor anchor) {
    return new ProvenLaneBlock(
        truth.laneBlock(), new LaneBlockProof(anchor, truth.proof().laneProof()));
  }

  private static Bytes flip(Bytes bytes, int at) {
    byte[] changed = bytes.toArray();
    changed[at] ^= 1;
    return Bytes.wrap(changed);
  }

  private static long heightOf(ProvenLaneBlock proven) {
    return heightOf(proven.laneBlock().header());
  }

  private static long heightOf(Bytes header) {
    return LaneHeader.decode(header).laneHeight();
  }

  /// Reads on until the follower has stopped, and takes its evidence.
  static Evidence evidence(LaneFollower follower) throws InterruptedException {
    Followed followed = follower.next(5_000);
    assertThat(followed).isInstanceOf(Followed.Ended.class);
    assertThat(follower.state()).isInstanceOf(FollowerState.CaughtLie.class);
    return ((FollowerState.CaughtLie) follower.state()).evidence();
  }
}
