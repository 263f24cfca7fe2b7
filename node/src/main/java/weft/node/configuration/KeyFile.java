package weft.node.configuration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;
import java.util.function.Function;
import weft.primitives.BlsPrivateKey;
import weft.primitives.Bytes;
import weft.primitives.Hex;
import weft.primitives.PrivateKey;

/// A secp256k1 or BLS secret in a file that only its owner can read: 64 hexadecimal digits and a
/// newline.
public final class KeyFile {
  private KeyFile() {}

  /// Makes a fresh key and writes it.
  ///
  /// @throws ConfigurationException if the file exists already
  public static PrivateKey create(Path file) {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    return write(file, PrivateKey.of(Bytes.wrap(secret)));
  }

  /// Writes a key.
  ///
  /// @throws ConfigurationException if the file exists already
  public static PrivateKey write(Path file, PrivateKey key) {
    writeSecret(file, key.secret());
    return key;
  }

  /// Writes a BLS key.
  ///
  /// @throws ConfigurationException if the file exists already
  public static BlsPrivateKey write(Path file, BlsPrivateKey key) {
    writeSecret(file, key.secret());
    return key;
  }

  private static void writeSecret(Path file, Bytes secret) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      if (hasOwnerRights()) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(file);
      }
      DurableFile.fill(file, secret.toHex() + "\n");
    } catch (FileAlreadyExistsException e) {
      throw new ConfigurationException(
          "a key exists already in " + file + "; choose another file, or move it away");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads a key.
  ///
  /// @throws ConfigurationException if there is none, others may read it, or it is malformed
  public static PrivateKey read(Path file) {
    return read(file, PrivateKey::of);
  }

  /// Reads a BLS key.
  ///
  /// @throws ConfigurationException if there is none, others may read it, or it is malformed
  public static BlsPrivateKey readBls(Path file) {
    return read(file, BlsPrivateKey::of);
  }

  private static <K> K read(Path file, Function<Bytes, K> key) {
    try {
      requireOwnerOnly(file);
      return key.apply(Bytes.wrap(Hex.decode(Files.readString(file).strip())));
    } catch (NoSuchFileException e) {
      throw new ConfigurationException(
          "there is no key in " + file + "; make one with: weft key new --file " + file);
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw new ConfigurationException(file + " does not hold a key: 64 hexadecimal digits");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Looks at the rights of a file with a secret, of whatever form.
  ///
  /// @throws ConfigurationException if others than its owner may do anything with it
  /// @throws NoSuchFileException if there is none
  public static void requireOwnerOnly(Path file) throws IOException {
    if (hasOwnerRights()) {
      Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
      if (rights.stream().anyMatch(right -> !right.name().startsWith("OWNER"))) {
        throw new ConfigurationException(
            "others may read the key in " + file + "; run: chmod 600 " + file);
      }
    }
  }

  private static boolean hasOwnerRights() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }
}
