package weft.chain.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import weft.chain.store.BlockSeal;
import weft.chain.store.CommittedBlock;
import weft.chain.store.IncludedTransaction;
import weft.chain.store.LaneBlockRecord;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.lane.LaneHeader;
import weft.protocol.transaction.RollupId;
import weft.protocol.validator.BlockStatement;
import weft.protocol.validator.CommitVote;
import weft.protocol.validator.ExtendedCommit;
import weft.protocol.validator.ValidatorSet;
import weft.protocol.validator.VoteExtension;

/// What all nodes agreed on so far, and what must hold of it.
final class Agreed {
  private final Set<Address> byzantine;
  private final List<CommittedBlock> blocks = new ArrayList<>();
  private final Map<RollupId, LaneHeader> lanes = new TreeMap<>();
  private final Set<Hash32> transactions = new HashSet<>();

  Agreed(Set<Address> byzantine) {
    this.byzantine = byzantine;
  }

  List<CommittedBlock> blocks() {
    return blocks;
  }

  /// Checks a block that a node committed.
  ///
  /// @param voted the set that voted for the block before
  /// @param headSeal the node's seal of the block before, as it was until now
  void committed(CommittedBlock block, ValidatorSet voted, Optional<BlockSeal> headSeal) {
    long height = block.header().height();
    boolean isFirst = height == blocks.size() + 1;
    if (isFirst) {
      check(block, voted);
      blocks.add(block);
    } else {
      isSame(block, blocks.get((int) height - 1));
    }
    headSeal.ifPresent(seal -> checkSealed(block, (BlockSeal.Network) seal, voted, isFirst));
  }

  private static void isSame(CommittedBlock block, CommittedBlock known) {
    assertThat(block.header()).isEqualTo(known.header());
    assertThat(block.blockHash()).isEqualTo(known.blockHash());
    assertThat(block.entries()).isEqualTo(known.entries());
    assertThat(block.lanes()).isEqualTo(known.lanes());
    assertThat(block.appHash()).isEqualTo(known.appHash());
    assertThat(statement(block)).isEqualTo(statement(known));
  }

  private static BlockStatement statement(CommittedBlock block) {
    return ((BlockSeal.Network) block.seal()).statement();
  }

  private void check(CommittedBlock block, ValidatorSet voted) {
    assertThat(statement(block).stateRoot()).isEqualTo(block.appHash());
    if (!blocks.isEmpty()) {
      CommittedBlock parent = blocks.getLast();
      assertThat(block.header().timeMs()).isGreaterThan(parent.header().timeMs());
      assertThat(block.header().parentHash()).isEqualTo(parent.blockHash());
      assertThat(block.header().appHash()).isEqualTo(parent.appHash());
      checkTime(block, voted, parent.header().timeMs());
    }
    for (IncludedTransaction included : block.transactions()) {
      assertThat(transactions.add(included.transaction().hash()))
          .as("included twice: %s", included.transaction().hash())
          .isTrue();
    }
    for (LaneBlockRecord lane : block.lanes()) {
      LaneHeader header = lane.header();
      LaneHeader before = lanes.put(lane.rollup(), header);
      assertThat(header.laneHeight()).isEqualTo(before == null ? 1 : before.laneHeight() + 1);
      assertThat(header.parentLaneHash()).isEqualTo(before == null ? Hash32.ZERO : before.hash());
      assertThat(header.blockHeight()).isEqualTo(block.header().height());
      assertThat(header.blockTimeMs()).isEqualTo(block.header().timeMs());
    }
  }

  /// Where enough clocks can be read, no lie moves time past the honest ones.
  private void checkTime(CommittedBlock block, ValidatorSet voted, long parentMs) {
    LongStream.Builder honest = LongStream.builder();
    long power = 0;
    for (CommitVote vote : votes(block)) {
      Optional<VoteExtension> extension = VoteExtension.decode(vote.extension());
      if (extension.isPresent()) {
        power += vote.power();
        if (!byzantine.contains(vote.validator())) {
          honest.add(extension.get().clockMs());
        }
      }
    }
    if (voted.isMoreThanTwoThirds(power)) {
      long[] clocks = honest.build().sorted().toArray();
      assertThat(block.header().timeMs())
          .isBetween(clocks[0], Math.max(parentMs + 1, clocks[clocks.length - 1]));
    }
  }

  /// The block before is attested by now, if the honest votes in this block suffice for that.
  private void checkSealed(
      CommittedBlock block, BlockSeal.Network known, ValidatorSet voted, boolean isFirst) {
    BlockSeal.Network seal = block.parentSeal().orElse(known);
    CommittedBlock parent = blocks.get((int) block.header().height() - 2);
    assertThat(seal.statement()).isEqualTo(statement(parent));
    assertThat(seal.validatorsHash()).isEqualTo(voted.hash());
    long honest =
        votes(block).stream()
            .filter(vote -> vote.kind() == CommitVote.Kind.COMMIT)
            .filter(vote -> !byzantine.contains(vote.validator()))
            .mapToLong(CommitVote::power)
            .sum();
    if (voted.isMoreThanTwoThirds(honest)) {
      assertThat(seal.attestation()).isPresent();
    }
    if (isFirst) {
      seal.attestation()
          .ifPresent(
              attestation ->
                  assertThat(attestation.attests(seal.statement().digest(), voted)).isTrue());
    }
  }

  private static List<CommitVote> votes(CommittedBlock block) {
    Bytes entry = block.entries().get(1);
    return ExtendedCommit.decode(entry).votes();
  }
}
