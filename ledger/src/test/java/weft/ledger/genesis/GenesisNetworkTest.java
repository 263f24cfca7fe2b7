package weft.ledger.genesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import weft.ledger.fixture.MapState;
import weft.ledger.fixture.TestChain;
import weft.ledger.fixture.TestNetwork;
import weft.ledger.fixture.TestValidator;
import weft.ledger.query.ConservationCheck;
import weft.ledger.state.StateReader;
import weft.ledger.state.ValidatorSets;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.MalformedException;
import weft.protocol.validator.Validator;
import weft.protocol.validator.ValidatorSet;

/// A genesis that lists validators.
final class GenesisNetworkTest {
  private static final TestValidator ANN = TestValidator.of("ann");
  private static final TestValidator BEN = TestValidator.of("ben");
  private static final Genesis SOUND =
      TestNetwork.genesis(
          List.of(ANN.inGenesis(5_999), BEN.inGenesis(7_000)), List.of(ANN.operator()));

  @Test
  void readsWhatItWrote() {
    assertThat(Genesis.decode(SOUND.encode())).isEqualTo(SOUND);
    assertThat(Genesis.decode(SOUND.encode()).hash()).isEqualTo(SOUND.hash());
    assertThat(SOUND.encode().get(0)).isEqualTo((byte) 2);
  }

  @Test
  void refusesBytesOfAnotherLayout() {
    Bytes encoded = SOUND.encode();
    for (int length = encoded.size() - 400; length < encoded.size(); length++) {
      Bytes cut = encoded.slice(0, length);
      assertThatThrownBy(() -> Genesis.decode(cut)).isInstanceOf(MalformedException.class);
    }
    // One chain has one encoding: without validators it is version 1.
    Bytes solo = TestChain.genesis(List.of(ANN.operator())).encode();
    Bytes noValidators =
        Bytes.concat(
            Bytes.fromHex("02"), solo.slice(1, solo.size() - 1), Bytes.fromHex("00000000"));
    assertThatThrownBy(() -> Genesis.decode(noValidators))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("validatorCount");
  }

  @Test
  void makesTheFirstSets() {
    MapState state = new MapState();
    state.apply(SOUND.initialState());
    StateReader reader = new StateReader(state);
    ValidatorSet set =
        ValidatorSet.of(
            List.of(
                new Validator(ANN.consensusKey().publicKey(), ANN.blsKey().publicKey(), 5),
                new Validator(BEN.consensusKey().publicKey(), BEN.blsKey().publicKey(), 7)));

    assertThat(reader.isNetwork()).isTrue();
    assertThat(reader.validatorSets()).isEqualTo(new ValidatorSets(set, set, set));
    assertThat(reader.encodedValidatorSets()).isEqualTo(reader.validatorSets().encode());
    assertThat(reader.operatorOf(ANN.address())).contains(ANN.operator().address());
    assertThat(reader.validatorOf(BEN.operator().address())).contains(BEN.address());
    assertThat(reader.supply(TestChain.WEFT)).isEqualTo(TestChain.FUNDS.plus(Amount.of(12_999)));
    assertThat(ConservationCheck.violations(state)).isEmpty();
  }

  @Test
  void namesEachProblem() {
    GenesisValidator ann = ANN.inGenesis(5_000);
    GenesisValidator ben = BEN.inGenesis(5_000);
    assertProblem(
        validators(ann, TestValidator.of("x", ANN.operator()).inGenesis(5_000)), "operators");
    assertProblem(
        validators(
            ann,
            new GenesisValidator(
                ben.operator(), ann.consensusKey(), ben.blsKey(), ben.possession(), ben.bond())),
        "consensus keys");
    assertProblem(
        validators(
            ann,
            new GenesisValidator(
                ben.operator(), ben.consensusKey(), ann.blsKey(), ann.possession(), ben.bond())),
        "BLS keys");
    assertProblem(
        validators(
            new GenesisValidator(
                ann.operator(), ann.consensusKey(), ann.blsKey(), ben.possession(), ann.bond())),
        "possession");
    assertProblem(
        validators(
            new GenesisValidator(
                Address.ZERO, ann.consensusKey(), ann.blsKey(), ann.possession(), ann.bond())),
        "operator is not the zero address");
    assertProblem(validators(ANN.inGenesis(1_999)), "validator.min-bond = 2000");
    assertProblem(
        TestNetwork.genesis(List.of(ANN.inGenesis(10)), List.of(), "validator.min-bond", "1"),
        "validator.bond-per-power");
    assertProblem(
        TestNetwork.genesis(List.of(ann, ben), List.of(), "validator.max-count", "1"),
        "validator.max-count = 1");
    assertProblem(with(TestChain.VALIDATOR.address(), List.of(), 0), "validator is the zero");
    assertProblem(with(Address.ZERO, List.of(ANN.operator().address()), 1), "governance");
    assertThat(validators(ann, ben).problems()).isEmpty();
  }

  @Test
  void boundsTheNumberOfValidators() {
    List<GenesisValidator> many = new ArrayList<>();
    for (int i = 0; i <= ValidatorSet.MAX_VALIDATORS; i++) {
      many.add(TestValidator.of("validator " + i).inGenesis(2_000));
    }
    assertProblem(TestNetwork.genesis(many, List.of(), "validator.max-count", "128"), "got 129");
  }

  @Test
  void aChainWithOneValidatorHasNoParametersOfNetworks() {
    Genesis solo = TestChain.genesis(List.of(ANN.operator()), "validator.min-bond", "5");
    assertThat(solo.problems()).hasSize(1);
    assertThat(solo.problems().getFirst()).contains("validator.min-bond");
  }

  /// The bytes and the hash of a chain with one validator, as they were before there were networks.
  @Test
  void aChainWithOneValidatorKeepsItsIdentity() {
    Genesis solo =
        new Genesis(
            7,
            "n",
            5,
            Address.fromHex("11".repeat(20)),
            TestChain.WEFT,
            List.of(),
            List.of(),
            List.of(),
            0,
            new TreeMap<>());
    assertThat(solo.encode().toHex())
        .isEqualTo(
            "01"
                + "0000000000000007"
                + "00016e"
                + "0000000000000005"
                + "11".repeat(20)
                + "000477656674"
                + "00000000".repeat(5));
    assertThat(solo.isNetwork()).isFalse();
  }

  private static Genesis validators(GenesisValidator... validators) {
    return TestNetwork.genesis(List.of(validators), List.of());
  }

  private static Genesis with(Address validator, List<Address> governance, int threshold) {
    return new Genesis(
        SOUND.chainId(),
        SOUND.chainName(),
        SOUND.timeMs(),
        validator,
        SOUND.defaultAsset(),
        SOUND.assets(),
        SOUND.balances(),
        governance,
        threshold,
        SOUND.parameters(),
        SOUND.validators());
  }

  private static void assertProblem(Genesis genesis, String part) {
    assertThat(genesis.problems()).hasSize(1);
    assertThat(genesis.problems().getFirst()).contains(part);
    assertThatThrownBy(genesis::initialState).isInstanceOf(IllegalArgumentException.class);
  }
}
