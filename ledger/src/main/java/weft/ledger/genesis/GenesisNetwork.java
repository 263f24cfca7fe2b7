package weft.ledger.genesis;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import weft.ledger.parameter.Parameter;
import weft.ledger.parameter.ValidatorParameters;
import weft.ledger.state.PowerTable;
import weft.ledger.state.StateWriter;
import weft.ledger.state.ValidatorRecord;
import weft.ledger.state.ValidatorSets;
import weft.ledger.validator.Registration;
import weft.ledger.validator.SetSelection;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;

/// The validators of a genesis: what they must fulfil, and the state that they make.
final class GenesisNetwork {
  private final Genesis genesis;
  private final List<String> problems = new ArrayList<>();

  private GenesisNetwork(Genesis genesis) {
    this.genesis = genesis;
  }

  /// What is wrong with a network's validators, but for their proofs.
  static List<String> problems(Genesis genesis) {
    GenesisNetwork network = new GenesisNetwork(genesis);
    network.check();
    return network.problems;
  }

  /// Whose BLS key is not proven to be theirs. Takes about a millisecond for each validator.
  static List<String> unproven(Genesis genesis) {
    return genesis.validators().stream()
        .filter(validator -> !validator.blsKey().isPossessed(validator.possession()))
        .map(validator -> who(validator) + "proves the possession of its BLS key")
        .toList();
  }

  private static String who(GenesisValidator validator) {
    return "the validator of " + validator.operator() + " ";
  }

  private void check() {
    require(
        genesis.validator().equals(Address.ZERO),
        "validator is the zero address where there are validators");
    require(genesis.governance().isEmpty(), "governance has no keys: validators change parameters");
    long most = Long.parseLong(parameter(Parameter.VALIDATOR_MAX_COUNT));
    int count = genesis.validators().size();
    require(
        count <= most, "validators has at most validator.max-count = " + most + ", got " + count);
    requireDifferent("operators", GenesisValidator::operator);
    requireDifferent("consensus keys", GenesisValidator::consensusKey);
    requireDifferent("BLS keys", GenesisValidator::blsKey);
    genesis.validators().forEach(this::check);
  }

  private void check(GenesisValidator validator) {
    String who = who(validator);
    require(
        !validator.operator().equals(Address.ZERO),
        "a validator's operator is not the zero address");
    Amount least = Amount.parse(parameter(Parameter.VALIDATOR_MIN_BOND));
    require(
        !validator.bond().isLessThan(least),
        who + "has a bond of at least validator.min-bond = " + least + ", got " + validator.bond());
    long perPower = Long.parseLong(parameter(Parameter.VALIDATOR_BOND_PER_POWER));
    require(
        SetSelection.power(validator.bond(), perPower) >= 1,
        who + "has a bond of at least validator.bond-per-power = " + perPower);
  }

  private void requireDifferent(String what, Function<GenesisValidator, Object> of) {
    Set<Object> seen = new LinkedHashSet<>();
    genesis.validators().forEach(validator -> seen.add(of.apply(validator)));
    require(seen.size() == genesis.validators().size(), "validators have different " + what);
  }

  private void require(boolean holds, String problem) {
    if (!holds) {
      problems.add(problem);
    }
  }

  /// The value of a parameter, which another rule refuses if it is not acceptable.
  private String parameter(Parameter parameter) {
    String value = genesis.parameters().getOrDefault(parameter.id(), parameter.defaultValue());
    return parameter.accepts(value) ? value : parameter.defaultValue();
  }

  /// Registers the validators, and makes all of them the first three sets.
  static void write(StateWriter state, List<GenesisValidator> validators) {
    for (GenesisValidator validator : validators) {
      Registration.add(
          state,
          ValidatorRecord.joining(
              validator.operator(),
              validator.consensusKey(),
              validator.blsKey(),
              validator.bond()));
    }
    ValidatorParameters parameters = ValidatorParameters.read(state.reader());
    Bytes set = SetSelection.select(state.reader(), parameters, PowerTable.of(List.of())).encode();
    state.validatorSets(new ValidatorSets.Encoded(set, set, set));
  }
}
