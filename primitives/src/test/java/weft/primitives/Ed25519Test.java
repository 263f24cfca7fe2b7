package weft.primitives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class Ed25519Test {
  private static final Bytes MESSAGE = Bytes.utf8("a vote");
  private static final Ed25519PrivateKey KEY = Ed25519PrivateKey.fromSeed(Bytes.utf8("alice"));

  /// One signature, and what CometBFT says of it. Made by `src/test/go/ed25519vectors`.
  private record Judged(
      String about, String key, String message, String signature, boolean valid) {}

  /// RFC 8032, section 7.1: tests 1, 2, 3 and SHA(abc).
  @ParameterizedTest
  @CsvSource({
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
        + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
        + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
        + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
        + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
        + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
        + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42,"
        + "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf,"
        + "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f,"
        + "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
  })
  void signsAndVerifiesAsTheStandardSays(
      String secret, String publicKey, String message, String signature) {
    Ed25519PrivateKey key = Ed25519PrivateKey.of(Bytes.fromHex(secret));
    Bytes text = Bytes.fromHex(message);
    assertThat(key.publicKey().bytes().toHex()).isEqualTo(publicKey);
    assertThat(key.sign(text).toHex()).isEqualTo(signature);
    assertThat(key.publicKey().verifies(text, Bytes.fromHex(signature))).isTrue();
    assertThat(Zip215.verifies(key.publicKey().bytes(), text, Bytes.fromHex(signature))).isTrue();
  }

  @Test
  void verdictsAreThoseOfCometBft() throws IOException {
    List<Judged> all;
    try (InputStream file =
        Objects.requireNonNull(Ed25519Test.class.getResourceAsStream("ed25519-vectors.json"))) {
      all = Arrays.asList(JsonMapper.shared().readValue(file, Judged[].class));
    }
    assertThat(all).hasSizeGreaterThan(300);
    assertThat(all.stream().filter(one -> one.about().startsWith("small order key and R")))
        .hasSize(196)
        .allMatch(Judged::valid);
    int onlyZip215 = 0;
    for (Judged one : all) {
      Bytes key = Bytes.fromHex(one.key());
      Bytes message = Bytes.fromHex(one.message());
      Bytes signature = Bytes.fromHex(one.signature());
      assertThat(Ed25519PublicKey.of(key).verifies(message, signature))
          .as(one.toString())
          .isEqualTo(one.valid());
      assertThat(Zip215.verifies(key, message, signature))
          .as(one.toString())
          .isEqualTo(one.valid());
      onlyZip215 += one.valid() && !isFastEnough(key, message, signature) ? 1 : 0;
    }
    assertThat(onlyZip215).as("signatures that the library alone would refuse").isPositive();
  }

  private static boolean isFastEnough(Bytes key, Bytes message, Bytes signature) {
    return Ed25519.verify(
        signature.toArray(), 0, key.toArray(), 0, message.toArray(), 0, message.size());
  }

  @Test
  void flippedBitsBreakTheSignature() {
    Bytes signature = KEY.sign(MESSAGE);
    Bytes key = KEY.publicKey().bytes();
    // Not every one: each refusal costs milliseconds.
    for (int bit = 0; bit < signature.size() * 8; bit += 5) {
      assertThat(KEY.publicKey().verifies(MESSAGE, flip(signature, bit))).isFalse();
    }
    for (int bit = 0; bit < key.size() * 8; bit += 5) {
      assertThat(Ed25519PublicKey.of(flip(key, bit)).verifies(MESSAGE, signature)).isFalse();
    }
  }

  private static Bytes flip(Bytes bytes, int bit) {
    byte[] raw = bytes.toArray();
    raw[bit / 8] ^= (byte) (1 << (bit % 8));
    return Bytes.wrap(raw);
  }

  @Test
  void otherLengthsAreNoKeyAndNoSignature() {
    for (int size = 0; size <= 130; size++) {
      Bytes bytes = Bytes.concat(KEY.sign(MESSAGE), KEY.sign(MESSAGE), Bytes.fromHex("0000"));
      Bytes cut = bytes.slice(0, size);
      assertThat(KEY.publicKey().verifies(MESSAGE, cut))
          .isEqualTo(size == Ed25519PublicKey.SIGNATURE_SIZE);
      if (size != Ed25519PublicKey.SIZE) {
        assertThatThrownBy(() -> Ed25519PublicKey.of(cut))
            .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Ed25519PrivateKey.of(cut))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void addressIsTheBeginningOfTheKeysHash() {
    Bytes key = KEY.publicKey().bytes();
    assertThat(KEY.publicKey().consensusAddress().bytes())
        .isEqualTo(Sha256.hash(key).bytes().slice(0, 20));
  }

  @Test
  void secretIsNotShown() {
    assertThat(Ed25519PrivateKey.of(KEY.secret()).publicKey()).isEqualTo(KEY.publicKey());
    assertThat(KEY.toString())
        .doesNotContain(KEY.secret().toHex())
        .contains(KEY.publicKey().bytes().toHex());
  }
}
