package weft.protocol.comet;

import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.protocol.verdict.Verdict;

/// Checks that validators decided a block, as CometBFT's own light client does; rules `COMET-n` of
/// docs/protocol/comet.md. Needs no node.
public final class CommitVerifier {
  private CommitVerifier() {}

  /// Checks that validators with more than two thirds of the set's power voted for the header.
  /// Looks at no more signatures than that takes, about 0.1 ms each. Never throws on hostile input.
  ///
  /// @param chainId the text by which CometBFT knows the chain
  /// @param header an encoded [CometHeader]
  /// @param commit an encoded [CometCommit]
  /// @param trusted the set of that height, known from a place that the reader trusts
  public static Verdict<CometHeader> verify(
      String chainId, Bytes header, Bytes commit, CometValidators trusted) {
    CometHeader decodedHeader;
    CometCommit decodedCommit;
    try {
      decodedHeader = CometHeader.decode(header);
      decodedCommit = CometCommit.decode(commit);
    } catch (MalformedException e) {
      return Verdict.invalid("COMET-5", "header or commit is malformed: " + e.getMessage());
    }
    return verify(chainId, decodedHeader, decodedCommit, trusted);
  }

  private static Verdict<CometHeader> verify(
      String chainId, CometHeader header, CometCommit commit, CometValidators trusted) {
    if (!header.chainId().equals(chainId)) {
      return Verdict.invalid(
          "COMET-6", "the header is of chain " + header.chainId() + " instead of " + chainId);
    }
    if (!header.validatorsHash().equals(trusted.hash().bytes())) {
      return Verdict.invalid(
          "COMET-7",
          "the header names the validators "
              + header.validatorsHash()
              + " instead of "
              + trusted.hash());
    }
    Hash32 hash = header.hash();
    if (commit.height() != header.height() || !commit.blockId().hash().equals(hash.bytes())) {
      return Verdict.invalid(
          "COMET-8",
          "the commit is for block "
              + commit.blockId().hash()
              + " at height "
              + commit.height()
              + " instead of "
              + hash
              + " at "
              + header.height());
    }
    if (commit.votes().size() != trusted.validators().size()) {
      return Verdict.invalid(
          "COMET-9",
          commit.votes().size() + " votes of " + trusted.validators().size() + " validators");
    }
    return count(header, commit, trusted);
  }

  private static Verdict<CometHeader> count(
      CometHeader header, CometCommit commit, CometValidators trusted) {
    long power = 0;
    for (int i = 0; i < commit.votes().size() && !trusted.isMoreThanTwoThirds(power); i++) {
      CometVote vote = commit.votes().get(i);
      if (vote.flag() != CometVote.Flag.COMMIT) {
        continue;
      }
      CometValidator validator = trusted.validators().get(i);
      if (!vote.validator().equals(validator.address().bytes())) {
        return Verdict.invalid(
            "COMET-9", "vote " + i + " is of " + vote.validator() + ", not " + validator.address());
      }
      Bytes signed =
          PrecommitSignBytes.of(
              header.chainId(), commit.height(), commit.round(), commit.blockId(), vote.time());
      if (!validator.key().verifies(signed, vote.signature())) {
        return Verdict.invalid("COMET-10", "the signature of vote " + i + " is wrong");
      }
      power += validator.power();
    }
    if (!trusted.isMoreThanTwoThirds(power)) {
      return Verdict.invalid(
          "COMET-11", "a power of " + power + " voted for the block: no more than two thirds");
    }
    return Verdict.valid(header);
  }
}
