package weft.chain.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import weft.chain.fixture.TestNetwork;
import weft.chain.fixture.TestTransactions;
import weft.chain.store.CommittedBlock;
import weft.chain.store.IncludedTransaction;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.TransactionBody;
import weft.protocol.transaction.VerifiedTransaction;

/// What operators of validators send: they join, add to their bonds, leave, come out of jail, and
/// in some lives vote for something.
final class ValidatorTraffic {
  private static final long BALLOT_CHANNEL = 9;

  private final TestNetwork network;
  private final SplittableRandom random;
  private final boolean honestLeave;
  private final List<Address> byzantine;
  private final Optional<Ballot> ballot;
  private final Map<Address, Long> next = new TreeMap<>();
  private final Map<Address, Long> nextBallot = new TreeMap<>();

  /// @param scene in which honest validators leave only if nobody is Byzantine, or the rest might
  ///   have a third of power
  ValidatorTraffic(Scene scene, SplittableRandom random) {
    network = scene.network();
    byzantine = List.copyOf(scene.byzantine());
    honestLeave = byzantine.isEmpty();
    this.random = random;
    ballot = Ballot.of(scene, random);
  }

  /// What is voted for in this life.
  Optional<Ballot> ballot() {
    return ballot;
  }

  /// Takes note of what a block used up.
  void committed(CommittedBlock block) {
    for (IncludedTransaction one : block.transactions()) {
      TransactionBody body = one.transaction().body();
      (body.nonce().channel() == BALLOT_CHANNEL ? nextBallot : next)
          .put(body.account(), body.nonce().sequence() + 1);
    }
  }

  /// Votes for what is voted for, from operators of validators and of others.
  List<VerifiedTransaction> ballots() {
    List<VerifiedTransaction> ballots = new ArrayList<>();
    for (TestNetwork.Member member : network.members()) {
      if (ballot.isPresent() && random.nextBoolean()) {
        Address operator = member.operator().address();
        ballots.add(
            TestTransactions.plain()
                .sign(
                    member.operator(),
                    new Nonce(BALLOT_CHANNEL, nextBallot.getOrDefault(operator, 0L)),
                    ballot.get().action()));
      }
    }
    return ballots;
  }

  List<VerifiedTransaction> candidates() {
    List<VerifiedTransaction> candidates = new ArrayList<>();
    for (TestNetwork.Member member : network.members()) {
      if (random.nextInt(6) == 0) {
        Address operator = member.operator().address();
        candidates.add(
            TestTransactions.plain()
                .sign(
                    member.operator(),
                    new Nonce(0, next.getOrDefault(operator, 0L)),
                    action(member)));
      }
    }
    return candidates;
  }

  private Action action(TestNetwork.Member member) {
    boolean isByzantine = byzantine.contains(member.address());
    return switch (random.nextInt(4)) {
      case 0 -> honestLeave || isByzantine ? new Action.LeaveValidators() : join(member);
      case 1 -> new Action.Unjail();
      case 2 -> isByzantine ? new Action.Unjail() : new Action.AddBond(power(1));
      default -> isByzantine ? new Action.Unjail() : join(member);
    };
  }

  private Action join(TestNetwork.Member member) {
    return network.join(member, power(5 + random.nextInt(6)));
  }

  private static Amount power(int power) {
    return Amount.of(power * TestNetwork.BOND_PER_POWER);
  }
}
