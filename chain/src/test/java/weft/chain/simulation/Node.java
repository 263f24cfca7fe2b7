package weft.chain.simulation;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import weft.chain.block.BlockCandidate;
import weft.chain.block.Candidates;
import weft.chain.block.Chain;
import weft.chain.block.ExecutedBlock;
import weft.chain.block.Proposal;
import weft.chain.block.ProposalRequest;
import weft.chain.block.Validation;
import weft.chain.fixture.TestNet;
import weft.chain.fixture.TestNetwork;
import weft.chain.store.BlockSeal;
import weft.chain.store.CommittedBlock;
import weft.chain.store.InMemoryChainStore;
import weft.ledger.state.StateReader;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.validator.ExtendedCommit;

/// One node: an application as an engine calls it, and what the engine beside it remembers.
///
/// A crash of the application leaves its store and nothing else.
final class Node {
  private final TestNetwork network;
  private final Address address;
  private final InMemoryChainStore store = new InMemoryChainStore();
  private Chain chain;

  /// What the adapter of an engine holds, by block hash: lost in a crash.
  private final Map<Hash32, ExecutedBlock> executed = new TreeMap<>();

  private final Map<Hash32, SortedMap<Address, Bytes>> seen = new TreeMap<>();

  /// What the engine remembers of the votes for the newest block.
  private ExtendedCommit lastCommit = ExtendedCommit.NONE;

  private long downUntil;

  /// @param address the consensus address; of a node that is no validator, any
  Node(TestNetwork network, Address address) {
    this.network = network;
    this.address = address;
    chain = network.open(store);
  }

  Address address() {
    return address;
  }

  String name() {
    return address.toString().substring(2, 6);
  }

  Chain chain() {
    return chain;
  }

  StateReader state() {
    return new StateReader(store.state());
  }

  long height() {
    return store.head().height();
  }

  Optional<BlockSeal> headSeal() {
    return store.headSeal();
  }

  ExtendedCommit lastCommit() {
    return lastCommit;
  }

  void lastCommit(ExtendedCommit commit) {
    lastCommit = commit;
  }

  /// Away before this height.
  long downUntil() {
    return downUntil;
  }

  void downUntil(long height) {
    downUntil = height;
  }

  void restart() {
    executed.clear();
    seen.clear();
    chain = network.open(store);
  }

  /// Another application over the same store, which has seen nothing.
  Validation askedAfresh(BlockCandidate candidate) {
    return network.open(store, TestNet::verifyAfresh).validate(candidate);
  }

  Proposal prepare(ProposalRequest request) {
    Proposal proposal = chain.propose(request);
    executed.put(TestNetwork.blockHash(proposal.block().candidate()), proposal.block());
    return proposal;
  }

  Optional<String> process(BlockCandidate candidate) {
    return switch (chain.validate(candidate)) {
      case Validation.Accepted(ExecutedBlock block) -> {
        executed.put(TestNetwork.blockHash(candidate), block);
        yield Optional.empty();
      }
      case Validation.Rejected(String rule, String reason) -> Optional.of(rule + ": " + reason);
    };
  }

  /// @param waiting what waits at this node
  Bytes extend(BlockCandidate candidate, long clockMs, Candidates waiting) {
    ExecutedBlock block = execution(candidate);
    return network.extension(chain, block, address, clockMs, chain.reportableBids(block, waiting));
  }

  boolean verify(Hash32 blockHash, Address validator, Bytes extension) {
    boolean isTaken = Chain.takesExtension(extension);
    if (isTaken) {
      seen.computeIfAbsent(blockHash, _ -> new TreeMap<>()).put(validator, extension);
    }
    return isTaken;
  }

  ExecutedBlock finalizeBlock(BlockCandidate decided) {
    return execution(decided);
  }

  CommittedBlock commit(BlockCandidate decided) {
    Hash32 hash = TestNetwork.blockHash(decided);
    CommittedBlock committed =
        chain.commit(
            execution(decided), hash, seen.getOrDefault(hash, Collections.emptySortedMap()));
    executed.clear();
    seen.clear();
    return committed;
  }

  private ExecutedBlock execution(BlockCandidate candidate) {
    return executed.computeIfAbsent(
        TestNetwork.blockHash(candidate), _ -> chain.finalizeBlock(candidate));
  }
}
