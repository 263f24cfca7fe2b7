package weft.chain.block;

import java.util.List;
import java.util.Optional;
import weft.chain.store.BlockCommit;
import weft.chain.store.BlockSeal;
import weft.chain.store.ChainHead;
import weft.chain.store.ChainStore;
import weft.chain.store.CommittedBlock;
import weft.ledger.execution.BlockContext;
import weft.ledger.genesis.Genesis;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.block.BlockHeader;
import weft.protocol.block.Commit;
import weft.protocol.block.Preamble;
import weft.protocol.block.SignedAnchor;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.transaction.VerifiedTransaction;

/// A chain's blocks, from the wish for one to its commit, the same under every engine.
///
/// Each candidate for the height after the head is in one of three states; there may be several
/// candidates at a height, from several rounds:
///
/// ```text
///             propose, validate (accepted),
///             finalizeBlock (valid)                     commit
///   unknown ------------------------------> staged ---------------> head
///      ^  |                                   |
///      |  | validate (rejected)               | another candidate is committed,
///      +--+                                   | or too many are staged
///      ^                                      |
///      +--------------------------------------+
/// ```
///
/// A staged candidate is executed; whatever asks for it again gets the same execution. Only the
/// newest few are kept: one that fell out is executed again if it is decided after all. `commit`
/// moves the head and forgets everything staged, since it was executed over the old state.
/// `finalizeBlock` on a candidate that is invalid here is a fault: the node must stop.
///
/// Pure: no clock, no thread. Not for use by several threads at once.
public final class Chain {
  private final ChainIdentity identity;
  private final ChainStore store;
  private final VerifiedTransactions verifiedTransactions;
  private final Staging staging = new Staging();

  /// Opens the chain of a genesis in a store. An empty store is filled with the first state.
  ///
  /// @throws GenesisMismatchException if the store holds another chain
  public Chain(Genesis genesis, ChainStore store, VerifiedTransactions verifiedTransactions) {
    this.identity = ChainStart.open(genesis, store);
    this.store = store;
    this.verifiedTransactions = verifiedTransactions;
  }

  public long chainId() {
    return identity.chainId();
  }

  /// The chain's identity besides its id.
  public Hash32 genesisHash() {
    return identity.genesisHash();
  }

  /// The only proposer.
  public Address validator() {
    return identity.validator();
  }

  public ChainHead head() {
    return store.head();
  }

  /// Builds, executes and stages a block that every correct validator accepts.
  ///
  /// @throws IllegalArgumentException if height, time or proposer break a rule for any content
  public Proposal propose(ProposalRequest request) {
    BlockContext context = new BlockContext(request.height(), request.timeMs(), request.proposer());
    ChainHead head = store.head();
    checkContext(context, head)
        .ifPresent(
            broken -> {
              throw new IllegalArgumentException(broken.rule() + ": " + broken.reason());
            });
    if (request.maxBytes() < Preamble.SIZE) {
      throw new IllegalArgumentException(
          "a block has at least " + Preamble.SIZE + " bytes, the cap is " + request.maxBytes());
    }
    ProposalBuilder builder =
        new ProposalBuilder(
            () -> new BlockDraft(store.state(), context), request.maxBytes(), request.candidates());
    BlockDraft draft = builder.fill();
    LaneAssembly lanes = draft.lanes();
    Preamble preamble = lanes.preamble();
    Bytes encodedPreamble = preamble.encode();
    BlockCandidate candidate =
        new BlockCandidate(
            context.height(), context.timeMs(), context.proposer(), draft.entries(encodedPreamble));
    EntryTree tree = EntryTree.of(draft.entryHashes(encodedPreamble));
    ExecutedBlock block =
        draft.seal(lanes, preamble, candidate, tree, store.treeNodes(), head.appHash());
    staging.put(block);
    return new Proposal(block, builder.dropped(), builder.leftBehind());
  }

  /// Recomputes a candidate and says whether it keeps all rules. An accepted one is staged.
  public Validation validate(BlockCandidate candidate) {
    Optional<ExecutedBlock> staged = staging.find(candidate);
    if (staged.isPresent()) {
      return new Validation.Accepted(staged.get());
    }
    BlockContext context =
        new BlockContext(candidate.height(), candidate.timeMs(), candidate.proposer());
    ChainHead head = store.head();
    Optional<Validation.Rejected> broken = checkContext(context, head);
    if (broken.isPresent()) {
      return broken.get();
    }
    return candidate.entries().isEmpty()
        ? BlockRule.PREAMBLE_FIRST.violated("the block has no entries, not even a preamble")
        : recompute(candidate, context, head);
  }

  /// What this validator adds to its vote for a block. Nothing yet.
  public Bytes extend(long height, Hash32 blockHash) {
    return Bytes.EMPTY;
  }

  /// Whether another validator's addition to its vote is well formed. Only the empty one is.
  public boolean verifyExtension(long height, Bytes extension) {
    return extension.isEmpty();
  }

  /// The execution of a block that is decided. What was proposed or validated here is not executed
  /// again.
  ///
  /// @throws InvalidBlockException if the block breaks a rule here: a fault
  public ExecutedBlock finalizeBlock(BlockCandidate decided) {
    return switch (validate(decided)) {
      case Validation.Accepted(ExecutedBlock block) -> block;
      case Validation.Rejected rejected ->
          throw new InvalidBlockException(decided.height(), rejected);
    };
  }

  /// Makes a block the new head, durable before this returns.
  ///
  /// @param header the block's header as the engine agreed on it
  /// @param commit the validator's vote
  /// @throws IllegalArgumentException if header or commit are not this block's
  public CommittedBlock commit(ExecutedBlock block, BlockHeader header, Commit commit) {
    Bytes encodedHeader = header.encode();
    Hash32 blockHash = Sha256.hash(encodedHeader);
    CommitCheck.check(identity, store.head(), block, header, blockHash, commit);
    BlockSeal seal =
        new BlockSeal.Solo(
            new SignedAnchor(
                encodedHeader,
                block.candidate().entries().getFirst(),
                block.preambleProof(),
                commit));
    CommittedBlock committed =
        new CommittedBlock(
            header,
            blockHash,
            seal,
            block.candidate().entries(),
            block.transactions(),
            block.lanes(),
            block.appHash());
    store.commit(new BlockCommit(committed, block.stateChanges(), block.treeChanges()));
    staging.clear();
    return committed;
  }

  private Optional<Validation.Rejected> checkContext(BlockContext context, ChainHead head) {
    if (context.height() - 1 != head.height()) {
      return Optional.of(
          BlockRule.HEIGHT.violated(
              "height " + context.height() + " does not follow the head at " + head.height()));
    }
    if (context.timeMs() <= head.timeMs()) {
      return Optional.of(
          BlockRule.TIME.violated(
              "time " + context.timeMs() + " ms is not after the parent's " + head.timeMs()));
    }
    if (!context.proposer().equals(identity.validator())) {
      return Optional.of(
          BlockRule.PROPOSER.violated(context.proposer() + " is not a validator of this chain"));
    }
    return Optional.empty();
  }

  private Validation recompute(BlockCandidate candidate, BlockContext context, ChainHead head) {
    BlockDraft draft = new BlockDraft(store.state(), context);
    long bytes = candidate.entries().stream().mapToLong(Bytes::size).sum();
    if (bytes > draft.maxBytes()) {
      return BlockRule.BLOCK_BYTES.violated(
          "the entries have " + bytes + " bytes, the cap is " + draft.maxBytes());
    }
    List<Hash32> hashes = candidate.entries().stream().map(Sha256::hash).toList();
    for (int entry = 1; entry < hashes.size(); entry++) {
      Optional<Validation.Rejected> broken =
          execute(draft, entry, hashes.get(entry), candidate.entries().get(entry));
      if (broken.isPresent()) {
        return broken.get();
      }
    }
    LaneAssembly lanes = draft.lanes();
    Preamble preamble = lanes.preamble();
    Bytes given = candidate.entries().getFirst();
    if (!given.equals(preamble.encode())) {
      return BlockRule.PREAMBLE_RECOMPUTED.violated(
          "the preamble is " + given + ", recomputed it is " + preamble.encode());
    }
    EntryTree tree = EntryTree.of(hashes);
    ExecutedBlock block =
        draft.seal(lanes, preamble, candidate, tree, store.treeNodes(), head.appHash());
    staging.put(block);
    return new Validation.Accepted(block);
  }

  private Optional<Validation.Rejected> execute(
      BlockDraft draft, int entry, Hash32 hash, Bytes envelope) {
    return switch (verifiedTransactions.verified(hash, envelope)) {
      case Checked.Refused<VerifiedTransaction>(Refusal refusal) ->
          Optional.of(BlockRule.TRANSACTION_VERIFIED.violated("entry " + entry + ": " + refusal));
      case Checked.Ok<VerifiedTransaction>(VerifiedTransaction transaction) -> {
        if (!transaction.hash().equals(hash)) {
          throw new IllegalStateException(
              "asked for transaction " + hash + ", was given " + transaction.hash());
        }
        yield draft
            .add(transaction)
            .map(
                refusal ->
                    BlockRule.TRANSACTION_EXECUTABLE.violated("entry " + entry + ": " + refusal));
      }
    };
  }
}
