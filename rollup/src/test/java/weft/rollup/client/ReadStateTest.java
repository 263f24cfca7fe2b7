package weft.rollup.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.protocol.SampleStates;
import weft.protocol.block.AnchorCheck;
import weft.protocol.block.TrustedValidator;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.state.StateProof;
import weft.protocol.state.VerifiedState;
import weft.rollup.FakeChain;
import weft.rollup.FakeNode;

/// Reads of the state that are checked before they are believed.
class ReadStateTest {
  private final SampleStates states = new SampleStates();
  private final FakeChain chain = new FakeChain();
  private final Bytes present = SampleStates.balance(3);
  private final Bytes absent = SampleStates.balance(77);
  private FakeNode node;
  private WeftClient client;

  @BeforeEach
  void start() throws IOException {
    node = FakeNode.start(chain);
    client = WeftClient.connect(node.target());
  }

  @AfterEach
  void stop() {
    client.close();
    node.close();
  }

  @Test
  void anHonestAnswerIsBelieved() {
    VerifiedState there = verified(read(present));
    assertThat(there.value()).isEqualTo(Optional.ofNullable(states.after.get(present)));
    assertThat(there.anchor().height()).isEqualTo(40);
    assertThat(verified(read(absent)).value()).isEmpty();
  }

  @Test
  void aLieNamesTheBrokenRule() {
    assertLie(present, proof -> claiming(proof, Optional.of(Bytes.utf8("more"))), "STATE-14");
    assertLie(present, proof -> claiming(proof, Optional.empty()), "STATE-14");
    assertLie(absent, proof -> claiming(proof, Optional.of(Bytes.utf8("more"))), "STATE-14");
    assertLie(present, _ -> states.proof(states.anchor(), states.after, absent), "STATE-12");
    assertLie(present, _ -> states.proof(states.anchor(), states.before, present), "STATE-15");
    assertLie(
        present,
        proof -> new StateProof(proof.anchor(), proof.key(), proof.value(), Bytes.EMPTY),
        "STATE-13");
  }

  @Test
  void anotherValidatorIsNotBelieved() {
    TrustedValidator other = new TrustedValidator(FakeChain.CHAIN_ID, Address.ZERO);
    assertThat(client.chain().readState(present, AnchorCheck.of(other)))
        .isInstanceOfSatisfying(
            StateRead.Disproven.class, lie -> assertThat(lie.rule()).isEqualTo("BLOCK-5"));
  }

  @Test
  void aRefusalOfTheNodeIsPassedOn() {
    assertThat(read(Bytes.EMPTY))
        .isInstanceOfSatisfying(
            StateRead.Refused.class,
            refused -> assertThat(refused.refusal().code()).isEqualTo(RefusalCode.INVALID_FIELD));
  }

  private void assertLie(Bytes key, UnaryOperator<StateProof> lie, String rule) {
    node.stateLie(lie);
    assertThat(read(key))
        .isInstanceOfSatisfying(
            StateRead.Disproven.class,
            disproven -> {
              assertThat(disproven.rule()).as(disproven.reason()).isEqualTo(rule);
              assertThat(disproven.proof())
                  .isEqualTo(lie.apply(states.proof(states.anchor(), states.after, key)));
            });
  }

  private StateRead read(Bytes key) {
    return client.chain().readState(key, client.anchors(chain.trust()));
  }

  private static StateProof claiming(StateProof proof, Optional<Bytes> value) {
    return new StateProof(proof.anchor(), proof.key(), value, proof.ics23());
  }

  private static VerifiedState verified(StateRead read) {
    assertThat(read).isInstanceOf(StateRead.Verified.class);
    return ((StateRead.Verified) read).state();
  }
}
