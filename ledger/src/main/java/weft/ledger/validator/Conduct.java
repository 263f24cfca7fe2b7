package weft.ledger.validator;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import weft.ledger.parameter.ValidatorParameters;
import weft.ledger.state.DowntimeRecord;
import weft.ledger.state.DowntimeRecord.Jailing;
import weft.ledger.state.PowerTable;
import weft.ledger.state.StateWriter;
import weft.ledger.state.ValidatorRecord;
import weft.ledger.state.ValidatorSets;
import weft.ledger.state.ValidatorStatus;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.validator.ValidatorSet;

/// What a block says about how validators did their work: proven misbehaviour first, then who voted
/// for the block before it.
public final class Conduct {
  private static final long PERMILLE = 1000;

  /// How many missed blocks one vote makes good: whoever votes for more than one block in eleven is
  /// never jailed.
  private static final long FORGIVEN_PER_VOTE = 10;

  private final StateWriter state;
  private final ValidatorParameters parameters;
  private final long height;

  private Conduct(StateWriter state, long height) {
    this.state = state;
    this.parameters = ValidatorParameters.read(state.reader());
    this.height = height;
  }

  /// Applies the votes and the evidence of a block. Addresses that no validator has are passed
  /// over.
  public static void apply(
      StateWriter state, long height, List<LastVote> votes, List<Misbehavior> misbehaviors) {
    if (votes.isEmpty() && misbehaviors.isEmpty()) {
      return;
    }
    Conduct conduct = new Conduct(state, height);
    misbehaviors.forEach(one -> conduct.punish(one.consensusAddress()));
    if (!votes.isEmpty()) {
      conduct.count(votes);
    }
  }

  /// Slashes a bond, also one that is on its way back, and jails for good. Once for each validator:
  /// a second process with the same key signs many blocks twice before anybody notices.
  private void punish(Address consensusAddress) {
    ValidatorRecord record = state.reader().validator(consensusAddress).orElse(null);
    if (record == null || record.isTombstoned()) {
      return;
    }
    Amount slashed = record.bond().mulDivFloor(parameters.slashPermille(), PERMILLE);
    if (!slashed.isZero()) {
      state.addBurned(state.reader().chain().defaultAsset(), slashed);
    }
    Registration.replace(state, record.tombstoned().withBond(record.bond().minus(slashed)));
  }

  private void count(List<LastVote> votes) {
    DowntimeRecord before = state.reader().downtime();
    List<Jailing> held =
        before.jailings().stream()
            .filter(one -> height - one.height() < parameters.unbondingBlocks())
            .toList();
    SortedMap<Address, Long> missed = new TreeMap<>();
    for (LastVote vote : votes) {
      long count =
          counted(before.missed().getOrDefault(vote.consensusAddress(), 0L), vote.signed());
      if (count > 0) {
        missed.put(vote.consensusAddress(), count);
      }
    }
    missed.keySet().removeIf(address -> !isActive(address));
    List<Jailing> jailings = new ArrayList<>(held);
    if (missed.containsValue(parameters.maxMissedBlocks())) {
      jail(votes, missed, jailings);
    }
    state.downtime(new DowntimeRecord(missed, jailings));
  }

  private long counted(long before, boolean signed) {
    return signed
        ? Math.max(0, before - FORGIVEN_PER_VOTE)
        : Math.min(before + 1, parameters.maxMissedBlocks());
  }

  private boolean isActive(Address consensusAddress) {
    return state
        .reader()
        .validator(consensusAddress)
        .filter(record -> record.status() == ValidatorStatus.ACTIVE)
        .isPresent();
  }

  /// Jails those who missed too much, as long as all who are in jail for that together keep within
  /// a third of the power that there would be with them. Otherwise outages that follow one another
  /// could leave the chain to a few; as it is, they can do so only at the pace of unbonding, which
  /// leaves time to come back. Who stays because of this is tried again with each block it misses.
  private void jail(List<LastVote> votes, SortedMap<Address, Long> missed, List<Jailing> jailings) {
    ValidatorSets.Encoded sets = ValidatorSets.Encoded.split(state.reader().encodedValidatorSets());
    PowerTable next = PowerTable.read(sets.next());
    long jailed = jailings.stream().mapToLong(Jailing::power).sum();
    long all = next.totalPower() + jailed;
    for (LastVote vote : votes) {
      Address address = vote.consensusAddress();
      if (vote.signed() || missed.getOrDefault(address, 0L) < parameters.maxMissedBlocks()) {
        continue;
      }
      long power = next.powerOf(address);
      if (3 * (jailed + power) <= all && jailings.size() < ValidatorSet.MAX_VALIDATORS) {
        jailed += power;
        jailings.add(new Jailing(address, height, power));
        missed.remove(address);
        state
            .reader()
            .validator(address)
            .ifPresent(
                record ->
                    Registration.replace(state, record.jailed(height + parameters.jailBlocks())));
      }
    }
  }
}
