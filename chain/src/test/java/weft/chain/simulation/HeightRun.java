package weft.chain.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import weft.chain.block.BlockCandidate;
import weft.chain.fixture.TestNetwork;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.validator.Validator;
import weft.protocol.validator.ValidatorSet;

/// The rounds of one height, until more than two thirds of power precommit one block.
///
/// What an engine promises is kept: one proposer a round; a vote only for a block that the voter's
/// application accepted, unless more than two thirds did; who precommitted a block is locked on it
/// until a newer block has two thirds; who knows of such a block proposes it again. Else anything
/// goes: proposals are lost or come late, votes do not arrive, Byzantine validators do as they
/// like. From [#CALM_ROUND] on the network is as good as it must be for an engine to go on.
final class HeightRun {
  private static final int CALM_ROUND = 3;

  private final Simulation world;
  private final SplittableRandom random;
  private final long height;
  private final ValidatorSet set;
  private final Liar liar;

  /// What each application said about a block; all must say the same, whenever they are asked.
  private final Map<Hash32, Boolean> verdicts = new TreeMap<>();

  private final List<BlockCandidate> seen = new ArrayList<>();
  private final Map<Address, Lock> locks = new TreeMap<>();
  private @Nullable Lock polka;

  /// A block that two thirds prevoted in a round.
  private record Lock(BlockCandidate block, Hash32 hash, int round) {}

  /// A proposal on its way.
  ///
  /// @param lockRound the round in which two thirds prevoted it already, or -1
  private record Offer(BlockCandidate block, Hash32 hash, int lockRound) {}

  HeightRun(Simulation world, long height, ValidatorSet set) {
    this.world = world;
    this.random = world.random();
    this.height = height;
    this.set = set;
    this.liar = new Liar(random.split());
  }

  /// Blocks that were proposed at this height.
  List<BlockCandidate> seen() {
    return seen;
  }

  Decision decide() {
    for (int round = 0; ; round++) {
      assertThat(round).as("rounds of height %d", height).isLessThan(CALM_ROUND + 5);
      world.advance(random.nextInt(400));
      Optional<Decision> decision = round(round);
      if (decision.isPresent()) {
        return decision.get();
      }
    }
  }

  private Optional<Decision> round(int round) {
    boolean isCalm = round >= CALM_ROUND;
    Node proposer = proposer(isCalm);
    List<Offer> offers = offers(proposer, isCalm);
    Map<Hash32, Long> prevotes = new TreeMap<>();
    for (Node node : voters()) {
      if (!offers.isEmpty() && (isCalm || random.nextInt(5) > 0)) {
        Offer offer = offers.get(random.nextInt(offers.size()));
        if (prevotes(node, offer)) {
          prevotes.merge(offer.hash(), power(node), Long::sum);
        }
      }
    }
    Optional<Offer> leading =
        offers.stream()
            .filter(one -> set.isMoreThanTwoThirds(prevotes.getOrDefault(one.hash(), 0L)))
            .findFirst();
    world.trace(
        "h%d r%d %s offers %s, prevotes %s"
            .formatted(
                height,
                round,
                proposer.name(),
                offers.stream().map(one -> name(one.hash())).toList(),
                leading.map(one -> name(one.hash())).orElse("none")));
    return leading.flatMap(offer -> precommit(offer, round, isCalm));
  }

  private static String name(Hash32 hash) {
    return hash.toString().substring(2, 8);
  }

  private long power(Node node) {
    return set.get(set.indexOf(node.address()).orElseThrow()).power();
  }

  private List<Node> voters() {
    return set.validators().stream()
        .map(Validator::consensusAddress)
        .map(world::node)
        .filter(node -> node.downUntil() <= height)
        .toList();
  }

  private Node proposer(boolean isCalm) {
    List<Node> eligible =
        isCalm
            ? voters().stream().filter(node -> !world.isByzantine(node.address())).toList()
            : set.validators().stream().map(one -> world.node(one.consensusAddress())).toList();
    return eligible.get(random.nextInt(eligible.size()));
  }

  /// What the proposer sends: nothing, one block, or different ones to different validators.
  private List<Offer> offers(Node proposer, boolean isCalm) {
    Lock known = polka;
    if (proposer.downUntil() > height || (!isCalm && random.nextInt(8) == 0)) {
      if (proposer.downUntil() <= height && random.nextBoolean()) {
        // Prepared, but it came too late.
        seen.add(world.prepare(proposer));
      }
      return List.of();
    }
    boolean isByzantine = world.isByzantine(proposer.address());
    if (known != null && (isCalm || random.nextInt(3) > 0)) {
      return List.of(new Offer(known.block(), known.hash(), known.round()));
    }
    BlockCandidate block = world.prepare(proposer);
    List<BlockCandidate> blocks = new ArrayList<>(List.of(block));
    if (isByzantine && random.nextInt(4) > 0) {
      blocks.add(liar.spoilt(block));
      if (random.nextBoolean()) {
        blocks.removeFirst();
      }
    } else if (isByzantine) {
      blocks.add(world.prepare(proposer));
    } else {
      world.acceptedByAnybody(block);
    }
    seen.addAll(blocks);
    return blocks.stream().map(one -> new Offer(one, TestNetwork.blockHash(one), -1)).toList();
  }

  private boolean prevotes(Node node, Offer offer) {
    if (world.isByzantine(node.address())) {
      return random.nextInt(3) > 0;
    }
    Lock lock = locks.get(node.address());
    if (lock != null && !lock.hash().equals(offer.hash()) && offer.lockRound() < lock.round()) {
      return false;
    }
    boolean isAccepted = world.process(node, offer.block());
    Boolean before = verdicts.putIfAbsent(offer.hash(), isAccepted);
    assertThat(before == null || before == isAccepted)
        .as("all applications say the same of %s", name(offer.hash()))
        .isTrue();
    return isAccepted;
  }

  private Optional<Decision> precommit(Offer offer, int round, boolean isCalm) {
    Lock lock = new Lock(offer.block(), offer.hash(), round);
    polka = lock;
    SortedMap<Address, Bytes> extensions = new TreeMap<>();
    SortedSet<Address> nil = new TreeSet<>();
    long power = 0;
    for (Node node : voters()) {
      boolean isByzantine = world.isByzantine(node.address());
      boolean votes = isByzantine ? random.nextInt(4) > 0 : isCalm || random.nextInt(6) > 0;
      if (!votes) {
        nil.add(node.address());
        continue;
      }
      Bytes honest = world.extend(node, offer.block());
      if (!isByzantine) {
        locks.put(node.address(), lock);
      }
      extensions.put(
          node.address(),
          isByzantine
              ? liar.extension(honest, world.network().member(node.address()).bls())
              : honest);
      power += power(node);
    }
    return set.isMoreThanTwoThirds(power)
        ? Optional.of(new Decision(offer.block(), offer.hash(), round, set, extensions, nil))
        : Optional.empty();
  }
}
