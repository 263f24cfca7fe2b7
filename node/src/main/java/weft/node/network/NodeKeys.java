package weft.node.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import weft.node.NodeDirectory;
import weft.node.configuration.ConfigurationException;
import weft.node.configuration.KeyFile;
import weft.primitives.BlsPrivateKey;
import weft.primitives.Bytes;
import weft.primitives.Ed25519PrivateKey;

/// The keys in the folder of a network's node: made where they are missing, never replaced.
public final class NodeKeys {
  private static final int SECRET_BYTES = 32;

  private NodeKeys() {}

  /// What every node has: a key for receipts and the engine's own.
  ///
  /// @param signs whether the engine signs votes with a key file; else a remote signer does
  public static void createNode(NodeDirectory directory, boolean signs) {
    try {
      directory.engine().createMissingKeys(signs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!Files.exists(directory.nodeKeyFile())) {
      KeyFile.create(directory.nodeKeyFile());
    }
  }

  /// What a validator has besides: its operator's key, and the one that attests.
  public static void createValidator(NodeDirectory directory) {
    if (!Files.exists(directory.operatorKeyFile())) {
      KeyFile.create(directory.operatorKeyFile());
    }
    if (!Files.exists(directory.attestationKeyFile())) {
      byte[] random = new byte[SECRET_BYTES];
      new SecureRandom().nextBytes(random);
      KeyFile.write(directory.attestationKeyFile(), BlsPrivateKey.generate(Bytes.wrap(random)));
    }
  }

  /// How other nodes name this one: 40 lower-case hexadecimal digits.
  ///
  /// @throws ConfigurationException if there is no key, or it cannot be read
  public static String peerId(NodeDirectory directory) {
    try {
      return directory.engine().nodeKey().publicKey().consensusAddress().bytes().toHex();
    } catch (IOException e) {
      throw unreadable(directory, e);
    }
  }

  /// The key that signs votes.
  ///
  /// @throws ConfigurationException if there is none, as with a remote signer, or it cannot be read
  public static Ed25519PrivateKey consensusKey(NodeDirectory directory) {
    try {
      return directory.engine().validatorKey();
    } catch (IOException e) {
      throw unreadable(directory, e);
    }
  }

  /// The BLS key.
  ///
  /// @throws ConfigurationException if there is none, or it cannot be read
  public static BlsPrivateKey attestationKey(NodeDirectory directory) {
    return directory
        .attestationKey()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "there are no keys of a validator in "
                        + directory.path()
                        + "; make them with: weft network keys --data "
                        + directory.path()));
  }

  /// The public keys of a validator.
  ///
  /// @param peer how nodes reach it
  /// @throws ConfigurationException if a key is missing, or cannot be read
  public static PublicKeys read(NodeDirectory directory, String peer) {
    BlsPrivateKey attestation = attestationKey(directory);
    return new PublicKeys(
        KeyFile.read(directory.operatorKeyFile()).address(),
        consensusKey(directory).publicKey(),
        attestation.publicKey(),
        attestation.provePossession(),
        peer);
  }

  private static ConfigurationException unreadable(NodeDirectory directory, IOException e) {
    return new ConfigurationException(
        "no key can be read: "
            + e.getMessage()
            + "; 'weft network keys --data "
            + directory.path()
            + "' makes what is missing");
  }
}
