package weft.node.mempool;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weft.primitives.Bytes;

/// Small offers that go to peers as one: a byte 1, and each offer after its length (4 bytes,
/// big-endian). The engine makes one call, with an answer to wait for, for each of the byte strings
/// that it carries, which costs more than looking into a small transaction.
///
/// An envelope never begins with a byte 1: that would be field number 0, which protobuf forbids.
public final class GossipBundle {
  /// A packet between engines.
  static final int MAX_BYTES = 64 << 10;

  /// A transaction is no smaller.
  private static final int MIN_OFFER_BYTES = 100;

  static final int MAX_OFFERS = MAX_BYTES / MIN_OFFER_BYTES;
  private static final byte KIND = 1;

  private GossipBundle() {}

  /// Joins what can be joined; the rest stays as it is. The order stays.
  ///
  /// @param offers as [Gossip#reap] hands them out; marked ones stay alone, so that those of
  ///   several nodes are the same bytes to an engine
  public static List<Bytes> join(List<Bytes> offers) {
    List<Bytes> joined = new ArrayList<>();
    List<Bytes> open = new ArrayList<>();
    int openBytes = 1;
    for (Bytes offer : offers) {
      int bytes = Integer.BYTES + offer.size();
      boolean isFull = openBytes + bytes > MAX_BYTES || open.size() == MAX_OFFERS;
      if (!open.isEmpty() && (isFull || isMarked(offer))) {
        joined.add(bundle(open, openBytes));
        open.clear();
        openBytes = 1;
      }
      if (isMarked(offer) || openBytes + bytes > MAX_BYTES) {
        joined.add(offer);
      } else {
        open.add(offer);
        openBytes += bytes;
      }
    }
    if (!open.isEmpty()) {
      joined.add(bundle(open, openBytes));
    }
    return joined;
  }

  /// The offers in what a peer sent, each with bytes of its own.
  ///
  /// @return empty if it is a bundle that no correct node makes
  public static Optional<List<Bytes>> split(Bytes bytes) {
    if (bytes.isEmpty() || bytes.get(0) != KIND) {
      return Optional.of(List.of(bytes));
    }
    if (bytes.size() > MAX_BYTES) {
      return Optional.empty();
    }
    List<Bytes> offers = new ArrayList<>();
    ByteBuffer rest = bytes.asBuffer().position(1);
    while (rest.hasRemaining()) {
      int size = rest.remaining() < Integer.BYTES ? -1 : rest.getInt();
      if (size < 1 || size > rest.remaining() || offers.size() == MAX_OFFERS) {
        return Optional.empty();
      }
      byte[] offer = new byte[size];
      rest.get(offer);
      offers.add(Bytes.wrap(offer));
    }
    return Optional.of(offers);
  }

  private static boolean isMarked(Bytes offer) {
    return offer.size() > 0 && offer.get(0) == 0;
  }

  private static Bytes bundle(List<Bytes> offers, int bytes) {
    if (offers.size() == 1) {
      return offers.getFirst();
    }
    ByteBuffer bundle = ByteBuffer.allocate(bytes).put(KIND);
    for (Bytes offer : offers) {
      bundle.putInt(offer.size()).put(offer.asBuffer());
    }
    return Bytes.wrap(bundle.array());
  }
}
