package weft.rollup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.receipt.Receipt;
import weft.protocol.refusal.Refusal;
import weft.protocol.state.StateProof;
import weft.protocol.transaction.RollupId;
import weft.rollup.client.ClaimedChange;

/// What a test told a [FakeNode] to do, and what the node counts.
final class FakeOrders {
  final List<RollupId> rollups = new CopyOnWriteArrayList<>();
  final List<Hash32> submitted = new CopyOnWriteArrayList<>();
  final AtomicInteger failing = new AtomicInteger();
  final AtomicInteger losing = new AtomicInteger();
  final AtomicInteger ranges = new AtomicInteger();
  final AtomicInteger streams = new AtomicInteger();
  final AtomicInteger headers = new AtomicInteger();
  volatile UnaryOperator<ProvenLaneBlock> lie = UnaryOperator.identity();
  volatile UnaryOperator<weft.protocol.wire.ProvenLaneBlock> wireLie = UnaryOperator.identity();
  volatile UnaryOperator<List<ProvenLaneBlock>> rangeLie = UnaryOperator.identity();
  volatile UnaryOperator<List<Bytes>> headersLie = UnaryOperator.identity();
  volatile UnaryOperator<List<ClaimedChange>> changeLie = UnaryOperator.identity();
  volatile int maxChanges = Integer.MAX_VALUE;
  final AtomicInteger changes = new AtomicInteger();
  volatile UnaryOperator<StateProof> stateLie = UnaryOperator.identity();
  volatile UnaryOperator<Receipt> receiptLie = UnaryOperator.identity();
  volatile int maxRange = Integer.MAX_VALUE;
  volatile long earliest = 1;
  volatile IntFunction<Optional<Refusal>> door = _ -> Optional.empty();
  volatile Optional<Refusal> silence = Optional.empty();
  final List<Runnable> held = new ArrayList<>();

  /// Guarded by [#held].
  boolean holding;

  volatile Runnable afterAccount = () -> {};
  volatile Runnable beforeAnswer = () -> {};
  volatile boolean closed;
}
