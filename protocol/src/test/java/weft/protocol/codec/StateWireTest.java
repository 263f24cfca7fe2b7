package weft.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import org.junit.jupiter.api.Test;
import weft.primitives.Bytes;
import weft.primitives.MalformedException;
import weft.protocol.SampleStates;
import weft.protocol.state.StateProof;

class StateWireTest {
  private final SampleStates samples = new SampleStates();

  @Test
  void presenceAndAbsenceSurviveTheWayOverTheWire() throws InvalidProtocolBufferException {
    for (Bytes key : List.of(SampleStates.balance(3), SampleStates.balance(77))) {
      StateProof proof = samples.proof(samples.after, key);
      ByteString sent = StateWire.toWire(proof).toByteString();
      assertThat(StateWire.fromWire(weft.protocol.wire.StateProof.parseFrom(sent)))
          .isEqualTo(proof);
    }
  }

  @Test
  void aMissingAnchorIsNamed() {
    weft.protocol.wire.StateProof empty = weft.protocol.wire.StateProof.getDefaultInstance();
    assertThatThrownBy(() -> StateWire.fromWire(empty))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("anchor");
  }
}
