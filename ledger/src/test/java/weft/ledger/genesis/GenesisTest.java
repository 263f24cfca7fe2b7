package weft.ledger.genesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import weft.ledger.fixture.MapState;
import weft.ledger.fixture.TestAccount;
import weft.ledger.fixture.TestChain;
import weft.ledger.genesis.Genesis.AssetRate;
import weft.ledger.genesis.Genesis.Balance;
import weft.ledger.parameter.Parameters;
import weft.ledger.query.ConservationCheck;
import weft.ledger.state.BaseFeeRecord;
import weft.ledger.state.StateReader;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.MalformedException;
import weft.protocol.transaction.AssetId;

final class GenesisTest {
  private static final TestAccount ALICE = TestAccount.of("alice");
  private static final AssetId WEFT = TestChain.WEFT;
  private static final Genesis SOUND = TestChain.genesis(List.of(ALICE));

  @Test
  void readsWhatItWrote() {
    assertThat(Genesis.decode(SOUND.encode())).isEqualTo(SOUND);
    assertThat(Genesis.decode(SOUND.encode()).hash()).isEqualTo(SOUND.hash());
  }

  @Test
  void refusesBytesOfAnotherLayout() {
    Bytes encoded = SOUND.encode();
    for (int length = 0; length < encoded.size(); length++) {
      Bytes cut = encoded.slice(0, length);
      assertThatThrownBy(() -> Genesis.decode(cut)).isInstanceOf(MalformedException.class);
    }
    Bytes otherVersion = Bytes.concat(Bytes.fromHex("03"), encoded.slice(1, encoded.size() - 1));
    assertThatThrownBy(() -> Genesis.decode(otherVersion))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("version");
  }

  @Test
  void makesTheFirstState() {
    MapState state = new MapState();
    state.apply(SOUND.initialState());
    StateReader reader = new StateReader(state);

    assertThat(reader.balance(ALICE.address(), WEFT)).isEqualTo(TestChain.FUNDS);
    assertThat(reader.supply(WEFT)).isEqualTo(TestChain.FUNDS);
    assertThat(reader.chain().chainId()).isEqualTo(TestChain.CHAIN_ID);
    assertThat(reader.chain().genesisHash()).isEqualTo(SOUND.hash());
    assertThat(reader.governance().threshold()).isEqualTo(2);
    assertThat(reader.parameter("asset-rate.usd")).contains("2/1");
    assertThat(reader.baseFee()).isEqualTo(new BaseFeeRecord(1, Amount.of(100)));
    assertThat(Parameters.read(reader).rollupBond()).isEqualTo(Amount.of(1_000_000));
    assertThat(ConservationCheck.violations(state)).isEmpty();
  }

  @Test
  void namesEachProblem() {
    assertProblem(with(0, "name", List.of(), List.of()), "chainId");
    assertProblem(with(1, "", List.of(), List.of()), "chainName");
    assertProblem(with(1, "name\n", List.of(), List.of()), "chainName");
    assertProblem(with(1, "n", List.of(new AssetRate(WEFT, 1, 1)), List.of()), "assets");
    assertProblem(
        with(1, "n", List.of(new AssetRate(TestChain.USD, 0, 1)), List.of()), "rate of usd");
    Balance one = new Balance(ALICE.address(), WEFT, Amount.of(1));
    assertProblem(with(1, "n", List.of(), List.of(one, one)), "lists");
    Balance zero = new Balance(ALICE.address(), WEFT, Amount.ZERO);
    assertProblem(with(1, "n", List.of(), List.of(zero)), "at least 1");
    Balance most = new Balance(ALICE.address(), WEFT, Amount.MAX);
    assertProblem(with(1, "n", List.of(), List.of(most)), "2^127 - 1");
    assertProblem(governed(List.of(), 1), "governanceThreshold");
    assertProblem(governed(List.of(ALICE.address()), 0), "governanceThreshold");
    assertProblem(governed(List.of(ALICE.address()), 2), "governanceThreshold");
    assertProblem(governed(List.of(ALICE.address(), ALICE.address()), 1), "different keys");
    assertProblem(parameter("no.such", "1"), "no.such");
    assertProblem(parameter("fee.change-denominator", "1"), "2..256");
  }

  private static void assertProblem(Genesis genesis, String part) {
    assertThat(genesis.problems()).hasSize(1);
    assertThat(genesis.problems().getFirst()).contains(part);
    assertThatThrownBy(genesis::initialState)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(part);
  }

  private static Genesis with(
      long chainId, String name, List<AssetRate> assets, List<Balance> balances) {
    return new Genesis(
        chainId, name, 0, ALICE.address(), WEFT, assets, balances, List.of(), 0, new TreeMap<>());
  }

  private static Genesis governed(List<Address> keys, int threshold) {
    return new Genesis(
        1, "n", 0, ALICE.address(), WEFT, List.of(), List.of(), keys, threshold, new TreeMap<>());
  }

  private static Genesis parameter(String name, String value) {
    return new Genesis(
        1,
        "n",
        0,
        ALICE.address(),
        WEFT,
        List.of(),
        List.of(),
        List.of(),
        0,
        new TreeMap<>(Map.of(name, value)));
  }
}
