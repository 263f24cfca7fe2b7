package weft.chain.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import weft.chain.block.BlockCandidate;
import weft.chain.block.Candidates;
import weft.chain.block.EngineReport;
import weft.chain.block.ExecutedBlock;
import weft.chain.block.Proposal;
import weft.chain.block.ProposalRequest;
import weft.chain.block.Validation;
import weft.chain.fixture.RandomMempool;
import weft.chain.fixture.TestNet;
import weft.chain.fixture.TestNetwork;
import weft.chain.fixture.TestRollups;
import weft.chain.fixture.TestTransactions;
import weft.chain.store.BlockSeal;
import weft.chain.store.CommittedBlock;
import weft.ledger.validator.Misbehavior;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.VerifiedTransaction;
import weft.protocol.validator.CommitVote;
import weft.protocol.validator.ExtendedCommit;
import weft.protocol.validator.Validator;
import weft.protocol.validator.ValidatorSet;

/// A network's life for a few heights, all of it drawn from one seed.
final class Simulation {
  private static final int HEIGHTS = 5;

  /// How the line about a change begins that validators decided and that is in force at the end.
  static final String GOVERNED = "governed";

  /// How the line begins that says how many blocks held auctions.
  static final String AUCTIONS = "auctions ";

  /// How the line begins that says how many escrows were paid out.
  static final String RELEASES = "releases ";

  static final String SHOWN = "sealed bids shown ";

  /// What an engine counts for an entry besides its bytes.
  private static final int ENTRY_OVERHEAD = 4;

  private final SplittableRandom random;
  private final Scene scene;
  private final Trace trace = new Trace();
  private final Map<Address, Node> nodes = new TreeMap<>();
  private final Agreed agreed;
  private final EngineSets sets;
  private final RandomMempool mempool;
  private final ValidatorTraffic operators;
  private final BidTraffic bidders;
  private final Liar liar;
  private final VerifiedTransaction setup;
  private final List<Decision> decisions = new ArrayList<>();
  private final List<Misbehavior> evidence = new ArrayList<>();
  private long nowMs = TestNet.GENESIS_TIME_MS + 10_000;
  private long engineMs = TestNet.GENESIS_TIME_MS;

  private Simulation(long seed) {
    random = new SplittableRandom(seed);
    scene = Scene.of(random);
    agreed = new Agreed(scene.byzantine());
    mempool = new RandomMempool(network().keys(), random.split());
    operators = new ValidatorTraffic(scene, random.split());
    bidders = new BidTraffic(network().keys(), random.split());
    liar = new Liar(random.split());
    setup =
        TestTransactions.plain()
            .sign(
                network().account(0),
                new Nonce(0, 0),
                TestRollups.registrations(network().account(0)));
    network()
        .members()
        .forEach(one -> nodes.put(one.address(), new Node(network(), one.address())));
    sets =
        new EngineSets(network(), nodes.values().iterator().next().chain().validatorSets().last());
    trace("validators " + nodes.size() + ", byzantine " + scene.byzantine());
  }

  /// Lives a seed to its end.
  ///
  /// @return what happened
  /// @throws AssertionError if something is not as it must be; it names the seed
  static List<String> run(long seed) {
    Simulation simulation = new Simulation(seed);
    try {
      simulation.live();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "seed %d; -Dweft.seed=%d repeats it\n%s\n%s"
              .formatted(seed, seed, simulation.trace.tail(), e.getMessage()),
          e);
    }
    return simulation.trace.lines();
  }

  SplittableRandom random() {
    return random;
  }

  TestNetwork network() {
    return scene.network();
  }

  Node node(Address validator) {
    return Objects.requireNonNull(nodes.get(validator));
  }

  boolean isByzantine(Address validator) {
    return scene.byzantine().contains(validator);
  }

  void trace(String line) {
    trace.add(line);
  }

  void advance(long ms) {
    nowMs += ms;
  }

  private void live() {
    for (long height = 1; height <= HEIGHTS; height++) {
      ValidatorSet set = sets.of(height);
      comeBack(height, set);
      HeightRun run = new HeightRun(this, height, set);
      Decision decision = run.decide();
      decisions.add(decision);
      engineMs = decision.block().timeMs();
      evidence.removeAll(decision.block().report().misbehaviors());
      for (Node node : present(height)) {
        follow(node, decision, run.seen());
      }
      mempool.committed(agreed.blocks().getLast());
      operators.committed(agreed.blocks().getLast());
      bidders.committed(agreed.blocks().getLast());
      suspect(height, set);
      leave(height);
    }
    for (Node node : nodes.values()) {
      catchUp(node);
    }
    Node fresh = new Node(network(), Address.ZERO);
    catchUp(fresh);
    assertThat(fresh.chain().head()).isEqualTo(agreed.blocks().getLast().head());
    trace(SHOWN + bidders.shown());
    trace(AUCTIONS + bidders.auctions());
    trace(RELEASES + bidders.releases());
    operators
        .ballot()
        .filter(ballot -> ballot.isInForce(fresh.state()))
        .ifPresent(ballot -> trace(GOVERNED + " by " + ballot));
  }

  private List<Node> present(long height) {
    return nodes.values().stream().filter(node -> node.downUntil() <= height).toList();
  }

  // ---- coming and going

  /// Some nodes go away for a while.
  private void leave(long height) {
    for (Node node : nodes.values()) {
      if (node.downUntil() <= height && random.nextInt(scene.isForgetful() ? 3 : 8) == 0) {
        node.downUntil(height + 2 + random.nextInt(3));
        trace(node.name() + " leaves until " + node.downUntil());
      }
    }
  }

  /// Those whose time has come are back, and as many others as an engine needs to go on.
  private void comeBack(long height, ValidatorSet set) {
    Iterator<Node> away = nodes.values().iterator();
    while (!set.isMoreThanTwoThirds(honestPower(height, set))) {
      away.next().downUntil(0);
    }
    for (Node node : present(height)) {
      catchUp(node);
    }
  }

  private long honestPower(long height, ValidatorSet set) {
    return set.validators().stream()
        .filter(one -> !isByzantine(one.consensusAddress()))
        .filter(one -> node(one.consensusAddress()).downUntil() <= height)
        .mapToLong(Validator::power)
        .sum();
  }

  /// Replays what was decided, as an engine does for a node that lags behind: no proposals, no
  /// votes, and from a peer the votes for the newest block.
  private void catchUp(Node node) {
    if (node.height() == decisions.size()) {
      return;
    }
    while (node.height() < decisions.size()) {
      crashPoint(node);
      Decision decision = decisions.get((int) node.height());
      finalizeBlock(node, decision);
      crashPoint(node);
      commit(node, decision);
    }
    Decision newest = decisions.getLast();
    nodes.values().stream()
        .filter(one -> one.lastCommit().votes().size() == newest.set().size())
        .filter(one -> one != node && one.downUntil() <= newest.height())
        .filter(one -> one.height() == newest.height())
        .findFirst()
        .ifPresent(peer -> node.lastCommit(peer.lastCommit()));
  }

  /// Now and then an application crashes and comes back, between any two calls.
  private void crashPoint(Node node) {
    if (random.nextInt(40) == 0) {
      node.restart();
      trace(node.name() + " crashes at " + node.height());
    }
  }

  // ---- calls of an engine

  /// Asks a validator for a block.
  BlockCandidate prepare(Node node) {
    crashPoint(node);
    ProposalRequest request = request(node);
    Proposal proposal = node.prepare(request);
    BlockCandidate own = proposal.block().candidate();
    long bytes =
        own.entries().stream().mapToLong(entry -> (long) entry.size() + ENTRY_OVERHEAD).sum();
    assertThat(bytes).isLessThanOrEqualTo(request.maxBytes());
    assertThat(own.entries()).hasSize(proposal.block().transactions().size() + 2);
    // What goes over the network shares nothing with the proposer, and the engine says itself who
    // voted.
    return new BlockCandidate(
        own.height(),
        own.timeMs(),
        own.proposer(),
        own.entries().stream().map(entry -> Bytes.copyOf(entry.toArray())).toList(),
        new EngineReport(TestNetwork.report(node.lastCommit()), request.misbehaviors()));
  }

  private ProposalRequest request(Node node) {
    long height = node.height() + 1;
    long votesBytes =
        7 + (long) node.lastCommit().votes().size() * ExtendedCommit.MAX_VOTE_SIZE + 100;
    List<VerifiedTransaction> offered = new ArrayList<>();
    if (random.nextInt(8) > 0) {
      offered.add(setup);
    }
    offered.addAll(mempool.candidates(random.nextInt(7)));
    if (random.nextInt(3) == 0) {
      offered.addAll(operators.candidates());
    }
    offered.addAll(operators.ballots());
    offered.addAll(bidders.opening());
    return new ProposalRequest(
        height,
        Math.max(engineMs + 1, nowMs - random.nextInt(100)),
        node.address(),
        // A bid that must be in has room in any block that an engine allows.
        bidders.isEmpty() && random.nextInt(4) == 0 ? votesBytes + random.nextInt(1_500) : 1 << 20,
        ENTRY_OVERHEAD,
        bidders.at(offered.iterator()),
        node.lastCommit(),
        evidence);
  }

  /// An honest proposal is accepted whoever is asked, also by one who has just come up.
  void acceptedByAnybody(BlockCandidate block) {
    if (random.nextInt(4) == 0) {
      List<Node> up =
          nodes.values().stream().filter(node -> node.height() == block.height() - 1).toList();
      Validation answer = up.get(random.nextInt(up.size())).askedAfresh(block);
      assertThat(answer).isInstanceOf(Validation.Accepted.class);
    }
  }

  /// Asks a validator about a proposal.
  boolean process(Node node, BlockCandidate block) {
    crashPoint(node);
    Optional<String> rejection = node.process(block);
    rejection.ifPresent(reason -> trace(node.name() + " rejects: " + reason));
    if (random.nextInt(20) == 0) {
      // The engine replays its log after a crash.
      node.restart();
      trace(node.name() + " is asked again");
      assertThat(node.process(block)).isEqualTo(rejection);
    }
    boolean isHonest = !isByzantine(block.proposer());
    assertThat(isHonest && rejection.isPresent()).as("an honest proposal is rejected").isFalse();
    return rejection.isEmpty();
  }

  /// Asks a validator for what it adds to its vote. It may not have been asked about the block.
  Bytes extend(Node node, BlockCandidate block) {
    crashPoint(node);
    Candidates waiting = bidders.at(Collections.emptyIterator());
    return node.extend(block, nowMs + random.nextInt(200) - 100, waiting);
  }

  private void follow(Node node, Decision decision, List<BlockCandidate> seen) {
    ExtendedCommit commit = collect(node, decision);
    if (!seen.isEmpty() && random.nextInt(4) == 0) {
      // Another round began before the votes were complete.
      process(node, seen.get(random.nextInt(seen.size())));
    }
    crashPoint(node);
    finalizeBlock(node, decision);
    crashPoint(node);
    if (random.nextInt(8) == 0) {
      finalizeBlock(node, decision);
    }
    commit(node, decision);
    crashPoint(node);
    node.lastCommit(commit);
  }

  /// The votes that reach a node: more than two thirds in time, each looked at by its application;
  /// of the others some later, which no application looks at.
  private ExtendedCommit collect(Node node, Decision decision) {
    TreeMap<Address, Bytes> collected = new TreeMap<>();
    List<Address> order = new ArrayList<>();
    for (Address voter : decision.extensions().keySet()) {
      order.add(random.nextInt(order.size() + 1), voter);
    }
    long power = 0;
    for (Address voter : order) {
      Bytes extension = Objects.requireNonNull(decision.extensions().get(voter));
      boolean isLate = decision.set().isMoreThanTwoThirds(power);
      boolean liesAgain = isByzantine(voter) && random.nextBoolean();
      if (!isLate) {
        if (liesAgain) {
          crashPoint(node);
          node.verify(decision.blockHash(), voter, liar.anything());
        }
        assertThat(node.verify(decision.blockHash(), voter, extension)).isTrue();
        collected.put(voter, extension);
        power += decision.set().get(decision.set().indexOf(voter).orElseThrow()).power();
      } else if (random.nextBoolean()) {
        collected.put(voter, liesAgain ? liar.anything() : extension);
      }
    }
    ExtendedCommit commit =
        network().commit(decision.set(), decision.height(), decision.round(), collected);
    List<CommitVote> votes = new ArrayList<>(commit.votes());
    votes.replaceAll(
        vote ->
            decision.nil().contains(vote.validator()) && random.nextBoolean()
                ? CommitVote.without(vote.validator(), vote.power(), CommitVote.Kind.NIL)
                : vote);
    return new ExtendedCommit(commit.round(), votes);
  }

  private void finalizeBlock(Node node, Decision decision) {
    ExecutedBlock block = node.finalizeBlock(decision.block());
    long height = decision.height();
    if (height > agreed.blocks().size() && !sets.isKnown(height + 2)) {
      sets.apply(height, block.validatorUpdates());
      trace("h" + height + " state " + block.appHash() + " sets " + sets.after(height).next());
    }
  }

  private void commit(Node node, Decision decision) {
    Optional<BlockSeal> headSeal = node.headSeal();
    CommittedBlock committed = node.commit(decision.block());
    agreed.committed(committed, sets.before(decision.height()), headSeal);
    assertThat(node.chain().validatorSets()).isEqualTo(sets.after(decision.height()));
  }

  /// A Byzantine validator was seen to vote twice.
  private void suspect(long height, ValidatorSet set) {
    for (Address liar : scene.byzantine()) {
      if (random.nextInt(8) == 0 && set.indexOf(liar).isPresent()) {
        long power = set.get(set.indexOf(liar).getAsInt()).power();
        evidence.add(new Misbehavior(Misbehavior.Kind.DUPLICATE_VOTE, liar, height, power));
        trace("evidence against " + liar);
      }
    }
  }
}
