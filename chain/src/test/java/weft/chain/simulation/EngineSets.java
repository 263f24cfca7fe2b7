package weft.chain.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import weft.chain.fixture.TestNetwork;
import weft.ledger.state.ValidatorSets;
import weft.ledger.validator.ValidatorUpdate;
import weft.primitives.Address;
import weft.protocol.validator.Validator;
import weft.protocol.validator.ValidatorSet;

/// The validator sets as an engine keeps them: what a block returns counts two heights later.
final class EngineSets {
  private final TestNetwork network;

  /// The set of each height, from height 1 on.
  private final List<ValidatorSet> sets = new ArrayList<>();

  EngineSets(TestNetwork network, ValidatorSet genesis) {
    this.network = network;
    sets.add(genesis);
    sets.add(genesis);
  }

  ValidatorSet of(long height) {
    return sets.get((int) height - 1);
  }

  boolean isKnown(long height) {
    return height <= sets.size();
  }

  /// The set that voted for the block before this height.
  ValidatorSet before(long height) {
    return of(Math.max(1, height - 1));
  }

  /// Applies what a block returned.
  void apply(long height, List<ValidatorUpdate> updates) {
    SortedMap<Address, Validator> validators = new TreeMap<>();
    of(height + 1).validators().forEach(one -> validators.put(one.consensusAddress(), one));
    for (ValidatorUpdate update : updates) {
      Address address = update.consensusKey().consensusAddress();
      if (update.power() == 0) {
        assertThat(validators.remove(address)).as("removed %s", address).isNotNull();
      } else {
        validators.put(
            address,
            new Validator(
                update.consensusKey(), network.member(address).bls().publicKey(), update.power()));
      }
    }
    sets.add(ValidatorSet.of(List.copyOf(validators.values())));
  }

  /// The sets that a chain must have after a block.
  ValidatorSets after(long height) {
    return new ValidatorSets(of(height), of(height + 1), of(height + 2));
  }
}
