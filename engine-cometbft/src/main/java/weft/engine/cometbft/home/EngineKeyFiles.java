package weft.engine.cometbft.home;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import weft.primitives.Bytes;
import weft.primitives.Ed25519PrivateKey;
import weft.primitives.Ed25519PublicKey;

/// Keys as CometBFT's JSON files hold them: base64, and a private key with its public key behind
/// it.
final class EngineKeyFiles {
  /// Nothing was signed yet.
  static final String UNSIGNED = "{\n  \"height\": \"0\",\n  \"round\": 0,\n  \"step\": 0\n}\n";

  private static final String PUBLIC_TYPE = "tendermint/PubKeyEd25519";
  private static final String PRIVATE_TYPE = "tendermint/PrivKeyEd25519";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private EngineKeyFiles() {}

  static String validator(Ed25519PrivateKey key) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put(
        "address", key.publicKey().consensusAddress().bytes().toHex().toUpperCase(Locale.ROOT));
    document.put("pub_key", publicKey(key.publicKey()));
    document.put("priv_key", privateKey(key));
    return JSON.writeValueAsString(document) + "\n";
  }

  static String node(Ed25519PrivateKey key) {
    return JSON.writeValueAsString(Map.of("priv_key", privateKey(key))) + "\n";
  }

  static Map<String, Object> publicKey(Ed25519PublicKey publicKey) {
    return typed(PUBLIC_TYPE, publicKey.bytes());
  }

  /// The key of a file of either kind; empty if the text is none.
  static Optional<Ed25519PrivateKey> read(String text) {
    try {
      JsonNode secret = JSON.readTree(text).path("priv_key");
      byte[] value = Base64.getDecoder().decode(secret.path("value").asString(""));
      if (!secret.path("type").asString("").equals(PRIVATE_TYPE)
          || value.length != Ed25519PrivateKey.SIZE + Ed25519PublicKey.SIZE) {
        return Optional.empty();
      }
      Bytes both = Bytes.wrap(value);
      Ed25519PrivateKey key = Ed25519PrivateKey.of(both.slice(0, Ed25519PrivateKey.SIZE));
      return both.equals(secretAndPublic(key)) ? Optional.of(key) : Optional.empty();
    } catch (JacksonException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Map<String, Object> privateKey(Ed25519PrivateKey key) {
    return typed(PRIVATE_TYPE, secretAndPublic(key));
  }

  private static Bytes secretAndPublic(Ed25519PrivateKey key) {
    return Bytes.concat(key.secret(), key.publicKey().bytes());
  }

  private static Map<String, Object> typed(String type, Bytes value) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", type);
    document.put("value", Base64.getEncoder().encodeToString(value.toArrayUnsafe()));
    return document;
  }
}
