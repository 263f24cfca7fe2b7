package weft.chain.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import weft.chain.fixture.TestNet;
import weft.chain.store.CommittedBlock;
import weft.chain.store.IncludedTransaction;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MerkleTree;
import weft.primitives.Sha256;
import weft.protocol.block.Preamble;
import weft.protocol.block.TrustedValidator;
import weft.protocol.lane.LaneBlock;
import weft.protocol.lane.LaneBlockProof;
import weft.protocol.lane.LaneEntry;
import weft.protocol.lane.LaneHeader;
import weft.protocol.lane.LaneVerifier;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.lane.VerifiedLaneBlock;
import weft.protocol.status.LanePosition;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.RollupId;
import weft.protocol.verdict.Verdict;

/// Follows a chain from its committed blocks alone and checks what
/// docs/protocol/blocks-execution.md says about them, in the slow and obvious way.
final class BlockOracle {
  private final TrustedValidator trusted;
  private final Map<Hash32, LaneHeader> latest = new TreeMap<>();

  BlockOracle(TestNet net) {
    trusted = new TrustedValidator(net.genesis().chainId(), net.genesis().validator());
  }

  void check(CommittedBlock block) {
    checkEntries(block);
    List<Bytes> headers = block.lanes().stream().map(lane -> lane.laneBlock().header()).toList();
    Preamble preamble = Preamble.decode(block.entries().getFirst());
    assertThat(preamble)
        .isEqualTo(
            new Preamble(MerkleTree.root(headers), headers.size(), block.transactions().size()));
    List<Hash32> ids = block.lanes().stream().map(lane -> lane.header().rollupId()).toList();
    assertThat(ids).isSortedAccordingTo(Comparator.naturalOrder()).doesNotHaveDuplicates();
    Set<Hash32> wanted = new HashSet<>();
    block.transactions().forEach(included -> addRollups(included, wanted));
    assertThat(new HashSet<>(ids)).isEqualTo(wanted);
    for (int lane = 0; lane < headers.size(); lane++) {
      checkLane(block, headers, lane);
    }
  }

  private static void checkEntries(CommittedBlock block) {
    List<Hash32> leaves = new ArrayList<>();
    for (Bytes entry : block.entries()) {
      leaves.add(MerkleTree.leafHash(Sha256.hash(entry).bytes()));
    }
    assertThat(block.header().dataHash()).isEqualTo(MerkleTree.rootOfLeafHashes(leaves));
    for (IncludedTransaction included : block.transactions()) {
      assertThat(included.transaction().transaction().envelope())
          .isEqualTo(block.entries().get(included.index() + 1));
    }
  }

  private static void addRollups(IncludedTransaction included, Set<Hash32> rollups) {
    for (Action action : included.transaction().body().actions()) {
      switch (action) {
        case Action.Submit submit -> rollups.add(submit.rollup().hash());
        case Action.Bundle bundle -> bundle.entries().forEach(e -> rollups.add(e.rollup().hash()));
        case Action.Stating _ -> {}
      }
    }
  }

  private void checkLane(CommittedBlock block, List<Bytes> headers, int index) {
    List<Hash32> leaves = headers.stream().map(MerkleTree::leafHash).toList();
    LaneBlock laneBlock = block.lanes().get(index).laneBlock();
    RollupId rollup = block.lanes().get(index).rollup();
    ProvenLaneBlock proven =
        new ProvenLaneBlock(
            laneBlock,
            new LaneBlockProof(
                block.seal().anchor().orElseThrow(), MerkleTree.prove(leaves, index)));
    Verdict<VerifiedLaneBlock> verdict = LaneVerifier.verifyLaneBlock(proven, rollup, trusted);
    assertThat(verdict.isValid()).as("%s", verdict).isTrue();
    LaneHeader header = block.lanes().get(index).header();
    LaneHeader before = latest.put(header.rollupId(), header);
    Verdict<LaneHeader> link =
        before == null
            ? LaneVerifier.verifyFirst(header)
            : LaneVerifier.verifyFollows(before, header);
    assertThat(link.isValid()).as("%s", link).isTrue();
    checkPositions(block, rollup, laneBlock.entries());
  }

  /// Every payload of the block for the lane stands where its transaction's status says.
  private static void checkPositions(
      CommittedBlock block, RollupId rollup, List<Bytes> laneEntries) {
    List<String> found = new ArrayList<>();
    for (Bytes entry : laneEntries) {
      LaneEntry decoded = LaneEntry.decode(entry);
      found.add(place(decoded.transactionHash(), decoded.actionIndex(), decoded.payloadIndex()));
    }
    List<String> told = new ArrayList<>(Collections.nCopies(found.size(), ""));
    for (IncludedTransaction included : block.transactions()) {
      List<String> payloads = payloads(included, rollup);
      int next = 0;
      for (LanePosition position : included.lanes()) {
        for (int i = 0; position.rollup().equals(rollup) && i < position.payloadCount(); i++) {
          told.set(position.firstPayload() + i, payloads.get(next++));
        }
      }
      assertThat(next).isEqualTo(payloads.size());
    }
    assertThat(found).isEqualTo(told);
  }

  private static List<String> payloads(IncludedTransaction included, RollupId rollup) {
    Hash32 hash = included.transaction().hash();
    List<Action> actions = included.transaction().body().actions();
    List<String> places = new ArrayList<>();
    for (int action = 0; action < actions.size(); action++) {
      if (actions.get(action) instanceof Action.Submit submit && submit.rollup().equals(rollup)) {
        for (int i = 0; i < submit.payloads().size(); i++) {
          places.add(place(hash, action, i));
        }
      }
      if (actions.get(action) instanceof Action.Bundle bundle) {
        for (int i = 0; i < bundle.entries().size(); i++) {
          if (bundle.entries().get(i).rollup().equals(rollup)) {
            places.add(place(hash, action, i));
          }
        }
      }
    }
    return places;
  }

  private static String place(Hash32 transaction, int action, int payload) {
    return transaction + "/" + action + "/" + payload;
  }
}
