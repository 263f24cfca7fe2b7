package weft.chain.block;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import weft.primitives.Bytes;
import weft.protocol.comet.VoteExtensionSignBytes;
import weft.protocol.validator.CommitVote;
import weft.protocol.validator.ExtendedCommit;
import weft.protocol.validator.Validator;
import weft.protocol.validator.ValidatorSet;
import weft.protocol.validator.VoteExtension;

/// The votes for the block before that a network's block carries: what a proposer takes over, what
/// a validator checks, and what follows from them. Rules EXEC-18 to EXEC-22 of
/// docs/protocol/blocks-execution.md.
///
/// @param set that voted for the block before
/// @param chainName by which the engine knows the chain
/// @param height of the block before
record CarriedVotes(ValidatorSet set, String chainName, long height) {

  /// What a proposer carries of the votes that its engine gave it: every extension that counts. One
  /// that is too long, or whose signature is not its validator's, is left out.
  ExtendedCommit of(ExtendedCommit known) {
    List<CommitVote> votes = new ArrayList<>(known.votes().size());
    for (int index = 0; index < known.votes().size(); index++) {
      CommitVote vote = known.votes().get(index);
      boolean isUsable =
          vote.kind() != CommitVote.Kind.COMMIT
              || (index < set.size() && isSigned(set.get(index), vote, known.round()));
      votes.add(isUsable ? vote : withoutExtension(vote));
    }
    return new ExtendedCommit(known.round(), votes);
  }

  private static CommitVote withoutExtension(CommitVote vote) {
    return CommitVote.without(
        vote.validator(), vote.power(), CommitVote.Kind.COMMIT_WITHOUT_EXTENSION);
  }

  /// Whether carried votes are those that the engine reports, the extensions are signed by their
  /// validators, and enough of them are there.
  Optional<Validation.Rejected> check(ExtendedCommit carried, ExtendedCommit reported) {
    return checkReported(carried, reported)
        .or(() -> checkSigned(carried))
        .or(() -> checkEnough(carried));
  }

  /// The same for votes of which [#of] has looked at the signatures.
  Optional<Validation.Rejected> checkOwn(ExtendedCommit carried, ExtendedCommit reported) {
    return checkReported(carried, reported).or(() -> checkEnough(carried));
  }

  private Optional<Validation.Rejected> checkReported(
      ExtendedCommit carried, ExtendedCommit reported) {
    if (height == 0) {
      return carried.equals(ExtendedCommit.NONE) && reported.votes().isEmpty()
          ? Optional.empty()
          : Optional.of(BlockRule.VOTES_REPORTED.violated("the first block has votes before it"));
    }
    boolean isReported =
        carried.round() == reported.round()
            && carried.votes().size() == reported.votes().size()
            && carried.votes().size() == set.size();
    for (int index = 0; isReported && index < set.size(); index++) {
      isReported = isSame(carried.votes().get(index), reported.votes().get(index), set.get(index));
    }
    return isReported
        ? Optional.empty()
        : Optional.of(
            BlockRule.VOTES_REPORTED.violated(
                "the votes are not those of the commit of block " + height));
  }

  private Optional<Validation.Rejected> checkSigned(ExtendedCommit carried) {
    for (int index = 0; index < carried.votes().size(); index++) {
      CommitVote vote = carried.votes().get(index);
      if (vote.kind() == CommitVote.Kind.COMMIT
          && !isSigned(set.get(index), vote, carried.round())) {
        return Optional.of(
            BlockRule.EXTENSION_SIGNED.violated(
                "the extension of " + vote.validator() + " is not signed by it"));
      }
    }
    return Optional.empty();
  }

  private Optional<Validation.Rejected> checkEnough(ExtendedCommit carried) {
    long power =
        carried.votes().stream()
            .filter(vote -> vote.kind() == CommitVote.Kind.COMMIT)
            .mapToLong(CommitVote::power)
            .sum();
    return height == 0 || set.isMoreThanTwoThirds(power)
        ? Optional.empty()
        : Optional.of(
            BlockRule.EXTENSIONS_CARRIED.violated(
                "extensions with a power of "
                    + power
                    + " of "
                    + set.totalPower()
                    + " are not more than two thirds"));
  }

  private static boolean isSame(CommitVote carried, CommitVote reported, Validator validator) {
    boolean isSameKind =
        carried.kind().isForBlock()
            ? reported.kind().isForBlock()
            : carried.kind() == reported.kind();
    return isSameKind
        && carried.validator().equals(validator.consensusAddress())
        && carried.validator().equals(reported.validator())
        && carried.power() == validator.power()
        && carried.power() == reported.power();
  }

  private boolean isSigned(Validator validator, CommitVote vote, int round) {
    return vote.extension().size() <= VoteExtension.MAX_SIZE
        && validator
            .consensusKey()
            .verifies(
                VoteExtensionSignBytes.of(chainName, height, round, vote.extension()),
                vote.signature());
  }

  /// The time of the block's lanes: the power-weighted median of the clocks in the votes, but
  /// always after the block before. Where those whose extensions can be read have two thirds of
  /// power or less, the engine's own time stands in.
  ///
  /// @param carried checked
  long timeMs(ExtendedCommit carried, long parentTimeMs, long engineTimeMs) {
    long told = medianClockMs(carried).orElse(engineTimeMs);
    return Math.max(Math.addExact(parentTimeMs, 1), told);
  }

  private OptionalLong medianClockMs(ExtendedCommit carried) {
    record Clock(long ms, long power) {}
    List<Clock> clocks = new ArrayList<>();
    long power = 0;
    for (CommitVote vote : carried.votes()) {
      Optional<VoteExtension> extension =
          vote.kind() == CommitVote.Kind.COMMIT
              ? VoteExtension.decode(vote.extension())
              : Optional.empty();
      if (extension.isPresent()) {
        clocks.add(new Clock(extension.get().clockMs(), vote.power()));
        power += vote.power();
      }
    }
    if (carried.votes().isEmpty() || !set.isMoreThanTwoThirds(power)) {
      return OptionalLong.empty();
    }
    clocks.sort(Comparator.comparingLong(Clock::ms));
    long below = 0;
    for (Clock clock : clocks) {
      below += clock.power();
      if (2 * below >= power) {
        return OptionalLong.of(clock.ms());
      }
    }
    throw new IllegalStateException("no median of " + clocks);
  }

  /// The attestation signatures in carried votes, by place in the set.
  static TreeMap<Integer, Bytes> attestations(ExtendedCommit carried) {
    TreeMap<Integer, Bytes> signatures = new TreeMap<>();
    for (int index = 0; index < carried.votes().size(); index++) {
      int place = index;
      CommitVote vote = carried.votes().get(index);
      if (vote.kind() == CommitVote.Kind.COMMIT) {
        VoteExtension.decode(vote.extension())
            .ifPresent(extension -> signatures.put(place, extension.attestation()));
      }
    }
    return signatures;
  }
}
