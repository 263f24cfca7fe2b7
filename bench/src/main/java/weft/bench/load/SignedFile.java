package weft.bench.load;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import weft.primitives.Bytes;
import weft.primitives.PrivateKey;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.RollupId;
import weft.rollup.client.Envelope;

/// Pre-signed submissions in a file: each envelope after its length (4 bytes, big-endian). Senders
/// take turns, so that any prefix of the file is a valid load.
public final class SignedFile {
  private static final int MAX_ENVELOPE_BYTES = 2 << 20;
  private static final int SIGNED_AT_ONCE = 8_192;

  private SignedFile() {}

  /// Signs on all processors and writes.
  ///
  /// @param channel of each sender; its sequences begin at 0
  public static void write(
      Path file, int count, int payloadBytes, List<RollupId> rollups, long channel)
      throws IOException {
    write(file, count, payloadBytes, rollups, channel, BenchChain.senders());
  }

  /// The same for some of the senders.
  public static void write(
      Path file,
      int count,
      int payloadBytes,
      List<RollupId> rollups,
      long channel,
      List<PrivateKey> senders)
      throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20))) {
      for (int from = 0; from < count; from += SIGNED_AT_ONCE) {
        List<Bytes> signed =
            IntStream.range(from, Math.min(count, from + SIGNED_AT_ONCE))
                .parallel()
                .mapToObj(i -> envelope(i, payloadBytes, rollups, senders, channel))
                .toList();
        for (Bytes envelope : signed) {
          out.writeInt(envelope.size());
          out.write(envelope.toArrayUnsafe());
        }
      }
    }
  }

  private static Bytes envelope(
      int index, int payloadBytes, List<RollupId> rollups, List<PrivateKey> senders, long channel) {
    byte[] payload = new byte[payloadBytes];
    new SplittableRandom(index).nextBytes(payload);
    int sender = index % senders.size();
    return BenchChain.submission(
            senders.get(sender),
            new Nonce(channel, index / senders.size()),
            rollups.get(index % rollups.size()),
            Bytes.wrap(payload))
        .envelope();
  }

  /// Reads envelopes one batch after another.
  public static final class Reader implements AutoCloseable {
    private final DataInputStream in;

    public Reader(Path file) throws IOException {
      InputStream raw = Files.newInputStream(file);
      this.in = new DataInputStream(new BufferedInputStream(raw, 1 << 20));
    }

    /// Up to `max` envelopes; empty at the end.
    public List<Envelope> next(int max) throws IOException {
      List<Envelope> batch = new ArrayList<>(max);
      while (batch.size() < max) {
        int size;
        try {
          size = in.readInt();
        } catch (EOFException end) {
          break;
        }
        if (size <= 0 || size > MAX_ENVELOPE_BYTES) {
          throw new IOException("the signed file is damaged: an envelope of " + size + " bytes");
        }
        batch.add(Envelope.of(Bytes.wrap(in.readNBytes(size))));
      }
      return batch;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
