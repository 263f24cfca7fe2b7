package weft.primitives;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/// Vectors that ethers made; the script that wrote them lies next to the file.
record EthersVectors(
    String generator,
    String tool,
    List<Keccak> keccak,
    List<Signed> signatures,
    List<Message> messages) {
  record Keccak(String input, String hash) {}

  record Signed(String secret, String publicKey, String address, String digest, String signature) {}

  record Message(String secret, String address, String text, String digest, String signature) {}

  static EthersVectors load() {
    try (InputStream file =
        Objects.requireNonNull(
            EthersVectors.class.getResourceAsStream("ethers-vectors.json"),
            "ethers-vectors.json is missing from the test resources")) {
      return JsonMapper.shared().readValue(file, EthersVectors.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
