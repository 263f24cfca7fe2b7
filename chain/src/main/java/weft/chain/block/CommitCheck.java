package weft.chain.block;

import java.util.Optional;
import weft.chain.store.ChainHead;
import weft.primitives.Address;
import weft.primitives.Hash32;
import weft.protocol.block.BlockHeader;
import weft.protocol.block.Commit;
import weft.protocol.block.CommitDigest;

/// That header and commit belong to the block about to be committed; rules EXEC-15 to EXEC-17 of
/// docs/protocol/blocks-execution.md. What is committed is served with proofs for good, so a slip
/// of an engine must not get through.
final class CommitCheck {
  private CommitCheck() {}

  /// @throws IllegalArgumentException if they do not
  static void check(
      ChainIdentity identity,
      ChainHead head,
      ExecutedBlock block,
      BlockHeader header,
      Hash32 blockHash,
      Commit commit) {
    BlockCandidate candidate = block.candidate();
    BlockHeader expected =
        new BlockHeader(
            identity.chainId(),
            candidate.height(),
            candidate.timeMs(),
            head.blockHash(),
            block.dataHash(),
            head.appHash(),
            candidate.proposer());
    if (candidate.height() - 1 != head.height() || !header.equals(expected)) {
      throw new IllegalArgumentException(
          "the header " + header + " is not that of the block after height " + head.height());
    }
    if (!commit.appHash().equals(block.appHash())) {
      throw new IllegalArgumentException(
          "the commit is for state root " + commit.appHash() + ", not " + block.appHash());
    }
    Hash32 digest =
        CommitDigest.of(
            identity.chainId(),
            header.height(),
            blockHash,
            block.preamble().lanesRoot(),
            block.appHash());
    Optional<Address> signer = commit.signature().recover(digest);
    if (!signer.equals(Optional.of(identity.validator()))) {
      throw new IllegalArgumentException(
          "the commit is signed by " + signer + ", not by the validator " + identity.validator());
    }
  }
}
