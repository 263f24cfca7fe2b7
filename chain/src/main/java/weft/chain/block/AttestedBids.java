package weft.chain.block;

import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import weft.primitives.Hash32;
import weft.protocol.validator.CommitVote;
import weft.protocol.validator.ExtendedCommit;
import weft.protocol.validator.VoteExtension;

/// Which bids validators reported in their votes for the block before, so that the next one must
/// hold them.
public final class AttestedBids {
  private AttestedBids() {}

  /// The bids that validators with enough power together report.
  ///
  /// @param votes that a block carries
  /// @param isEnough whether so much power is more than a third
  /// @throws ArithmeticException if powers do not sum within a `long`, as those of no set do
  public static SortedSet<Hash32> of(ExtendedCommit votes, LongPredicate isEnough) {
    SortedMap<Hash32, Long> power = new TreeMap<>();
    for (CommitVote vote : votes.votes()) {
      Optional<VoteExtension> extension =
          vote.kind() == CommitVote.Kind.COMMIT
              ? VoteExtension.decode(vote.extension())
              : Optional.empty();
      extension.ifPresent(
          said -> said.bids().forEach(bid -> power.merge(bid, vote.power(), Math::addExact)));
    }
    SortedSet<Hash32> attested = new TreeSet<>();
    power.forEach(
        (bid, reporting) -> {
          if (isEnough.test(reporting)) {
            attested.add(bid);
          }
        });
    return attested;
  }
}
