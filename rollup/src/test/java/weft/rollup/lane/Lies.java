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
import weft.protocol.block.AttestedAnchor;
import weft.protocol.block.Commit;
import weft.protocol.block.SignedAnchor;
import weft.protocol.block.UnattestedAnchor;
import weft.protocol.lane.LaneBlock;
import weft.protocol.lane.LaneBlockProof;
import weft.protocol.lane.LaneEntry;
import weft.protocol.lane.LaneHeader;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.transaction.RollupId;
import weft.protocol.validator.Attestation;
import weft.protocol.validator.BlockStatement;
import weft.protocol.validator.ValidatorSet;
import weft.rollup.FakeChain;
import weft.rollup.FakeNetwork;
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
  OTHER_VALIDATOR("BLOCK-5", "ATT-9"),
  UNSIGNED("BLOCK-5", "ATT-9"),
  OTHER_CHAIN("BLOCK-3", "LIGHT-1"),
  CHANGED_PREAMBLE("BLOCK-4", "ATT-9"),
  CHANGED_APP_HASH("BLOCK-5", "ATT-9"),
  FORK("LANE-10", true),
  NO_MESSAGE("WIRE", false),
  SHORT_SIGNATURE("WIRE", "ATT-9");

  private static final RollupId LANE = RollupId.of("lane");
  private static final Hash32 OTHER_HASH =
      Hash32.of(Bytes.utf8("thirty-two bytes of another root"));

  private final String soloRule;
  private final String networkRule;
  final boolean isSignedByValidator;

  Lies(String rule, boolean isSignedByValidator) {
    this.soloRule = rule;
    this.networkRule = rule;
    this.isSignedByValidator = isSignedByValidator;
  }

  /// A lie about who vouches for the block.
  Lies(String soloRule, String networkRule) {
    this.soloRule = soloRule;
    this.networkRule = networkRule;
    this.isSignedByValidator = false;
  }

  /// The rule that finds it.
  String rule(FakeChain chain) {
    return chain.network().isPresent() ? networkRule : soloRule;
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
    weft.protocol.wire.BlockAnchor.Builder anchor = changed.getProofBuilder().getAnchorBuilder();
    if (anchor.hasAttested()) {
      anchor.getAttestedBuilder().setSignature(ByteString.copyFrom(new byte[64]));
    } else {
      anchor.getCommitBuilder().setSignature(ByteString.copyFrom(new byte[64]));
    }
    return changed.build();
  }

  private ProvenLaneBlock about(ProvenLaneBlock truth, FakeChain chain) {
    LaneBlock block = truth.laneBlock();
    LaneBlockProof proof = truth.proof();
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
      case OTHER_VALIDATOR, UNSIGNED, OTHER_CHAIN, CHANGED_PREAMBLE, CHANGED_APP_HASH ->
          switch (proof.anchor()) {
            case SignedAnchor anchor -> solo(truth, anchor);
            case AttestedAnchor anchor -> FakeNetwork.with(truth, attested(anchor));
            case UnattestedAnchor _ -> throw new IllegalArgumentException("nobody vouches for it");
          };
      case FORK ->
          chain
              .network()
              .map(network -> forged(truth, network))
              .orElseGet(() -> forged(truth, chain.validator()).proven(LANE));
      case GAP, REPEATED, NO_MESSAGE, SHORT_SIGNATURE -> truth;
    };
  }

  private ProvenLaneBlock solo(ProvenLaneBlock truth, SignedAnchor anchor) {
    return switch (this) {
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
                  new Commit(OTHER_HASH, anchor.commit().signature())));
      default -> forged(truth, PrivateKey.fromSeed(Bytes.utf8("somebody"))).proven(LANE);
    };
  }

  /// The same lies about what a network attested. What a preamble says, a statement says there.
  private AttestedAnchor attested(AttestedAnchor truth) {
    BlockStatement told = truth.statement();
    return switch (this) {
      case OTHER_CHAIN -> with(truth, told.chainId() + 1, told.lanesRoot(), told.stateRoot());
      case CHANGED_PREAMBLE -> with(truth, told.chainId(), OTHER_HASH, told.stateRoot());
      case CHANGED_APP_HASH -> with(truth, told.chainId(), told.lanesRoot(), OTHER_HASH);
      default -> {
        // Signatures of others, with or without the bits of the true signers.
        ValidatorSet strangers = this == UNSIGNED ? FakeNetwork.set(90, 91) : FakeNetwork.set(80);
        AttestedAnchor theirs = FakeNetwork.attested(told, strangers);
        yield new AttestedAnchor(
            told,
            truth.validatorsHash(),
            new Attestation(truth.attestation().signers(), theirs.attestation().signature()));
      }
    };
  }

  private static AttestedAnchor with(
      AttestedAnchor truth, long chainId, Hash32 lanesRoot, Hash32 stateRoot) {
    BlockStatement told = truth.statement();
    return new AttestedAnchor(
        new BlockStatement(
            chainId,
            told.height(),
            told.timeMs(),
            told.blockHash(),
            lanesRoot,
            told.laneCount(),
            stateRoot,
            told.nextValidatorsHash()),
        truth.validatorsHash(),
        truth.attestation());
  }

  /// A block of the same height with another history, attested by a network's own validators.
  private static ProvenLaneBlock forged(ProvenLaneBlock truth, FakeNetwork network) {
    BlockGen.Block block = forged(truth, PrivateKey.fromSeed(Bytes.utf8("somebody")));
    return FakeNetwork.with(
        block.proven(LANE),
        FakeNetwork.attested(FakeNetwork.statement(block, network.current()), network.current()));
  }

  /// A block of the same height with another history, signed by a key of choice.
  private static BlockGen.Block forged(ProvenLaneBlock truth, PrivateKey signer) {
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
    BlockGen.Lane content =
        new BlockGen.Lane(
            LANE, Optional.of(otherParent), LaneData.entries(new SplittableRandom(9), 2, 50));
    return new BlockGen(FakeChain.CHAIN_ID, signer)
        .block(
            header.blockHeight(),
            header.blockTimeMs(),
            Hash32.ZERO,
            Hash32.ZERO,
            List.of(content),
            List.of());
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
