package weft.chain.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionBody;
import weft.protocol.transaction.TransactionCodec;
import weft.protocol.transaction.VerifiedTransaction;

/// A block's transactions, read.
///
/// @param bids bodies of those with a bid, ascending by hash
/// @param all bodies of all that can be read, by hash
record BlockContent(
    SortedMap<Hash32, TransactionBody> bids, SortedMap<Hash32, TransactionBody> all) {

  /// Reads the entries that are transactions.
  static BlockContent read(List<Bytes> entries, Findings findings) {
    BlockContent content = new BlockContent(new TreeMap<>(), new TreeMap<>());
    List<Hash32> order = new ArrayList<>();
    boolean bidsAreOver = false;
    for (int i = 0; i < entries.size(); i++) {
      switch (TransactionCodec.decode(entries.get(i))) {
        case Checked.Refused<Transaction>(Refusal refusal) ->
            findings.add("EXEC-6", "transaction " + i + " cannot be read: " + refusal.message());
        case Checked.Ok<Transaction>(Transaction transaction) -> {
          boolean isBid = transaction.body().bid().isPresent();
          findings.require(
              !isBid || !bidsAreOver, "EXEC-24", "a bid stands behind transaction " + (i - 1));
          bidsAreOver |= !isBid;
          content.add(transaction, order, findings);
        }
      }
    }
    for (int i = 1; i < order.size(); i++) {
      findings.require(
          order.get(i - 1).compareTo(order.get(i)) < 0,
          "EXEC-24",
          "bid " + order.get(i) + " does not rise above the one before it");
    }
    return content;
  }

  private void add(Transaction transaction, List<Hash32> bidsInOrder, Findings findings) {
    all.put(transaction.hash(), transaction.body());
    if (transaction.body().bid().isPresent()) {
      findings.require(
          VerifiedTransaction.verify(transaction).isPresent(),
          "EXEC-6",
          "bid " + transaction.hash() + " is not signed by its account");
      bids.put(transaction.hash(), transaction.body());
      bidsInOrder.add(transaction.hash());
    }
  }
}
