package weft.primitives;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HashTest {
  /// FIPS 180-4 example messages, as published by NIST.
  @ParameterizedTest
  @CsvSource({
    "'', e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "abc, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq,"
        + " 248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu,"
        + " cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1",
  })
  void sha256HashesTheNistExamples(String text, String hash) {
    assertThat(Sha256.hash(Bytes.utf8(text)).toHex()).isEqualTo(hash);
  }

  @Test
  void sha256HashesAMillionAs() {
    assertThat(Sha256.hash(Bytes.utf8("a".repeat(1_000_000))).toHex())
        .isEqualTo("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  }

  @ParameterizedTest
  @CsvSource({
    "'', c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
    "abc, 4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45",
    "testing, 5f16f4c7f149ac4f9510d9cf8cf384038ad348b3bcdc01915f95de12df9d1b02",
    "'Transfer(address,address,uint256)',"
        + " ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef",
  })
  void keccak256HashesAsEthereumDoes(String text, String hash) {
    assertThat(Keccak256.hash(Bytes.utf8(text)).toHex()).isEqualTo(hash);
  }

  @Test
  void keccak256AgreesWithEthersAroundBlockBoundaries() {
    var cases = EthersVectors.load().keccak();
    assertThat(cases).hasSize(14);
    for (var vector : cases) {
      assertThat(Keccak256.hash(Bytes.fromHex(vector.input())))
          .as(vector.input())
          .isEqualTo(Hash32.fromHex(vector.hash()));
    }
  }

  @Test
  void partsHashLikeTheirConcatenation() {
    Bytes whole = Bytes.utf8("one lane, many rollups");
    Bytes[] parts = {whole.slice(0, 3), Bytes.EMPTY, whole.slice(3, whole.size() - 3)};

    assertThat(Sha256.hash(parts)).isEqualTo(Sha256.hash(whole));
    assertThat(Keccak256.hash(parts)).isEqualTo(Keccak256.hash(whole));
  }
}
