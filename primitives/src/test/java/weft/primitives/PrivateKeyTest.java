package weft.primitives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PrivateKeyTest {
  private static final String ORDER =
      "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
  private static final String ORDER_MINUS_1 =
      "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140";

  /// Widely used secp256k1 vectors for RFC 6979 with SHA-256 and low `s`.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0000000000000000000000000000000000000000000000000000000000000001 | Satoshi Nakamoto |"
            + " 934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8"
            + "2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5",
        "0000000000000000000000000000000000000000000000000000000000000001 | All those moments will"
            + " be lost in time, like tears in rain. Time to die... |"
            + " 8600dbd41e348fe5c9465ab92d23e3db8b98b873beecd930736488696438cb6b"
            + "547fe64427496db33bf66019dacbf0039c04199abb0122918601db38a72cfc21",
        ORDER_MINUS_1
            + " | Satoshi Nakamoto |"
            + " fd567d121db66e382991534ada77a6bd3106f0a1098c231e47993447cd6af2d0"
            + "6b39cd0eb1bc8603e159ef5c20a5c8ad685a45b06ce9bebed3f153d10d93bed5",
        "f8b8af8ce3c7cca5e300d33939540c10d45ce001b8f252bfbc57ba0342904181 | Alan Turing |"
            + " 7063ae83e7f62bbb171798131b4a0564b956930092b33b07b395615d9ec7e15c"
            + "58dfcc1e00a35e1572f366ffe34ba0fc47db1e7189759b9fb233c5b05ab388ea",
      })
  void signsAsRfc6979Says(String secret, String text, String compact) {
    Hash32 digest = Sha256.hash(Bytes.utf8(text));
    PrivateKey key = PrivateKey.of(Bytes.fromHex(secret));
    Signature signature = key.sign(digest);

    assertThat(signature.bytes().slice(0, 64).toHex()).isEqualTo(compact);
    assertThat(signature.recover(digest)).contains(key.address());
  }

  /// The example in the documentation of web3.js for `eth.accounts.sign`.
  @Test
  void signsTheWeb3Example() {
    PrivateKey key =
        PrivateKey.of(
            Bytes.fromHex("4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318"));
    Hash32 digest = personalDigest("Some data");

    assertThat(key.address()).hasToString("0x2c7536E3605D9C16a7a3D7b1898e529396a65c23");
    assertThat(digest.toHex())
        .isEqualTo("1da44b586eb0729ff70a73c326926f6ed5a25f5b056e7f47fbc6e58d86871655");
    assertThat(key.sign(digest).bytes().toHex())
        .isEqualTo(
            "b91467e570a6466aa9e9876cbcd013baba02900b8979d43fe208a4a4f339f5fd"
                + "6007e74cd82e037b800186422fc2da167c747ef045e5d18a5f5d4300f8e1a029"
                + "1c");
  }

  @Test
  void agreesWithEthersOnKeysAndSignatures() {
    var cases = EthersVectors.load().signatures();
    assertThat(cases).hasSize(24);
    for (var vector : cases) {
      PrivateKey key = PrivateKey.of(Bytes.fromHex(vector.secret()));
      Hash32 digest = Hash32.fromHex(vector.digest());
      Signature signature = Signature.of(Bytes.fromHex(vector.signature()));

      assertThat(key.publicKey()).isEqualTo(Bytes.fromHex(vector.publicKey()));
      assertThat(key.address()).hasToString(vector.address());
      assertThat(key.sign(digest)).isEqualTo(signature);
      assertThat(signature.recover(digest)).contains(key.address());
    }
    assertThat(cases).extracting(c -> c.signature().substring(130)).contains("1b", "1c");
  }

  @Test
  void agreesWithEthersOnPersonalMessages() {
    var cases = EthersVectors.load().messages();
    assertThat(cases).hasSize(5);
    for (var vector : cases) {
      Hash32 digest = personalDigest(vector.text());
      Signature signature = PrivateKey.of(Bytes.fromHex(vector.secret())).sign(digest);

      assertThat(digest).isEqualTo(Hash32.fromHex(vector.digest()));
      assertThat(signature).hasToString(vector.signature());
      assertThat(signature.recover(digest)).contains(Address.fromHex(vector.address()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        ORDER,
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "",
        "01",
        "00000000000000000000000000000000000000000000000000000000000001",
        "000000000000000000000000000000000000000000000000000000000000000001",
      })
  void refusesNumbersThatAreNoKey(String hex) {
    assertThatThrownBy(() -> PrivateKey.of(Bytes.fromHex(hex)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a private key ");
  }

  @Test
  void seedsGiveRepeatableAndDistinctKeys() {
    PrivateKey alice = PrivateKey.fromSeed(Bytes.utf8("alice"));

    assertThat(alice.secret())
        .isEqualTo(Sha256.hash(Bytes.utf8("weft/development-key/v1alice")).bytes());
    assertThat(PrivateKey.fromSeed(Bytes.utf8("alice")).address()).isEqualTo(alice.address());
    assertThat(PrivateKey.fromSeed(Bytes.utf8("bob")).address()).isNotEqualTo(alice.address());
  }

  @Test
  void printsTheAddressAndNotTheSecret() {
    PrivateKey key = PrivateKey.fromSeed(Bytes.utf8("quiet"));

    assertThat(key.toString())
        .isEqualTo("PrivateKey[" + key.address() + "]")
        .doesNotContain(key.secret().toHex());
  }

  @Test
  void theKeyDoesNotChangeWithTheArraysItCameFrom() {
    byte[] secret = PrivateKey.fromSeed(Bytes.utf8("own copy")).secret().toArray();
    PrivateKey key = PrivateKey.of(Bytes.wrap(secret));
    Signature before = key.sign(Hash32.ZERO);
    secret[0] ^= 1;
    key.secret().toArrayUnsafe()[0] ^= 1;

    assertThat(key.sign(Hash32.ZERO)).isEqualTo(before);
  }

  @Test
  void oneKeySignsFromManyThreads() throws Exception {
    PrivateKey key = PrivateKey.fromSeed(Bytes.utf8("shared"));
    List<Hash32> digests =
        IntStream.range(0, 64).mapToObj(i -> Sha256.hash(Bytes.utf8("digest " + i))).toList();
    List<Signature> expected = digests.stream().map(key::sign).toList();
    Callable<List<Signature>> signAll =
        () -> {
          List<Signature> signatures = digests.stream().map(key::sign).toList();
          for (int i = 0; i < digests.size(); i++) {
            assertThat(signatures.get(i).recover(digests.get(i))).contains(key.address());
          }
          return signatures;
        };

    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<List<Signature>> result :
          threads.invokeAll(IntStream.range(0, 16).mapToObj(_ -> signAll).toList())) {
        assertThat(result.get()).isEqualTo(expected);
      }
    }
  }

  /// The digest of EIP-191, version `0x45`, as wallets sign texts.
  private static Hash32 personalDigest(String text) {
    Bytes message = Bytes.utf8(text);
    return Keccak256.hash(Bytes.utf8("\u0019Ethereum Signed Message:\n" + message.size()), message);
  }
}
