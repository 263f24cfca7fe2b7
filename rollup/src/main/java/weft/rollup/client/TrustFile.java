package weft.rollup.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.primitives.Sha256;
import weft.protocol.light.LightClient;

/// What a reader learnt of a network's validators, kept in a file: the digest of the trust that it
/// began with, then a light client.
final class TrustFile {
  private final Path file;
  private final Hash32 beginning;

  TrustFile(Path file, Trust.Network trust) {
    this.file = file;
    this.beginning =
        Sha256.hash(
            new ByteWriter()
                .u64(trust.point().chainId())
                .u64(trust.point().height())
                .hash(trust.point().validators().hash())
                .u64(trust.point().timeMs())
                .u64(trust.trustingPeriodMs())
                .toBytes());
  }

  /// The light client; empty where there is no file, or one that began elsewhere.
  ///
  /// @throws UncheckedIOException if the file cannot be read, or is damaged
  Optional<LightClient> read() {
    try {
      ByteReader reader = new ByteReader(Bytes.wrap(Files.readAllBytes(file)));
      return reader.hash("trust.beginning").equals(beginning)
          ? Optional.of(LightClient.restore(reader.bytes("trust.light_client", reader.remaining())))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (MalformedException e) {
      throw new UncheckedIOException(
          new IOException(
              file
                  + " is damaged ("
                  + e.getMessage()
                  + "); delete it to begin at the trusted point again",
              e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Writes durably and in one piece.
  void write(Bytes lightClient) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
    Files.write(
        unfinished,
        Bytes.concat(beginning.bytes(), lightClient).toArray(),
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE,
        StandardOpenOption.SYNC);
    Files.move(
        unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
