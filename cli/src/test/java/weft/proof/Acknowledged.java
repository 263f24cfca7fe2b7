package weft.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import weft.primitives.Hash32;
import weft.protocol.receipt.Receipt;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionState;
import weft.protocol.status.TransactionStatus;
import weft.rollup.client.Envelope;
import weft.rollup.client.NodeException;
import weft.rollup.client.Submitted;
import weft.rollup.client.WeftClient;

/// What nodes answered to a load: every receipt, everything that they said they have, and answers
/// that an honest node never gives to a sound load.
public final class Acknowledged {
  private static final long BETWEEN_QUESTIONS_NS = 20_000_000;

  private final Map<Hash32, Receipt> receipts = new ConcurrentHashMap<>();
  private final Set<Hash32> taken = ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
  private final Set<RefusalCode> passing;

  /// Of a load that one node gets in order.
  public Acknowledged() {
    this(Set.of());
  }

  /// @param passing what is refused with these is sent again
  public Acknowledged(Set<RefusalCode> passing) {
    this.passing = Set.copyOf(passing);
  }

  /// Receipts by transaction.
  public Map<Hash32, Receipt> receipts() {
    return receipts;
  }

  /// Everything that a node said it has, receipts included.
  public Set<Hash32> taken() {
    return taken;
  }

  /// Answers that an honest node never gives.
  public List<String> faults() {
    return List.copyOf(faults);
  }

  public boolean isSound() {
    return faults.isEmpty();
  }

  /// Submits what has no answer yet.
  ///
  /// @return what still has none and is to be sent again
  public List<Envelope> submit(WeftClient client, List<Envelope> open) {
    List<Submitted> answers = client.transactions().submitBatch(open);
    List<Envelope> again = new ArrayList<>();
    for (int i = 0; i < open.size(); i++) {
      Envelope envelope = open.get(i);
      switch (answers.get(i)) {
        case Submitted.Accepted(Receipt receipt) -> {
          receipts.put(envelope.hash(), receipt);
          taken.add(envelope.hash());
        }
        case Submitted.AlreadyKnown _ -> taken.add(envelope.hash());
        case Submitted.Unknown _ -> again.add(envelope);
        case Submitted.Refused(var refusal) -> {
          if (refusal.retryAfterMs() > 0 || passing.contains(refusal.code())) {
            again.add(envelope);
          } else if (refusal.code() == RefusalCode.NONCE_USED && isSoft(client, envelope)) {
            // It was sent before, its answer got lost, and it is in a block by now.
            taken.add(envelope.hash());
          } else {
            faults.add(refusal + " for " + envelope.hash());
          }
        }
      }
    }
    return again;
  }

  /// Asks the node that refused it, which therefore has it in a block.
  private static boolean isSoft(WeftClient client, Envelope envelope) {
    while (true) {
      try {
        return client.transactions().status(envelope.hash())
                instanceof Checked.Ok<TransactionStatus>(TransactionStatus status)
            && status.state() == TransactionState.SOFT;
      } catch (NodeException away) {
        LockSupport.parkNanos(BETWEEN_QUESTIONS_NS);
      }
    }
  }
}
