package weft.cli.node;

import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import weft.chain.block.BlockCandidate;
import weft.chain.block.Chain;
import weft.chain.block.EngineReport;
import weft.chain.block.ExecutedBlock;
import weft.chain.block.InvalidBlockException;
import weft.chain.store.BlockSeal;
import weft.chain.store.ChainHead;
import weft.chain.store.CommittedBlock;
import weft.chain.store.LaneBlockRecord;
import weft.cli.CliException;
import weft.ledger.genesis.Genesis;
import weft.node.SoftwareUpgrades;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.block.BlockHeader;
import weft.protocol.block.SignedAnchor;
import weft.protocol.lane.LaneBlock;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionCodec;
import weft.protocol.transaction.VerifiedTransaction;
import weft.protocol.validator.ExtendedCommit;
import weft.protocol.validator.ValidatorSet;
import weft.storage.MemoryNodeStore;
import weft.storage.NodeStore;
import weft.storage.StoredBlock;

/// Executes all blocks of a store once more, from genesis on, on a fresh chain in memory. Every
/// signature, rule, root and lane is computed anew; the first difference ends it.
///
/// On a network the engine's block hash is not computed but is what the validators attest, by the
/// attestation in the store and by the extensions that the next block carries.
public final class Replay {
  private static final long PRUNE_EVERY_BLOCKS = 64;

  private final NodeStore stored;
  private final NodeStore memory;
  private final Chain chain;
  private Hash32 lanesDigest = Hash32.ZERO;
  private long transactions;
  private long laneBlocks;

  private Replay(Genesis genesis, NodeStore stored, NodeStore memory) {
    this.stored = stored;
    this.memory = memory;
    this.chain = new Chain(genesis, memory, Replay::verify, SoftwareUpgrades.KNOWN);
  }

  /// What a replay ended with.
  ///
  /// @param head equal to the store's, state root included
  /// @param lanesDigest running SHA-256 over every lane block, header and entries, in chain order
  public record Result(ChainHead head, long transactions, long laneBlocks, Hash32 lanesDigest) {}

  /// Replays a store from genesis to its head. The store is only read.
  ///
  /// @throws CliException if a block cannot be repeated, or leads elsewhere than the store says
  public static Result run(Genesis genesis, NodeStore stored) {
    return run(genesis, stored, _ -> {});
  }

  /// Replays a store from genesis to its head. The store is only read.
  ///
  /// @param progress gets every height
  /// @throws CliException if a block cannot be repeated, or leads elsewhere than the store says
  public static Result run(Genesis genesis, NodeStore stored, LongConsumer progress) {
    if (stored.earliestHeight() > 1) {
      throw new CliException(
          "pruned",
          "the store begins at block " + stored.earliestHeight(),
          "Replay a node that keeps all its history (retention.keep-blocks = 0) and did not begin"
              + " by state sync.");
    }
    try (NodeStore memory = new MemoryNodeStore()) {
      return new Replay(genesis, stored, memory).run(progress);
    }
  }

  private Result run(LongConsumer progress) {
    long last = stored.head().height();
    for (long height = 1; height <= last; height++) {
      long missing = height;
      StoredBlock block =
          stored
              .block(height)
              .orElseThrow(() -> differs(missing, "the store does not have the block"));
      repeat(height, block);
      progress.accept(height);
      if (height % PRUNE_EVERY_BLOCKS == 0) {
        prune(height);
      }
    }
    ChainHead head = chain.head();
    if (!head.equals(stored.head())) {
      throw differs(last, "the store's head is " + stored.head() + ", replayed it is " + head);
    }
    return new Result(head, transactions, laneBlocks, lanesDigest);
  }

  private void prune(long below) {
    boolean isComplete = false;
    while (!isComplete) {
      isComplete = memory.pruneBelow(below).isComplete();
    }
  }

  private void repeat(long height, StoredBlock block) {
    BlockHeader header = block.header();
    if (header.height() != height) {
      throw differs(height, "the store has block " + header.height() + " in its place");
    }
    CommittedBlock repeated;
    try {
      repeated =
          switch (block.seal()) {
            case BlockSeal.Solo(SignedAnchor signed) -> repeat(block, signed);
            case BlockSeal.Network seal -> repeat(block, seal);
          };
    } catch (InvalidBlockException | IllegalArgumentException e) {
      throw differs(height, String.valueOf(e.getMessage()));
    }
    transactions += repeated.transactions().size();
    repeated.lanes().forEach(lane -> repeat(height, lane));
  }

  private CommittedBlock repeat(StoredBlock block, SignedAnchor signed) {
    BlockHeader header = block.header();
    ExecutedBlock executed =
        chain.finalizeBlock(
            new BlockCandidate(
                header.height(), header.timeMs(), header.proposer(), block.entries()));
    CommittedBlock repeated = chain.commit(executed, header, signed.commit());
    if (!repeated.blockHash().equals(block.blockHash()) || !repeated.seal().equals(block.seal())) {
      throw differs(header.height(), "hash or proofs are not those of the block");
    }
    return repeated;
  }

  /// The engine's own time is not kept: where the votes do not make the block's time, this is it.
  private CommittedBlock repeat(StoredBlock block, BlockSeal.Network seal) {
    BlockHeader header = block.header();
    if (block.entries().size() < 2) {
      throw differs(header.height(), "it has no entry with votes");
    }
    EngineReport report =
        EngineReport.of(ExtendedCommit.decode(block.entries().get(1)), block.misbehaviors());
    ExecutedBlock executed =
        chain.finalizeBlock(
            new BlockCandidate(
                header.height(), header.timeMs(), header.proposer(), block.entries(), report));
    CommittedBlock repeated = chain.commit(executed, block.blockHash(), new TreeMap<>());
    ValidatorSet set = chain.validatorSets().last();
    boolean isSame =
        repeated.header().equals(header)
            && repeated.seal() instanceof BlockSeal.Network bare
            && bare.statement().equals(seal.statement())
            && bare.validatorsHash().equals(seal.validatorsHash());
    if (!isSame
        || !seal.attestation()
            .map(known -> known.attests(seal.statement().digest(), set))
            .orElse(true)) {
      throw differs(header.height(), "header or attestation are not those of the block");
    }
    return repeated;
  }

  private void repeat(long height, LaneBlockRecord lane) {
    long laneHeight = lane.header().laneHeight();
    Optional<LaneBlock> served =
        stored.laneBlock(lane.rollup(), laneHeight).map(ProvenLaneBlock::laneBlock);
    if (!served.equals(Optional.of(lane.laneBlock()))) {
      throw differs(height, "lane " + lane.rollup() + " differs at lane height " + laneHeight);
    }
    laneBlocks++;
    ByteWriter bytes = new ByteWriter().hash(lanesDigest).lengthPrefixed(lane.laneBlock().header());
    for (Bytes entry : lane.laneBlock().entries()) {
      bytes.lengthPrefixed(entry);
    }
    lanesDigest = Sha256.hash(bytes.toBytes());
  }

  private static Checked<VerifiedTransaction> verify(Hash32 hash, Bytes envelope) {
    return switch (TransactionCodec.decode(envelope)) {
      case Checked.Refused<Transaction>(Refusal refusal) -> Checked.refused(refusal);
      case Checked.Ok<Transaction>(Transaction transaction) ->
          VerifiedTransaction.verify(transaction)
              .<Checked<VerifiedTransaction>>map(Checked::ok)
              .orElseGet(
                  () ->
                      Checked.refused(
                          Refusal.of(
                              RefusalCode.BAD_SIGNATURE,
                              "signature",
                              "",
                              "the signature of " + hash + " is not its account's")));
    };
  }

  private static CliException differs(long height, String how) {
    return new CliException(
        "differs",
        "block " + height + " does not repeat: " + how,
        "Keep a copy of the data folder, compare versions and hardware, and start from another"
            + " node's data.");
  }
}
