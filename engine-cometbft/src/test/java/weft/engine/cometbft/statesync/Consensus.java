package weft.engine.cometbft.statesync;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import weft.chain.fixture.TestNet;
import weft.chain.fixture.TestNetwork;
import weft.engine.cometbft.wire.BlockIDFlag;
import weft.engine.cometbft.wire.CommitInfo;
import weft.engine.cometbft.wire.ExtendedCommitInfo;
import weft.engine.cometbft.wire.ExtendedVoteInfo;
import weft.engine.cometbft.wire.RequestExtendVote;
import weft.engine.cometbft.wire.RequestFinalizeBlock;
import weft.engine.cometbft.wire.RequestPrepareProposal;
import weft.engine.cometbft.wire.RequestProcessProposal;
import weft.engine.cometbft.wire.RequestVerifyVoteExtension;
import weft.engine.cometbft.wire.ResponseFinalizeBlock;
import weft.engine.cometbft.wire.ResponseProcessProposal.ProposalStatus;
import weft.engine.cometbft.wire.Validator;
import weft.engine.cometbft.wire.VoteInfo;
import weft.primitives.Address;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Sha256;
import weft.protocol.transaction.VerifiedTransaction;
import weft.protocol.validator.CommitVote;
import weft.protocol.validator.ExtendedCommit;
import weft.protocol.validator.ValidatorSet;

/// Makes the calls of CometBFT for blocks that everybody agrees on, in the first round.
final class Consensus {
  private static final long INTERVAL_MS = 100;

  private final TestNetwork network;
  private final List<Decided> blocks = new ArrayList<>();
  private ExtendedCommit lastCommit = ExtendedCommit.NONE;
  private boolean isAttesting = true;

  /// A block as nodes that catch up get it.
  record Decided(RequestFinalizeBlock request, ByteString appHash) {}

  Consensus(TestNetwork network) {
    this.network = network;
  }

  /// Whether the votes from now on attest anything.
  void attest(boolean changed) {
    isAttesting = changed;
  }

  List<Decided> blocks() {
    return blocks;
  }

  /// The app hash after a block.
  ByteString appHash(long height) {
    return blocks.get((int) height - 1).appHash();
  }

  /// One height on nodes that are all at the head. The first proposes, and sees all votes in time;
  /// the others see none.
  void height(List<SyncNode> nodes, List<VerifiedTransaction> candidates) {
    SyncNode first = nodes.getFirst();
    long height = first.store.head().height() + 1;
    long timeMs = TestNet.GENESIS_TIME_MS + height * INTERVAL_MS;
    ValidatorSet set = first.chain.validatorSets().current();
    ByteString proposer = wire(set.get((int) (height % set.size())).consensusAddress());
    first.offer(candidates);
    List<ByteString> entries =
        first
            .application
            .prepareProposal(
                RequestPrepareProposal.newBuilder()
                    .setHeight(height)
                    .setTime(time(timeMs))
                    .setProposerAddress(proposer)
                    .setMaxTxBytes(1 << 20)
                    .setLocalLastCommit(extended(lastCommit))
                    .build())
            .getTxsList();
    CommitInfo reported = reported(lastCommit);
    ByteString hash = hash(height, entries);
    RequestProcessProposal proposal =
        RequestProcessProposal.newBuilder()
            .setHeight(height)
            .setTime(time(timeMs))
            .setProposerAddress(proposer)
            .addAllTxs(entries)
            .setHash(hash)
            .setProposedLastCommit(reported)
            .build();
    for (SyncNode node : nodes) {
      assertThat(node.application.processProposal(proposal).getStatus())
          .isEqualTo(ProposalStatus.ACCEPT);
    }
    SortedMap<Address, Bytes> extensions = extensions(first, set, proposal);
    extensions.forEach(
        (validator, extension) ->
            first.application.verifyVoteExtension(
                RequestVerifyVoteExtension.newBuilder()
                    .setHash(hash)
                    .setHeight(height)
                    .setValidatorAddress(wire(validator))
                    .setVoteExtension(wire(extension))
                    .build()));
    RequestFinalizeBlock decided =
        RequestFinalizeBlock.newBuilder()
            .setHeight(height)
            .setTime(time(timeMs))
            .setProposerAddress(proposer)
            .addAllTxs(entries)
            .setHash(hash)
            .setDecidedLastCommit(reported)
            .build();
    List<ByteString> appHashes = new ArrayList<>();
    for (SyncNode node : nodes) {
      appHashes.add(finish(node, decided));
    }
    assertThat(appHashes).as("app hashes of %d", height).containsOnly(appHashes.getFirst());
    blocks.add(new Decided(decided, appHashes.getFirst()));
    lastCommit = network.commit(set, height, 0, extensions);
  }

  private SortedMap<Address, Bytes> extensions(
      SyncNode node, ValidatorSet set, RequestProcessProposal proposal) {
    RequestExtendVote request =
        RequestExtendVote.newBuilder()
            .setHeight(proposal.getHeight())
            .setTime(proposal.getTime())
            .setProposerAddress(proposal.getProposerAddress())
            .addAllTxs(proposal.getTxsList())
            .setHash(proposal.getHash())
            .setProposedLastCommit(proposal.getProposedLastCommit())
            .build();
    TreeMap<Address, Bytes> extensions = new TreeMap<>();
    set.validators()
        .forEach(
            validator -> {
              Address address = validator.consensusAddress();
              long clockMs = TestNet.GENESIS_TIME_MS + proposal.getHeight() * INTERVAL_MS + 7;
              Bytes extension =
                  isAttesting
                      ? Bytes.wrap(
                          node.voter(network.member(address).bls(), clockMs)
                              .extendVote(request)
                              .getVoteExtension()
                              .toByteArray())
                      : Bytes.EMPTY;
              extensions.put(address, extension);
            });
    return extensions;
  }

  /// A block that a node gets without having voted.
  static ByteString finish(SyncNode node, RequestFinalizeBlock decided) {
    ResponseFinalizeBlock response = node.application.finalizeBlock(decided);
    node.commit();
    return response.getAppHash();
  }

  /// Brings a node up to the head as blocksync does.
  void catchUp(SyncNode node) {
    for (long height = node.store.head().height(); height < blocks.size(); height++) {
      Decided next = blocks.get((int) height);
      assertThat(finish(node, next.request())).isEqualTo(next.appHash());
    }
  }

  private static ByteString hash(long height, List<ByteString> entries) {
    ByteWriter writer = new ByteWriter().u64(height);
    entries.forEach(entry -> writer.lengthPrefixed(Bytes.wrap(entry.toByteArray())));
    return wire(Sha256.hash(writer.toBytes()).bytes());
  }

  private static Timestamp time(long timeMs) {
    return Timestamp.newBuilder()
        .setSeconds(timeMs / 1_000)
        .setNanos((int) (timeMs % 1_000) * 1_000_000)
        .build();
  }

  private static ExtendedCommitInfo extended(ExtendedCommit commit) {
    ExtendedCommitInfo.Builder info = ExtendedCommitInfo.newBuilder().setRound(commit.round());
    for (CommitVote vote : commit.votes()) {
      info.addVotes(
          ExtendedVoteInfo.newBuilder()
              .setValidator(validator(vote))
              .setBlockIdFlag(BlockIDFlag.BLOCK_ID_FLAG_COMMIT)
              .setVoteExtension(wire(vote.extension()))
              .setExtensionSignature(wire(vote.signature())));
    }
    return info.build();
  }

  private static CommitInfo reported(ExtendedCommit commit) {
    CommitInfo.Builder info = CommitInfo.newBuilder().setRound(commit.round());
    for (CommitVote vote : commit.votes()) {
      info.addVotes(
          VoteInfo.newBuilder()
              .setValidator(validator(vote))
              .setBlockIdFlag(BlockIDFlag.BLOCK_ID_FLAG_COMMIT));
    }
    return info.build();
  }

  private static Validator validator(CommitVote vote) {
    return Validator.newBuilder().setAddress(wire(vote.validator())).setPower(vote.power()).build();
  }

  private static ByteString wire(Address address) {
    return wire(address.bytes());
  }

  static ByteString wire(Bytes bytes) {
    return ByteString.copyFrom(bytes.asBuffer());
  }
}
