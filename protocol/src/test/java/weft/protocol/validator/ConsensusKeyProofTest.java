package weft.protocol.validator;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import org.junit.jupiter.api.Test;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.Ed25519PrivateKey;

class ConsensusKeyProofTest {
  private static final Ed25519PrivateKey KEY = Ed25519PrivateKey.fromSeed(Bytes.utf8("alice"));
  private static final Address OPERATOR = Address.fromHex("11".repeat(20));

  @Test
  void messageNamesChainAndOperator() {
    assertThat(ConsensusKeyProof.message(7, OPERATOR).toHex())
        .isEqualTo(
            Bytes.utf8("weft/consensus-key/v1").toHex() + "0000000000000007" + "11".repeat(20));
  }

  @Test
  void holdsForItsKeyChainAndOperatorOnly() {
    Bytes proof = ConsensusKeyProof.sign(KEY, 7, OPERATOR);

    assertThat(ConsensusKeyProof.holds(KEY.publicKey(), proof, 7, OPERATOR)).isTrue();
    assertThat(ConsensusKeyProof.holds(KEY.publicKey(), proof, 8, OPERATOR)).isFalse();
    assertThat(ConsensusKeyProof.holds(KEY.publicKey(), proof, 7, Address.ZERO)).isFalse();
    assertThat(
            ConsensusKeyProof.holds(
                Ed25519PrivateKey.fromSeed(Bytes.utf8("bob")).publicKey(), proof, 7, OPERATOR))
        .isFalse();
  }

  /// With the JDK's own Ed25519, as any signer of RFC 8032 can make the proof.
  @Test
  void anotherImplementationAgrees() throws GeneralSecurityException {
    Bytes x509 = Bytes.concat(Bytes.fromHex("302a300506032b6570032100"), KEY.publicKey().bytes());
    PublicKey key =
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(x509.toArray()));
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(key);
    verifier.update(ConsensusKeyProof.message(7, OPERATOR).toArray());
    assertThat(verifier.verify(ConsensusKeyProof.sign(KEY, 7, OPERATOR).toArray())).isTrue();
  }
}
