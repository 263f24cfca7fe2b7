package weft.chain.block;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.chain.store.ChainHead;
import weft.chain.store.ChainStore;
import weft.ledger.execution.BlockContext;
import weft.ledger.state.StateReader;
import weft.ledger.state.ValidatorSets;
import weft.ledger.validator.LastVote;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.MalformedException;
import weft.protocol.validator.CommitVote;
import weft.protocol.validator.ExtendedCommit;

/// Checks what a block is before its transactions are looked at: height, time, proposer and, on a
/// network, the votes for the block before.
final class Framing {
  private final ChainIdentity identity;
  private final ChainStore store;
  private Bytes encodedSets = Bytes.EMPTY;
  private @Nullable ValidatorSets sets;

  Framing(ChainIdentity identity, ChainStore store) {
    this.identity = identity;
    this.store = store;
  }

  /// A network's sets around the head. Taking them apart is costly, so it is done when they change.
  ///
  /// @throws IllegalStateException if the chain is no network
  ValidatorSets sets() {
    Bytes encoded = new StateReader(store.state()).encodedValidatorSets();
    ValidatorSets known = sets;
    if (known == null || !encoded.equals(encodedSets)) {
      known = ValidatorSets.decode(encoded);
      sets = known;
      encodedSets = encoded;
    }
    return known;
  }

  /// The frame of a block to be proposed.
  BlockFrame.Result propose(ProposalRequest request, ChainHead head) {
    Optional<Validation.Rejected> broken = checkHeight(request.height(), head);
    if (broken.isPresent()) {
      return new BlockFrame.Broken(broken.get());
    }
    if (!identity.isNetwork()) {
      return solo(request.height(), request.timeMs(), request.proposer(), head);
    }
    if (isStranger(request.proposer())) {
      return strangerProposes(request.proposer());
    }
    CarriedVotes votes = votesBefore(request.height());
    ExtendedCommit carried = votes.of(request.lastCommit());
    EngineReport report = EngineReport.of(request.lastCommit(), request.misbehaviors());
    return network(
        request.timeMs(),
        request.proposer(),
        head,
        carried,
        report,
        votes.checkOwn(carried, report.lastCommit()));
  }

  /// The frame of a block that somebody proposed.
  BlockFrame.Result validate(BlockCandidate candidate, ChainHead head) {
    Optional<Validation.Rejected> broken = checkHeight(candidate.height(), head);
    if (broken.isPresent()) {
      return new BlockFrame.Broken(broken.get());
    }
    if (!identity.isNetwork()) {
      BlockFrame.Result frame =
          solo(candidate.height(), candidate.timeMs(), candidate.proposer(), head);
      return frame instanceof BlockFrame.Framed && candidate.entries().isEmpty()
          ? new BlockFrame.Broken(
              BlockRule.PREAMBLE_FIRST.violated("the block has no entries, not even a preamble"))
          : frame;
    }
    if (isStranger(candidate.proposer())) {
      return strangerProposes(candidate.proposer());
    }
    if (candidate.entries().size() < 2) {
      return new BlockFrame.Broken(
          BlockRule.PREAMBLE_FIRST.violated(
              "the block has " + candidate.entries().size() + " entries instead of at least two"));
    }
    ExtendedCommit carried;
    try {
      carried = ExtendedCommit.decode(candidate.entries().get(1));
    } catch (MalformedException e) {
      return new BlockFrame.Broken(
          BlockRule.VOTES_WELL_FORMED.violated("the votes are malformed: " + e.getMessage()));
    }
    return network(
        candidate.timeMs(),
        candidate.proposer(),
        head,
        carried,
        candidate.report(),
        votesBefore(candidate.height()).check(carried, candidate.report().lastCommit()));
  }

  private static Optional<Validation.Rejected> checkHeight(long height, ChainHead head) {
    return height - 1 == head.height()
        ? Optional.empty()
        : Optional.of(
            BlockRule.HEIGHT.violated(
                "height " + height + " does not follow the head at " + head.height()));
  }

  private BlockFrame.Result solo(long height, long timeMs, Address proposer, ChainHead head) {
    if (timeMs <= head.timeMs()) {
      return new BlockFrame.Broken(
          BlockRule.TIME.violated(
              "time " + timeMs + " ms is not after the parent's " + head.timeMs()));
    }
    if (!proposer.equals(identity.validator())) {
      return strangerProposes(proposer);
    }
    return new BlockFrame.Framed(
        new BlockFrame(
            new BlockContext(height, timeMs, proposer),
            Optional.empty(),
            EngineReport.NONE,
            Collections.emptySortedSet()));
  }

  private BlockFrame.Result network(
      long engineTimeMs,
      Address proposer,
      ChainHead head,
      ExtendedCommit carried,
      EngineReport report,
      Optional<Validation.Rejected> brokenByVotes) {
    if (brokenByVotes.isPresent()) {
      return new BlockFrame.Broken(brokenByVotes.get());
    }
    long height = head.height() + 1;
    BlockContext context =
        new BlockContext(
            height,
            votesBefore(height).timeMs(carried, head.timeMs(), engineTimeMs),
            proposer,
            lastVotes(report.lastCommit()),
            report.misbehaviors());
    return new BlockFrame.Framed(
        new BlockFrame(
            context,
            Optional.of(carried.encode()),
            report,
            AttestedBids.of(carried, sets().last()::isMoreThanAThird)));
  }

  private boolean isStranger(Address proposer) {
    return sets().current().indexOf(proposer).isEmpty();
  }

  private static BlockFrame.Result strangerProposes(Address proposer) {
    return new BlockFrame.Broken(
        BlockRule.PROPOSER.violated(proposer + " is not a validator of this chain"));
  }

  private CarriedVotes votesBefore(long height) {
    return new CarriedVotes(sets().last(), Chain.engineName(identity.chainId()), height - 1);
  }

  private static List<LastVote> lastVotes(ExtendedCommit commit) {
    return commit.votes().stream()
        .map(vote -> new LastVote(vote.validator(), vote.kind() != CommitVote.Kind.ABSENT))
        .toList();
  }
}
