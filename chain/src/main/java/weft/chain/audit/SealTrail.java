package weft.chain.audit;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.SealedBid;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionBody;
import weft.protocol.transaction.TransactionCodec;

/// The seals of blocks that are audited one after the other: a bid that shows one must have it in a
/// block before. Of bids near the first block nothing can be said, as their seals may lie before
/// it. Not for several threads at once.
public final class SealTrail {
  /// The most blocks that may lie between a seal and its bid, whatever the parameter says.
  private static final long MOST_BLOCKS = 100;

  private final SortedMap<Long, SortedSet<Hash32>> sealed = new TreeMap<>();
  private long first;
  private long last = -1;

  /// Judges the next block; where it does not follow the one before, the trail begins anew.
  ///
  /// @param transactions entries of the block; what cannot be read is passed over
  public List<Deviation> check(long height, List<Bytes> transactions) {
    if (height != last + 1) {
      sealed.clear();
      first = height;
    }
    last = height;
    sealed.headMap(height - MOST_BLOCKS).clear();
    Findings findings = new Findings(height);
    SortedSet<Hash32> made = new TreeSet<>();
    for (Bytes entry : transactions) {
      if (TransactionCodec.decode(entry) instanceof Checked.Ok<Transaction>(Transaction one)) {
        shown(one.body())
            .ifPresent(
                seal ->
                    findings.require(
                        isKnown(seal) || isBeyond(height),
                        "BID-30",
                        "bid " + one.hash() + " shows a seal that no block before has"));
        add(one.body(), made);
      }
    }
    if (!made.isEmpty()) {
      sealed.put(height, made);
    }
    return findings.all();
  }

  private boolean isKnown(Hash32 seal) {
    return sealed.values().stream().anyMatch(seals -> seals.contains(seal));
  }

  private boolean isBeyond(long height) {
    return first > Math.max(1, height - MOST_BLOCKS);
  }

  private static Optional<Hash32> shown(TransactionBody body) {
    return body.bid()
        .flatMap(
            bid ->
                bid.salt()
                    .map(salt -> SealedBid.commitment(body.account(), salt, bid))
                    .map(commitment -> seal(body.account(), commitment)));
  }

  private static void add(TransactionBody body, SortedSet<Hash32> made) {
    for (Action action : body.actions()) {
      if (action instanceof Action.SealBid seal) {
        made.add(seal(body.account(), seal.commitment()));
      }
    }
  }

  /// Anybody may seal with the commitment of somebody else, which counts for nothing.
  private static Hash32 seal(Address account, Hash32 commitment) {
    return Sha256.hash(Bytes.concat(account.bytes(), commitment.bytes()));
  }
}
