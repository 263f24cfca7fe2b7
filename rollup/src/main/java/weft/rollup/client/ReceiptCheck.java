package weft.rollup.client;

import java.util.LinkedHashSet;
import weft.primitives.Address;
import weft.primitives.Hash32;
import weft.primitives.Signature;
import weft.protocol.receipt.Receipt;

/// Verifies receipts, one signature recovery per batch of the node instead of one per receipt. Safe
/// for any number of threads.
final class ReceiptCheck {
  private static final int REMEMBERED = 256;

  private final LinkedHashSet<Verified> remembered = new LinkedHashSet<>();

  private record Verified(Address node, Hash32 batchRoot, Signature signature) {}

  boolean isTrue(Receipt receipt) {
    Verified batch = new Verified(receipt.node(), receipt.batchRoot(), receipt.signature());
    synchronized (remembered) {
      if (remembered.contains(batch)) {
        return true;
      }
    }
    if (!receipt.verify()) {
      return false;
    }
    synchronized (remembered) {
      if (remembered.add(batch) && remembered.size() > REMEMBERED) {
        remembered.removeFirst();
      }
    }
    return true;
  }
}
