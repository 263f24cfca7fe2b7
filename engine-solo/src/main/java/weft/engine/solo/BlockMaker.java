package weft.engine.solo;

import java.util.Optional;
import weft.chain.block.Candidates;
import weft.chain.block.Chain;
import weft.chain.block.ExecutedBlock;
import weft.chain.block.Proposal;
import weft.chain.block.ProposalRequest;
import weft.chain.engine.EngineHost;
import weft.chain.store.ChainHead;
import weft.chain.store.CommittedBlock;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.protocol.block.BlockHeader;
import weft.protocol.block.Commit;
import weft.protocol.block.CommitDigest;

/// Makes one block: proposes it to itself, signs, commits, and only then shows it.
final class BlockMaker {
  /// The chain's own cap applies.
  private static final long NO_CAP = Long.MAX_VALUE;

  private final Chain chain;
  private final EngineHost host;
  private final PrivateKey validator;

  BlockMaker(Chain chain, EngineHost host, PrivateKey validator) {
    this.chain = chain;
    this.host = host;
    this.validator = validator;
  }

  /// @param block empty if there was nothing to include and no empty block was wanted
  /// @param leftBehind whether candidates wait for the next block
  record Result(Optional<CommittedBlock> block, boolean leftBehind) {}

  Result make(long wallMs, boolean evenIfEmpty) {
    ChainHead head = chain.head();
    long timeMs = Math.max(Math.addExact(head.timeMs(), 1), wallMs);
    Candidates candidates = host.candidates();
    Proposal proposal =
        chain.propose(
            new ProposalRequest(
                head.height() + 1, timeMs, validator.address(), NO_CAP, candidates));
    if (!proposal.dropped().isEmpty()) {
      host.dropped(proposal.dropped());
    }
    if (proposal.block().transactions().isEmpty() && !evenIfEmpty) {
      return new Result(Optional.empty(), proposal.leftBehind());
    }
    CommittedBlock committed = commit(head, proposal.block());
    host.committed(committed);
    return new Result(Optional.of(committed), proposal.leftBehind());
  }

  private CommittedBlock commit(ChainHead head, ExecutedBlock proposed) {
    ExecutedBlock block = chain.finalizeBlock(proposed.candidate());
    BlockHeader header =
        new BlockHeader(
            chain.chainId(),
            block.candidate().height(),
            block.candidate().timeMs(),
            head.blockHash(),
            block.dataHash(),
            head.appHash(),
            validator.address());
    Hash32 digest =
        CommitDigest.of(
            chain.chainId(),
            header.height(),
            header.hash(),
            block.preamble().lanesRoot(),
            block.appHash());
    return chain.commit(block, header, new Commit(block.appHash(), validator.sign(digest)));
  }
}
