package weft.protocol.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Signature;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.ReadableText;
import weft.protocol.transaction.SignatureScheme;
import weft.protocol.transaction.SigningDigest;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionBody;
import weft.protocol.transaction.TransactionCodec;
import weft.protocol.transaction.TransactionSigner;
import weft.protocol.transaction.TypedData;
import weft.protocol.transaction.VerifiedTransaction;

/// Digests and signatures are those that ethers and viem make from the published cases.
class SigningVectorsTest {

  @Test
  void publishedTransactionsAreWhatThisCodeMakes() {
    ArrayNode cases = VectorFile.json().createArrayNode();
    for (Map.Entry<String, TransactionBody> one : SigningCases.all().entrySet()) {
      TransactionBody body = one.getValue();
      Bytes bytes = TransactionCodec.encodeBody(body);
      ObjectNode node = cases.addObject();
      node.put("name", one.getKey());
      node.put("privateKey", "0x" + SigningCases.KEY.secret().toHex());
      node.put("body", "0x" + bytes.toHex());
      node.set("typedData", VectorFile.json().readTree(TypedData.json(bytes, body)));
      node.put("text", ReadableText.of(bytes, body));
      for (SignatureScheme scheme : SignatureScheme.values()) {
        Transaction signed = TransactionSigner.sign(body, scheme, SigningCases.KEY);
        ObjectNode of = node.putObject(scheme.id());
        of.put("envelope", "0x" + signed.envelope().toHex());
        of.put("hash", signed.hash().toString());
      }
    }
    ObjectNode all = VectorFile.json().createObjectNode();
    all.set("cases", cases);
    new VectorFile("transactions.json").expect(all);
  }

  @Test
  void typedDataDigestsAreThoseOfEthersAndViem() {
    assertDigests(SignatureScheme.EIP712);
  }

  @Test
  void readableTextDigestsAreThoseOfEthersAndViem() {
    assertDigests(SignatureScheme.EIP191);
  }

  @Test
  void signaturesAreThoseOfEthersAndViem() {
    for (Foreign foreign : foreign()) {
      TransactionBody body = foreign.body();
      assertThat(foreign.address()).isEqualTo(body.account().toString());
      for (SignatureScheme scheme : SignatureScheme.values()) {
        Signature theirs = Signature.of(Bytes.fromHex(foreign.signature(scheme)));
        Transaction ours = TransactionSigner.sign(body, scheme, SigningCases.KEY);
        assertThat(ours.signature()).as("%s", foreign).isEqualTo(theirs);
        Bytes envelope = TransactionCodec.encodeEnvelope(ours.bodyBytes(), scheme, theirs);
        if (TransactionCodec.decode(envelope) instanceof Checked.Ok<Transaction>(Transaction t)) {
          assertThat(VerifiedTransaction.verify(t)).as("%s", foreign).isPresent();
        } else {
          throw new AssertionError("refused: " + foreign);
        }
      }
    }
  }

  private static void assertDigests(SignatureScheme scheme) {
    List<Foreign> all = foreign();
    assertThat(all).hasSize(2 * SigningCases.all().size());
    for (Foreign foreign : all) {
      TransactionBody body = foreign.body();
      Bytes bytes = TransactionCodec.encodeBody(body);
      assertThat(SigningDigest.of(scheme, bytes, body))
          .as("%s", foreign)
          .isEqualTo(Hash32.fromHex(foreign.digest(scheme)));
    }
  }

  private static List<Foreign> foreign() {
    List<Foreign> all = new ArrayList<>();
    for (JsonNode one : new VectorFile("signing.json").read().get("cases")) {
      for (String library : List.of("ethers", "viem")) {
        all.add(new Foreign(one.get("name").asString(), library, one.get(library)));
      }
    }
    return all;
  }

  /// What one library made of one case.
  private record Foreign(String name, String library, JsonNode node) {
    TransactionBody body() {
      return Objects.requireNonNull(SigningCases.all().get(name), name);
    }

    String address() {
      return node.get("address").asString();
    }

    String digest(SignatureScheme scheme) {
      return node.get(scheme.id()).get("digest").asString();
    }

    String signature(SignatureScheme scheme) {
      return node.get(scheme.id()).get("signature").asString();
    }
  }
}
