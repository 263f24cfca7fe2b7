package weft.ledger.validator;

import weft.ledger.state.StateWriter;
import weft.ledger.state.ValidatorRecord;
import weft.ledger.state.ValidatorStatus;

/// Writes validators' records, and keeps the list of candidates in step with them.
public final class Registration {
  private Registration() {}

  /// Writes the record of a validator that joins, with what finds it.
  public static void add(StateWriter state, ValidatorRecord record) {
    state.operator(record.operator(), record.consensusAddress());
    state.blsKey(record.blsKey(), record.consensusAddress());
    replace(state, record);
  }

  /// Writes a validator's new record.
  public static void replace(StateWriter state, ValidatorRecord record) {
    state.validator(record);
    var candidates = state.reader().candidates();
    state.candidates(
        record.status() == ValidatorStatus.ACTIVE
            ? candidates.with(record.consensusAddress(), record.bond())
            : candidates.without(record.consensusAddress()));
  }
}
