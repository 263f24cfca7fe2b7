package weft.node.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import weft.node.configuration.ConfigurationException;
import weft.node.configuration.DurableFile;
import weft.primitives.Address;
import weft.primitives.BlsPublicKey;
import weft.primitives.BlsSignature;
import weft.primitives.Bytes;
import weft.primitives.Ed25519PublicKey;

/// A validator's public keys as a JSON file, which its operator hands to whoever makes the genesis.
public final class PublicKeysFile {
  /// Far more than one takes: who gets files from others reads no more of them than this.
  private static final int MAX_BYTES = 16_384;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private PublicKeysFile() {}

  record Document(
      @JsonProperty(required = true) String operator,
      @JsonProperty(required = true) String consensusKey,
      @JsonProperty(required = true) String blsKey,
      @JsonProperty(required = true) String possession,
      @JsonProperty(required = true) String peer) {}

  /// @throws ConfigurationException if the file is missing or malformed
  public static PublicKeys read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IllegalArgumentException("it has more than " + MAX_BYTES + " bytes");
      }
      Document d =
          Optional.ofNullable(JSON.readValue(Files.readString(file), Document.class))
              .orElseThrow(() -> new IllegalArgumentException("it is null"));
      return new PublicKeys(
          Address.fromHex(d.operator()),
          Ed25519PublicKey.of(Bytes.fromHex(d.consensusKey())),
          BlsPublicKey.of(Bytes.fromHex(d.blsKey()))
              .orElseThrow(() -> new IllegalArgumentException("no BLS key: " + d.blsKey())),
          BlsSignature.of(Bytes.fromHex(d.possession()))
              .orElseThrow(
                  () -> new IllegalArgumentException("no BLS signature: " + d.possession())),
          d.peer());
    } catch (JacksonException e) {
      throw new ConfigurationException(file + ": " + e.getOriginalMessage());
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(file + ": " + e.getMessage());
    } catch (IOException e) {
      throw new ConfigurationException(
          file + " cannot be read; its operator makes it with: weft network keys");
    }
  }

  public static void write(Path file, PublicKeys keys) {
    Document document =
        new Document(
            keys.operator().toString(),
            keys.consensusKey().toString(),
            keys.blsKey().toString(),
            "0x" + keys.possession().bytes().toHex(),
            keys.peer());
    try {
      DurableFile.replace(file, JSON.writeValueAsString(document) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
