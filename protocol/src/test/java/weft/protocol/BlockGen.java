package weft.protocol;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MerkleProof;
import weft.primitives.MerkleTree;
import weft.primitives.PrivateKey;
import weft.primitives.Sha256;
import weft.protocol.block.BlockHeader;
import weft.protocol.block.Commit;
import weft.protocol.block.CommitDigest;
import weft.protocol.block.Preamble;
import weft.protocol.block.SignedAnchor;
import weft.protocol.block.TrustedValidator;
import weft.protocol.lane.LaneAbsenceProof;
import weft.protocol.lane.LaneBlock;
import weft.protocol.lane.LaneBlockProof;
import weft.protocol.lane.LaneEntry;
import weft.protocol.lane.LaneHeader;
import weft.protocol.lane.PayloadProof;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.transaction.RollupId;

/// Makes single blocks with lanes, signed by one validator, and every proof about them: for tests
/// of verifiers and followers. Knows nothing of ledgers.
public final class BlockGen {
  private final PrivateKey validator;
  private final long chainId;

  public BlockGen(long chainId, PrivateKey validator) {
    this.chainId = chainId;
    this.validator = validator;
  }

  public TrustedValidator trusted() {
    return new TrustedValidator(chainId, validator.address());
  }

  /// What one rollup is to get.
  ///
  /// @param previous the lane header before; empty: this is the lane's first
  public record Lane(RollupId rollup, Optional<LaneHeader> previous, List<LaneEntry> entries) {
    public Lane {
      entries = List.copyOf(entries);
    }
  }

  /// A block with these lanes, in any order, and some transaction hashes as its further entries.
  public Block block(
      long height,
      long timeMs,
      Hash32 parentHash,
      Hash32 appHash,
      List<Lane> lanes,
      List<Hash32> transactionHashes) {
    Hash32 before = Sha256.hash(appHash.bytes());
    return block(height, timeMs, parentHash, before, appHash, lanes, transactionHashes);
  }

  /// The same with the state root before the block, which the header names.
  public Block block(
      long height,
      long timeMs,
      Hash32 parentHash,
      Hash32 appHashBefore,
      Hash32 appHash,
      List<Lane> lanes,
      List<Hash32> transactionHashes) {
    List<LaneBlock> laneBlocks = new ArrayList<>();
    List<Lane> sorted = lanes.stream().sorted(Comparator.comparing(Lane::rollup)).toList();
    for (Lane lane : sorted) {
      laneBlocks.add(laneBlock(lane, height, timeMs));
    }
    Hash32 lanesRoot = MerkleTree.root(laneBlocks.stream().map(LaneBlock::header).toList());
    Preamble preamble = new Preamble(lanesRoot, lanes.size(), transactionHashes.size());
    List<Hash32> leaves = new ArrayList<>();
    leaves.add(MerkleTree.leafHash(preamble.hash().bytes()));
    transactionHashes.forEach(hash -> leaves.add(MerkleTree.leafHash(hash.bytes())));
    BlockHeader header =
        new BlockHeader(
            chainId,
            height,
            timeMs,
            parentHash,
            MerkleTree.rootOfLeafHashes(leaves),
            appHashBefore,
            validator.address());
    Hash32 digest = CommitDigest.of(chainId, height, header.hash(), lanesRoot, appHash);
    SignedAnchor anchor =
        new SignedAnchor(
            header.encode(),
            preamble.encode(),
            MerkleTree.prove(leaves, 0),
            new Commit(appHash, validator.sign(digest)));
    return new Block(header, anchor, laneBlocks);
  }

  private static LaneBlock laneBlock(Lane lane, long height, long timeMs) {
    return new LaneBlock(
        header(lane, height, timeMs).encode(),
        lane.entries().stream().map(LaneEntry::encode).toList());
  }

  /// The header that a lane gets in a block.
  public static LaneHeader header(Lane lane, long height, long timeMs) {
    List<Bytes> entries = lane.entries().stream().map(LaneEntry::encode).toList();
    return new LaneHeader(
        lane.rollup().hash(),
        lane.previous().map(previous -> previous.laneHeight() + 1).orElse(1L),
        lane.previous().map(LaneHeader::hash).orElse(Hash32.ZERO),
        height,
        timeMs,
        MerkleTree.root(entries),
        entries.size(),
        lane.entries().stream().mapToLong(entry -> entry.data().size()).sum());
  }

  /// A block and the proofs about it.
  ///
  /// @param laneBlocks sorted by rollup id
  public record Block(BlockHeader header, SignedAnchor anchor, List<LaneBlock> laneBlocks) {
    public Block {
      laneBlocks = List.copyOf(laneBlocks);
    }

    /// The lane block at a place in the order of rollup ids.
    public ProvenLaneBlock proven(int lane) {
      return new ProvenLaneBlock(laneBlocks.get(lane), proof(lane));
    }

    public ProvenLaneBlock proven(RollupId rollup) {
      return proven(indexOf(rollup));
    }

    public LaneHeader laneHeader(int lane) {
      return LaneHeader.decode(laneBlocks.get(lane).header());
    }

    public LaneBlockProof proof(int lane) {
      return new LaneBlockProof(anchor, laneProof(lane));
    }

    public PayloadProof payloadProof(int lane, int entry) {
      LaneBlock laneBlock = laneBlocks.get(lane);
      List<Hash32> leaves = laneBlock.entries().stream().map(MerkleTree::leafHash).toList();
      return new PayloadProof(
          laneBlock.header(),
          laneBlock.entries().get(entry),
          MerkleTree.prove(leaves, entry),
          proof(lane));
    }

    /// The proof that a rollup has no lane block here.
    public LaneAbsenceProof absenceProof(RollupId rollup) {
      int right = 0;
      while (right < laneBlocks.size()
          && laneHeader(right).rollupId().compareTo(rollup.hash()) < 0) {
        right++;
      }
      return new LaneAbsenceProof(anchor, neighbour(right - 1), neighbour(right));
    }

    public Optional<LaneAbsenceProof.Neighbour> neighbour(int lane) {
      return lane < 0 || lane >= laneBlocks.size()
          ? Optional.empty()
          : Optional.of(
              new LaneAbsenceProof.Neighbour(laneBlocks.get(lane).header(), laneProof(lane)));
    }

    private int indexOf(RollupId rollup) {
      for (int i = 0; i < laneBlocks.size(); i++) {
        if (laneHeader(i).rollupId().equals(rollup.hash())) {
          return i;
        }
      }
      throw new IllegalArgumentException("no lane of " + rollup);
    }

    private MerkleProof laneProof(int lane) {
      List<Hash32> leaves =
          laneBlocks.stream().map(block -> MerkleTree.leafHash(block.header())).toList();
      return MerkleTree.prove(leaves, lane);
    }
  }
}
