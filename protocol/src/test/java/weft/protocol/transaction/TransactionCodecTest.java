package weft.protocol.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.PrivateKey;
import weft.primitives.Sha256;
import weft.protocol.TransactionGen;
import weft.protocol.refusal.Checked;
import weft.protocol.wire.SignedTransaction;

class TransactionCodecTest {

  @Test
  void everyTransactionSurvivesTheWayThroughItsBytes() {
    for (long seed = 0; seed < 500; seed++) {
      Transaction transaction = new TransactionGen(seed).transaction();
      assertThat(TransactionCodec.decode(transaction.envelope()))
          .as("seed %s", seed)
          .isEqualTo(Checked.ok(transaction));
      assertThat(TransactionCodec.encodeBody(transaction.body()))
          .as("seed %s", seed)
          .isEqualTo(transaction.bodyBytes());
      assertThat(
              TransactionCodec.encodeEnvelope(
                  transaction.bodyBytes(), transaction.scheme(), transaction.signature()))
          .as("seed %s", seed)
          .isEqualTo(transaction.envelope());
    }
  }

  @Test
  void bytesAreWhatProtobufWrites() throws InvalidProtocolBufferException {
    for (long seed = 0; seed < 2000; seed++) {
      TransactionBody body = new TransactionGen(seed).body();
      Bytes ours = TransactionCodec.encodeBody(body);
      weft.protocol.wire.TransactionBody theirs =
          weft.protocol.wire.TransactionBody.parseFrom(ours.toArray());
      assertThat(Bytes.wrap(theirs.toByteArray())).as("seed %s", seed).isEqualTo(ours);
      assertThat(theirs.getChainId()).isEqualTo(body.chainId());
      assertThat(theirs.getActionsCount()).isEqualTo(body.actions().size());
    }
  }

  @Test
  void hashIsOfTheEnvelopeAsSent() {
    Transaction transaction = new TransactionGen(7).transaction();
    assertThat(transaction.hash()).isEqualTo(Sha256.hash(transaction.envelope()));
  }

  @Test
  void windowOfALargerArrayIsReadAsItIs() {
    Transaction transaction = new TransactionGen(8).transaction();
    Bytes padded = Bytes.concat(Bytes.fromHex("ffff"), transaction.envelope(), Bytes.fromHex("ff"));
    Bytes window = padded.slice(2, transaction.size());
    assertThat(TransactionCodec.decode(window)).isEqualTo(Checked.ok(transaction));
  }

  @Test
  void payloadDataSharesTheEnvelope() {
    PrivateKey key = new TransactionGen(1).key();
    Bytes data = new TransactionGen(2).bytes(1000);
    Transaction transaction =
        TransactionSigner.sign(
            bodyOf(key, new Action.Submit(RollupId.of("amm"), List.of(Payload.of(data)))),
            SignatureScheme.EIP712,
            key);
    Action.Submit submit = (Action.Submit) transaction.body().actions().getFirst();
    byte[][] arrays = new byte[2][];
    submit.payloads().getFirst().data().feed((array, _, _) -> arrays[0] = array);
    transaction.envelope().feed((array, _, _) -> arrays[1] = array);
    assertThat(arrays[0]).isSameAs(arrays[1]);
  }

  @Test
  void signerRefusesWhatANodeWouldRefuse() {
    PrivateKey key = new TransactionGen(1).key();
    TransactionBody body = bodyOf(key, new Action.Submit(RollupId.of("amm"), List.of()));
    assertThatThrownBy(() -> TransactionSigner.sign(body, SignatureScheme.EIP191, key))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("body.actions[0].submit.payloads");
  }

  @Test
  void largestPayloadFits() {
    PrivateKey key = new TransactionGen(1).key();
    Payload payload = Payload.of(Bytes.wrap(new byte[TransactionLimits.MAX_PAYLOAD_BYTES]));
    Transaction transaction =
        TransactionSigner.sign(
            bodyOf(key, new Action.Submit(RollupId.of("amm"), List.of(payload))),
            SignatureScheme.EIP712,
            key);
    assertThat(transaction.size()).isLessThanOrEqualTo(TransactionLimits.MAX_TRANSACTION_BYTES);
  }

  @Test
  void signatureOfTheAccountIsVerified() {
    for (long seed = 0; seed < 50; seed++) {
      Transaction transaction = new TransactionGen(seed).transaction();
      assertThat(VerifiedTransaction.verify(transaction)).as("seed %s", seed).isPresent();
    }
  }

  @Test
  void signatureOfAnotherKeyOrSchemeIsNot() {
    TransactionGen gen = new TransactionGen(3);
    PrivateKey key = gen.key();
    TransactionBody body = bodyOf(key, new Action.Claim(new AssetId("weft")));
    for (SignatureScheme scheme : SignatureScheme.values()) {
      Transaction foreign = TransactionSigner.sign(body, scheme, gen.key());
      assertThat(VerifiedTransaction.verify(foreign)).isEmpty();
      Transaction own = TransactionSigner.sign(body, scheme, key);
      SignatureScheme other =
          scheme == SignatureScheme.EIP712 ? SignatureScheme.EIP191 : SignatureScheme.EIP712;
      Bytes relabelled = TransactionCodec.encodeEnvelope(own.bodyBytes(), other, own.signature());
      assertThat(VerifiedTransaction.verify(ok(TransactionCodec.decode(relabelled)))).isEmpty();
    }
  }

  @Test
  void signatureCoversEveryBitOfTheBody() {
    TransactionGen gen = new TransactionGen(4);
    for (SignatureScheme scheme : SignatureScheme.values()) {
      PrivateKey key = gen.key();
      Transaction own = TransactionSigner.sign(bodyOf(key, gen.action()), scheme, key);
      for (int bit = 0; bit < 8 * own.bodyBytes().size(); bit++) {
        byte[] changed = own.bodyBytes().toArray();
        changed[bit / 8] ^= (byte) (1 << (bit % 8));
        Bytes envelope =
            TransactionCodec.encodeEnvelope(Bytes.wrap(changed), scheme, own.signature());
        if (TransactionCodec.decode(envelope) instanceof Checked.Ok<Transaction>(Transaction t)) {
          assertThat(VerifiedTransaction.verify(t)).as("bit %s", bit).isEmpty();
        }
      }
    }
  }

  /// The bytes of a message of the generated classes, which know no rules.
  static Bytes serialized(Message message) {
    return Bytes.wrap(message.toByteArray());
  }

  static SignedTransaction parsed(Bytes envelope) {
    try {
      return SignedTransaction.parseFrom(envelope.toArray());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static <T> T ok(Checked<T> checked) {
    return switch (checked) {
      case Checked.Ok<T>(T value) -> value;
      case Checked.Refused<T> refused -> throw new AssertionError(refused.refusal().toString());
    };
  }

  private static TransactionBody bodyOf(PrivateKey key, Action action) {
    return new TransactionBody(
        7,
        key.address(),
        new Nonce(0, 0),
        100,
        0,
        new AssetId("weft"),
        Amount.of(10),
        Amount.ZERO,
        Optional.empty(),
        List.of(action));
  }
}
