package weft.chain.block;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import weft.chain.store.BlockCommit;
import weft.chain.store.BlockSeal;
import weft.chain.store.ChainHead;
import weft.chain.store.ChainStore;
import weft.chain.store.CommittedBlock;
import weft.ledger.genesis.Genesis;
import weft.ledger.market.ParsedModules;
import weft.ledger.state.ValidatorSets;
import weft.primitives.Address;
import weft.primitives.BlsPrivateKey;
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
import weft.protocol.validator.BlockStatement;
import weft.protocol.validator.ValidatorSet;
import weft.protocol.validator.VoteExtension;

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
  private final ParsedModules modules = new ParsedModules();
  private final Framing framing;
  private final KnownUpgrades upgrades;

  /// Opens the chain of a genesis in a store, with software that is no upgrade.
  ///
  /// @throws GenesisMismatchException if the store holds another chain
  public Chain(Genesis genesis, ChainStore store, VerifiedTransactions verifiedTransactions) {
    this(genesis, store, verifiedTransactions, new TreeSet<>());
  }

  /// Opens the chain of a genesis in a store. An empty store is filled with the first state.
  ///
  /// @param knownUpgrades hashes of the announced upgrades that this software executes
  /// @throws GenesisMismatchException if the store holds another chain
  public Chain(
      Genesis genesis,
      ChainStore store,
      VerifiedTransactions verifiedTransactions,
      SortedSet<Hash32> knownUpgrades) {
    this(ChainStart.open(genesis, store), store, verifiedTransactions, knownUpgrades);
  }

  /// A chain whose store stands at its genesis or later.
  Chain(
      ChainIdentity identity,
      ChainStore store,
      VerifiedTransactions verifiedTransactions,
      SortedSet<Hash32> knownUpgrades) {
    this.identity = identity;
    this.store = store;
    this.verifiedTransactions = verifiedTransactions;
    this.framing = new Framing(identity, store);
    this.upgrades = new KnownUpgrades(knownUpgrades);
  }

  public long chainId() {
    return identity.chainId();
  }

  /// The chain's identity besides its id.
  public Hash32 genesisHash() {
    return identity.genesisHash();
  }

  /// Whether several validators run the chain.
  public boolean isNetwork() {
    return identity.isNetwork();
  }

  /// The name by which a network's engine knows the chain.
  public static String engineName(long chainId) {
    return "weft-" + chainId;
  }

  /// A network's sets around the head.
  ///
  /// @throws IllegalStateException if the chain is no network
  public ValidatorSets validatorSets() {
    return framing.sets();
  }

  /// The only proposer; the zero address on a network.
  public Address validator() {
    return identity.validator();
  }

  public ChainHead head() {
    return store.head();
  }

  /// Builds, executes and stages a block that every correct validator accepts.
  ///
  /// @throws UnproposableException if height, time, proposer or the votes that the engine knows
  ///   break a rule for any content
  /// @throws UpgradeRequiredException if the height needs other software: a fault
  public Proposal propose(ProposalRequest request) {
    upgrades.require(store.state(), request.height());
    ChainHead head = store.head();
    BlockFrame frame =
        switch (framing.propose(request, head)) {
          case BlockFrame.Framed(BlockFrame proposed) -> proposed;
          case BlockFrame.Broken(Validation.Rejected broken) ->
              throw new UnproposableException(broken);
        };
    long engineBytes = request.maxBytes() - frame.bytes(request.entryOverheadBytes());
    if (engineBytes < 0) {
      throw new IllegalArgumentException(
          "a block has "
              + frame.bytes(request.entryOverheadBytes())
              + " bytes without any transaction, the cap is "
              + request.maxBytes());
    }
    Supplier<BlockDraft> emptyDraft = () -> draft(frame);
    BlockDraft first = emptyDraft.get();
    BlockRoom room =
        new BlockRoom(first.maxBytes() - Preamble.SIZE, engineBytes, request.entryOverheadBytes());
    BidChoice bids =
        BidChoice.choose(emptyDraft, first, room, frame.attestedBids(), request.candidates());
    ProposalBuilder builder = new ProposalBuilder(bids, request.candidates());
    BlockDraft draft = builder.fill();
    LaneAssembly lanes = draft.lanes();
    Preamble preamble = draft.preamble(lanes);
    Bytes encodedPreamble = preamble.encode();
    BlockCandidate candidate =
        new BlockCandidate(
            request.height(),
            request.timeMs(),
            request.proposer(),
            draft.entries(encodedPreamble),
            frame.report());
    EntryTree tree = EntryTree.of(draft.entryHashes(encodedPreamble));
    ExecutedBlock block =
        draft.seal(lanes, preamble, candidate, tree, store.treeNodes(), head.appHash());
    staging.put(block);
    return new Proposal(block, builder.dropped(), builder.leftBehind());
  }

  /// Recomputes a candidate and says whether it keeps all rules. An accepted one is staged.
  ///
  /// @throws UpgradeRequiredException if the height needs other software: a fault
  public Validation validate(BlockCandidate candidate) {
    upgrades.require(store.state(), candidate.height());
    Optional<ExecutedBlock> staged = staging.find(candidate);
    if (staged.isPresent()) {
      return new Validation.Accepted(staged.get());
    }
    ChainHead head = store.head();
    return switch (framing.validate(candidate, head)) {
      case BlockFrame.Broken(Validation.Rejected broken) -> broken;
      case BlockFrame.Framed(BlockFrame frame) -> recompute(candidate, frame, head);
    };
  }

  /// What a network's validators attest about a block of this chain.
  ///
  /// @param block executed over the head
  /// @param blockHash the engine's
  public BlockStatement statement(ExecutedBlock block, Hash32 blockHash) {
    return new BlockStatement(
        identity.chainId(),
        block.candidate().height(),
        block.timeMs(),
        blockHash,
        block.preamble().lanesRoot(),
        block.preamble().laneCount(),
        block.appHash(),
        framing.sets().next().hash());
  }

  /// What this validator adds to its vote for a block. The same for the same block, but for the
  /// clock and the bids.
  ///
  /// @param blockHash the engine's
  /// @param clockMs this validator's clock, Unix time in milliseconds
  /// @param bids hashes of bids that it has seen for the next block and can serve, see [BidReport]
  public Bytes extend(
      ExecutedBlock block, Hash32 blockHash, BlsPrivateKey key, long clockMs, List<Hash32> bids) {
    Bytes digest = statement(block, blockHash).digest().bytes();
    return new VoteExtension(key.sign(digest).bytes(), clockMs, bids).encode();
  }

  /// The bids that a validator reports with its vote for a block: those of which it holds all
  /// transactions, which could follow the block, and which offer most. The next block must hold
  /// those that more than a third of power reports.
  ///
  /// @param candidates what waits at this validator
  public List<Hash32> reportableBids(ExecutedBlock block, Candidates candidates) {
    return BidReport.of(store.state(), block, candidates);
  }

  /// What this validator has against a block that keeps all rules: it says that a bid's
  /// transactions are missing although they wait here. That is this validator's own knowledge, so
  /// it is a reason not to vote for the block, and none against one that is decided.
  ///
  /// @param candidates what waits at this validator
  public Optional<Validation.Rejected> objection(ExecutedBlock block, Candidates candidates) {
    if (block.preamble().missing().isEmpty()) {
      return Optional.empty();
    }
    return switch (framing.validate(block.candidate(), store.head())) {
      case BlockFrame.Broken _ -> Optional.empty();
      case BlockFrame.Framed(BlockFrame frame) ->
          BidObjection.of(() -> draft(frame), block, candidates);
    };
  }

  /// Whether a vote with this extension is taken at all. Every one that a block can carry is, even
  /// if it says nothing: refusing votes could keep a height from ending, and what an extension says
  /// is looked at when a block carries it. The same on every node at any time.
  public static boolean takesExtension(Bytes extension) {
    return extension.size() <= VoteExtension.MAX_SIZE;
  }

  /// The execution of a block that is decided. What was proposed or validated here is not executed
  /// again.
  ///
  /// @throws InvalidBlockException if the block breaks a rule here: a fault
  /// @throws UpgradeRequiredException if the height needs other software: a fault
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
            block.appHash(),
            Optional.empty(),
            block.auctions());
    store.commit(new BlockCommit(committed, block.stateChanges(), block.treeChanges()));
    staging.clear();
    return committed;
  }

  /// Makes a network's block the new head, durable before this returns.
  ///
  /// @param blockHash the engine's, which its commit is for
  /// @param extensions those of the votes for it that this node saw, by consensus address
  public CommittedBlock commit(
      ExecutedBlock block, Hash32 blockHash, SortedMap<Address, Bytes> extensions) {
    ChainHead head = store.head();
    if (block.candidate().height() - 1 != head.height()) {
      throw new IllegalArgumentException(
          "block " + block.candidate().height() + " does not follow the head at " + head.height());
    }
    BlockHeader header =
        new BlockHeader(
            identity.chainId(),
            block.candidate().height(),
            block.timeMs(),
            head.blockHash(),
            block.dataHash(),
            head.appHash(),
            block.candidate().proposer());
    ValidatorSets sets = framing.sets();
    Optional<BlockSeal> parent = store.headSeal();
    Optional<BlockSeal.Network> parentSeal =
        Sealing.parentSeal(parent, sets.last(), block.candidate());
    boolean changedBefore = !sets.last().hash().equals(sets.current().hash());
    Optional<BlockSeal.Network> handOver =
        changedBefore && parentSeal.isEmpty()
            ? Sealing.handOver(parent, sets.last(), block.candidate())
            : Optional.empty();
    CommittedBlock committed =
        new CommittedBlock(
            header,
            blockHash,
            Sealing.seal(statement(block, blockHash), sets.current(), extensions),
            block.candidate().entries(),
            block.transactions(),
            block.lanes(),
            block.appHash(),
            parentSeal,
            block.auctions());
    Optional<ValidatorSet> nextValidators =
        sets.next().hash().equals(sets.current().hash())
            ? Optional.empty()
            : Optional.of(sets.next());
    store.commit(
        new BlockCommit(
            committed,
            block.stateChanges(),
            block.treeChanges(),
            nextValidators,
            handOver,
            block.candidate().report().misbehaviors()));
    staging.clear();
    return committed;
  }

  private BlockDraft draft(BlockFrame frame) {
    return new BlockDraft(store.state(), frame.context(), frame.votes(), modules);
  }

  private Validation recompute(BlockCandidate candidate, BlockFrame frame, ChainHead head) {
    BlockDraft draft = draft(frame);
    long votesBytes = frame.votes().map(Bytes::size).orElse(0);
    long bytes = candidate.entries().stream().mapToLong(Bytes::size).sum() - votesBytes;
    if (bytes > draft.maxBytes()) {
      return BlockRule.BLOCK_BYTES.violated(
          "the entries have " + bytes + " bytes, the cap is " + draft.maxBytes());
    }
    List<Hash32> hashes = candidate.entries().stream().map(Sha256::hash).toList();
    Optional<Validation.Rejected> broken = fill(draft, candidate, frame, hashes);
    if (broken.isPresent()) {
      return broken.get();
    }
    LaneAssembly lanes = draft.lanes();
    Preamble preamble = draft.preamble(lanes);
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

  /// Executes the candidate's transactions: its bids, then the others.
  private Optional<Validation.Rejected> fill(
      BlockDraft draft, BlockCandidate candidate, BlockFrame frame, List<Hash32> hashes) {
    CandidateFilling filling = new CandidateFilling(draft, frame, candidate.entries().getFirst());
    for (int entry = frame.entries(); entry < hashes.size(); entry++) {
      Hash32 hash = hashes.get(entry);
      Optional<Validation.Rejected> broken =
          switch (verifiedTransactions.verified(hash, candidate.entries().get(entry))) {
            case Checked.Refused<VerifiedTransaction>(Refusal refusal) ->
                Optional.of(
                    BlockRule.TRANSACTION_VERIFIED.violated("entry " + entry + ": " + refusal));
            case Checked.Ok<VerifiedTransaction>(VerifiedTransaction transaction) -> {
              if (!transaction.hash().equals(hash)) {
                throw new IllegalStateException(
                    "asked for transaction " + hash + ", was given " + transaction.hash());
              }
              yield filling.add(entry, transaction);
            }
          };
      if (broken.isPresent()) {
        return broken;
      }
    }
    return filling.end();
  }
}
