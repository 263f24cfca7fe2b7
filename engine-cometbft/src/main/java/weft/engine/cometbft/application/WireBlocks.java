package weft.engine.cometbft.application;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.util.ArrayList;
import java.util.List;
import weft.chain.block.BlockCandidate;
import weft.chain.block.EngineReport;
import weft.engine.cometbft.wire.BlockIDFlag;
import weft.engine.cometbft.wire.CommitInfo;
import weft.engine.cometbft.wire.ExtendedCommitInfo;
import weft.engine.cometbft.wire.ExtendedVoteInfo;
import weft.engine.cometbft.wire.PublicKey;
import weft.engine.cometbft.wire.RequestExtendVote;
import weft.engine.cometbft.wire.RequestFinalizeBlock;
import weft.engine.cometbft.wire.RequestProcessProposal;
import weft.engine.cometbft.wire.VoteInfo;
import weft.ledger.validator.Misbehavior;
import weft.ledger.validator.ValidatorUpdate;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.codec.WireFields;
import weft.protocol.validator.CommitVote;
import weft.protocol.validator.ExtendedCommit;

/// Between CometBFT's messages and the chain's records. Bytes are copied on their way in, as they
/// are windows on frames that are gone soon.
final class WireBlocks {
  private static final int MS_PER_S = 1_000;
  private static final int NS_PER_MS = 1_000_000;

  private WireBlocks() {}

  static BlockCandidate candidate(RequestProcessProposal request) {
    return candidate(
        request.getHeight(),
        request.getTime(),
        request.getProposerAddress(),
        request.getTxsList(),
        report(request.getProposedLastCommit(), request.getMisbehaviorList()));
  }

  static BlockCandidate candidate(RequestExtendVote request) {
    return candidate(
        request.getHeight(),
        request.getTime(),
        request.getProposerAddress(),
        request.getTxsList(),
        report(request.getProposedLastCommit(), request.getMisbehaviorList()));
  }

  static BlockCandidate candidate(RequestFinalizeBlock request) {
    return candidate(
        request.getHeight(),
        request.getTime(),
        request.getProposerAddress(),
        request.getTxsList(),
        report(request.getDecidedLastCommit(), request.getMisbehaviorList()));
  }

  private static BlockCandidate candidate(
      long height, Timestamp time, ByteString proposer, List<ByteString> txs, EngineReport report) {
    return new BlockCandidate(height, timeMs(time), address(proposer), entries(txs), report);
  }

  static ExtendedCommit commit(ExtendedCommitInfo info) {
    return new ExtendedCommit(
        info.getRound(), info.getVotesList().stream().map(WireBlocks::vote).toList());
  }

  private static CommitVote vote(ExtendedVoteInfo info) {
    return new CommitVote(
        address(info.getValidator().getAddress()),
        info.getValidator().getPower(),
        kind(info.getBlockIdFlag(), CommitVote.Kind.COMMIT),
        bytes(info.getVoteExtension()),
        bytes(info.getExtensionSignature()));
  }

  private static EngineReport report(
      CommitInfo info, List<weft.engine.cometbft.wire.Misbehavior> misbehaviors) {
    List<CommitVote> votes = new ArrayList<>(info.getVotesCount());
    for (VoteInfo vote : info.getVotesList()) {
      votes.add(
          CommitVote.without(
              address(vote.getValidator().getAddress()),
              vote.getValidator().getPower(),
              kind(vote.getBlockIdFlag(), CommitVote.Kind.COMMIT_WITHOUT_EXTENSION)));
    }
    return new EngineReport(new ExtendedCommit(info.getRound(), votes), misbehaviors(misbehaviors));
  }

  private static CommitVote.Kind kind(BlockIDFlag flag, CommitVote.Kind forBlock) {
    return switch (flag) {
      case BLOCK_ID_FLAG_COMMIT -> forBlock;
      case BLOCK_ID_FLAG_NIL -> CommitVote.Kind.NIL;
      case BLOCK_ID_FLAG_ABSENT -> CommitVote.Kind.ABSENT;
      case BLOCK_ID_FLAG_UNKNOWN, UNRECOGNIZED ->
          throw new IllegalArgumentException("the engine reports a vote of an unknown kind");
    };
  }

  static List<Misbehavior> misbehaviors(List<weft.engine.cometbft.wire.Misbehavior> infos) {
    return infos.stream()
        .map(
            info ->
                new Misbehavior(
                    switch (info.getType()) {
                      case DUPLICATE_VOTE -> Misbehavior.Kind.DUPLICATE_VOTE;
                      case LIGHT_CLIENT_ATTACK -> Misbehavior.Kind.LIGHT_CLIENT_ATTACK;
                      case UNKNOWN, UNRECOGNIZED ->
                          throw new IllegalArgumentException(
                              "the engine reports a misbehavior of an unknown kind");
                    },
                    address(info.getValidator().getAddress()),
                    info.getHeight(),
                    info.getValidator().getPower()))
        .toList();
  }

  static List<weft.engine.cometbft.wire.ValidatorUpdate> updates(List<ValidatorUpdate> updates) {
    return updates.stream()
        .map(
            update ->
                weft.engine.cometbft.wire.ValidatorUpdate.newBuilder()
                    .setPubKey(
                        PublicKey.newBuilder()
                            .setEd25519(WireFields.toWire(update.consensusKey().bytes())))
                    .setPower(update.power())
                    .build())
        .toList();
  }

  static long timeMs(Timestamp time) {
    return Math.addExact(
        Math.multiplyExact(time.getSeconds(), MS_PER_S), time.getNanos() / NS_PER_MS);
  }

  private static List<Bytes> entries(List<ByteString> txs) {
    return txs.stream().map(WireBlocks::bytes).toList();
  }

  static Address address(ByteString bytes) {
    return Address.wrap(bytes.toByteArray());
  }

  static Hash32 hash(ByteString bytes) {
    return Hash32.of(bytes(bytes));
  }

  static Bytes bytes(ByteString bytes) {
    return Bytes.wrap(bytes.toByteArray());
  }
}
