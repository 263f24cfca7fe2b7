package weft.protocol.block;

import java.util.Optional;
import weft.primitives.Address;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.primitives.MerkleProof;
import weft.primitives.Sha256;
import weft.protocol.verdict.Verdict;

/// Checks that a trusted validator vouches for a block's lanes root and state root; rules `BLOCK-n`
/// of docs/protocol/blocks.md. Needs no node.
public final class AnchorVerifier {
  private AnchorVerifier() {}

  /// Checks header, preamble and commit of an anchor. Never throws on hostile input.
  public static Verdict<VerifiedAnchor> verify(BlockAnchor anchor, TrustedValidator trusted) {
    return switch (anchor) {
      case SignedAnchor signed -> verifySigned(signed, trusted);
      case AttestedAnchor _, UnattestedAnchor _ ->
          Verdict.invalid(
              "BLOCK-9", "the block is one of a network, not of the one validator that is trusted");
    };
  }

  private static Verdict<VerifiedAnchor> verifySigned(
      SignedAnchor anchor, TrustedValidator trusted) {
    BlockHeader header;
    try {
      header = BlockHeader.decode(anchor.header());
    } catch (MalformedException e) {
      return Verdict.invalid("BLOCK-1", "the block header is malformed: " + e.getMessage());
    }
    Preamble preamble;
    try {
      preamble = Preamble.decode(anchor.preamble());
    } catch (MalformedException e) {
      return Verdict.invalid("BLOCK-2", "the preamble is malformed: " + e.getMessage());
    }
    if (header.chainId() != trusted.chainId()) {
      return Verdict.invalid(
          "BLOCK-3", "chain " + header.chainId() + " instead of " + trusted.chainId());
    }
    if (!isFirstEntry(anchor, preamble, header.dataHash())) {
      return Verdict.invalid(
          "BLOCK-4", "the preamble is not the first of the entries under the data hash");
    }
    return verifyCommit(anchor, header, preamble, trusted);
  }

  private static boolean isFirstEntry(SignedAnchor anchor, Preamble preamble, Hash32 dataHash) {
    MerkleProof proof = anchor.preambleProof();
    return proof.index() == 0
        && proof.size() == 1L + preamble.transactionCount()
        && proof.verifies(dataHash, Sha256.hash(anchor.preamble()).bytes());
  }

  private static Verdict<VerifiedAnchor> verifyCommit(
      SignedAnchor anchor, BlockHeader header, Preamble preamble, TrustedValidator trusted) {
    Hash32 blockHash = Sha256.hash(anchor.header());
    Commit commit = anchor.commit();
    Hash32 digest =
        CommitDigest.of(
            header.chainId(), header.height(), blockHash, preamble.lanesRoot(), commit.appHash());
    Optional<Address> signer = commit.signature().recover(digest);
    if (!signer.equals(Optional.of(trusted.validator()))) {
      return Verdict.invalid(
          "BLOCK-5",
          "the commit is not signed by "
              + trusted.validator()
              + " but by "
              + signer.map(Address::toString).orElse("nobody"));
    }
    return Verdict.valid(
        new VerifiedAnchor(
            header.chainId(),
            header.height(),
            header.timeMs(),
            blockHash,
            preamble.lanesRoot(),
            preamble.laneCount(),
            commit.appHash()));
  }
}
