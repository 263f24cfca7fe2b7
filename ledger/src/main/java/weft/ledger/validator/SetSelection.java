package weft.ledger.validator;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import weft.ledger.parameter.ValidatorParameters;
import weft.ledger.state.CandidatesRecord.Candidate;
import weft.ledger.state.PowerTable;
import weft.ledger.state.StateReader;
import weft.ledger.state.StateWriter;
import weft.ledger.state.ValidatorRecord;
import weft.ledger.state.ValidatorSets;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.validator.ValidatorSet;

/// Selects the next set: the active validators with the greatest bonds.
public final class SetSelection {
  /// So much power has a validator at most, so that a full set never has more than a set may have.
  public static final long MAX_POWER = ValidatorSet.MAX_TOTAL_POWER / ValidatorSet.MAX_VALIDATORS;

  private SetSelection() {}

  /// The power of a bond: rounded down, at most [#MAX_POWER].
  public static long power(Amount bond, long bondPerPower) {
    return bond.mulDivFloor(1, bondPerPower).min(Amount.of(MAX_POWER)).toLongExact();
  }

  /// Moves the sets on by one block and selects the set of the height after the next. What does not
  /// change is not written.
  ///
  /// @return what the new set has other than the one before it, ascending by consensus address
  public static List<ValidatorUpdate> move(StateWriter state) {
    StateReader reader = state.reader();
    ValidatorSets.Encoded sets = ValidatorSets.Encoded.split(reader.encodedValidatorSets());
    PowerTable before = PowerTable.read(sets.next());
    PowerTable after = select(reader, ValidatorParameters.read(reader), before);
    state.validatorSets(new ValidatorSets.Encoded(sets.current(), sets.next(), after.encode()));
    return differences(before, after);
  }

  /// The set of the greatest bonds, of those with equal bonds the lower addresses; the set as it
  /// was where nobody qualifies, as a chain without validators could never go on.
  public static PowerTable select(
      StateReader state, ValidatorParameters parameters, PowerTable before) {
    SortedMap<Address, PowerTable.Entry> known = byAddress(before);
    List<PowerTable.Entry> selected = new ArrayList<>();
    for (Candidate candidate : state.candidates().candidates()) {
      long power = power(candidate.bond(), parameters.bondPerPower());
      // Bonds descend, so nobody behind has any power either.
      if (power == 0 || selected.size() == parameters.maxCount()) {
        break;
      }
      selected.add(entry(state, known, candidate.consensusAddress(), power));
    }
    return selected.isEmpty() ? before : PowerTable.of(selected);
  }

  private static PowerTable.Entry entry(
      StateReader state,
      SortedMap<Address, PowerTable.Entry> known,
      Address consensusAddress,
      long power) {
    PowerTable.Entry before = known.get(consensusAddress);
    if (before != null) {
      return before.power() == power
          ? before
          : new PowerTable.Entry(consensusAddress, before.consensusKey(), before.blsKey(), power);
    }
    ValidatorRecord record =
        state
            .validator(consensusAddress)
            .orElseThrow(() -> new IllegalStateException("no validator " + consensusAddress));
    return new PowerTable.Entry(consensusAddress, record.consensusKey(), record.blsKey(), power);
  }

  private static List<ValidatorUpdate> differences(PowerTable before, PowerTable after) {
    SortedMap<Address, PowerTable.Entry> old = byAddress(before);
    SortedMap<Address, ValidatorUpdate> updates = new TreeMap<>();
    for (PowerTable.Entry entry : after.entries()) {
      PowerTable.Entry was = old.remove(entry.consensusAddress());
      if (was == null || was.power() != entry.power()) {
        updates.put(
            entry.consensusAddress(), new ValidatorUpdate(entry.consensusKey(), entry.power()));
      }
    }
    old.forEach(
        (address, gone) -> updates.put(address, new ValidatorUpdate(gone.consensusKey(), 0)));
    return List.copyOf(updates.values());
  }

  private static SortedMap<Address, PowerTable.Entry> byAddress(PowerTable table) {
    SortedMap<Address, PowerTable.Entry> entries = new TreeMap<>();
    table.entries().forEach(entry -> entries.put(entry.consensusAddress(), entry));
    return entries;
  }
}
