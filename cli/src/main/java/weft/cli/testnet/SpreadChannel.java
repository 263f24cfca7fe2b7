package weft.cli.testnet;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// One channel to a whole network: each call goes to a node at random, among those that are up. A
/// call that fails there and is tried again goes to another one.
final class SpreadChannel extends ManagedChannel {
  private static final int WINDOW_BYTES = 4 << 20;

  private final List<ManagedChannel> channels;
  private final IntPredicate isUp;

  /// @param targets `host:port` of each node
  /// @param isUp whether the node of an index can be asked; if none is, any of them is asked
  SpreadChannel(List<String> targets, IntPredicate isUp) {
    this.channels =
        targets.stream()
            .<ManagedChannel>map(
                target ->
                    NettyChannelBuilder.forTarget(target)
                        .usePlaintext()
                        .flowControlWindow(WINDOW_BYTES)
                        .build())
            .toList();
    this.isUp = isUp;
  }

  @Override
  public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
    int[] up = IntStream.range(0, channels.size()).filter(isUp).toArray();
    ThreadLocalRandom random = ThreadLocalRandom.current();
    int chosen = up.length == 0 ? random.nextInt(channels.size()) : up[random.nextInt(up.length)];
    return channels.get(chosen).newCall(method, options);
  }

  @Override
  public String authority() {
    return channels.getFirst().authority();
  }

  /// Whether one of them has trouble, so that who waits for that tries to connect anew.
  @Override
  public ConnectivityState getState(boolean requestConnection) {
    return channels.stream().map(each -> each.getState(requestConnection)).anyMatch(this::isTrouble)
        ? ConnectivityState.TRANSIENT_FAILURE
        : ConnectivityState.READY;
  }

  private boolean isTrouble(ConnectivityState state) {
    return state == ConnectivityState.TRANSIENT_FAILURE;
  }

  @Override
  public void resetConnectBackoff() {
    channels.forEach(ManagedChannel::resetConnectBackoff);
  }

  @Override
  public ManagedChannel shutdown() {
    channels.forEach(ManagedChannel::shutdown);
    return this;
  }

  @Override
  public ManagedChannel shutdownNow() {
    channels.forEach(ManagedChannel::shutdownNow);
    return this;
  }

  @Override
  public boolean isShutdown() {
    return channels.stream().allMatch(ManagedChannel::isShutdown);
  }

  @Override
  public boolean isTerminated() {
    return channels.stream().allMatch(ManagedChannel::isTerminated);
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    long deadlineNs = System.nanoTime() + unit.toNanos(timeout);
    for (ManagedChannel each : channels) {
      if (!each.awaitTermination(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return false;
      }
    }
    return true;
  }
}
