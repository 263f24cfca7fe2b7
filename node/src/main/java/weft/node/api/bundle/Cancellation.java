package weft.node.api.bundle;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import weft.node.mempool.ReceivedBid;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.protocol.transaction.ExclusiveGroup;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.Transaction;

/// What `eth_cancelBundle` brings: empty transactions that take the sequences of all waiting bids
/// of a group.
///
/// @param bids hashes of the bids whose places they take
public record Cancellation(List<Transaction> transactions, List<Hash32> bids) {
  private static final int MAX_TRANSACTIONS = 64;

  public Cancellation {
    transactions = List.copyOf(transactions);
    bids = List.copyOf(bids);
  }

  /// Reads the parameter of `eth_cancelBundle`.
  ///
  /// @param signer of the request
  /// @param waiting bids of the signer that wait here
  /// @throws MalformedException naming the member that is wrong
  static Cancellation read(Parameter from, Address signer, List<ReceivedBid> waiting) {
    from.only(Set.of("replacementUuid", "weft"));
    UUID uuid =
        from.uuid("replacementUuid")
            .orElseThrow(() -> new MalformedException(from.at("replacementUuid"), "is missing"));
    long group = ExclusiveGroup.of(uuid);
    Parameter own = from.within("weft").only(Set.of("cancellations"));
    List<Transaction> empty = new ArrayList<>();
    List<Nonce> nonces = new ArrayList<>();
    for (Bytes envelope : own.listOfBytes("cancellations", MAX_TRANSACTIONS)) {
      String at = own.at("cancellations") + "[" + empty.size() + "]";
      Transaction transaction = Bundle.transaction(at, envelope);
      if (!transaction.body().actions().isEmpty() || !transaction.body().account().equals(signer)) {
        throw new MalformedException(at, "must be an empty transaction of " + signer);
      }
      empty.add(transaction);
      nonces.add(transaction.body().nonce());
    }
    List<Hash32> cancelled = new ArrayList<>();
    for (ReceivedBid bid : waiting) {
      if (bid.bid().body().bid().orElseThrow().exclusiveGroup() == group) {
        Nonce nonce = bid.bid().body().nonce();
        if (!nonces.contains(nonce)) {
          throw new MalformedException(
              own.at("cancellations"),
              "lack one with channel %d, sequence %d, for bid %s"
                  .formatted(nonce.channel(), nonce.sequence(), bid.bid().hash()));
        }
        cancelled.add(bid.bid().hash());
      }
    }
    return new Cancellation(empty, cancelled);
  }
}
