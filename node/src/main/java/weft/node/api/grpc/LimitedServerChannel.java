package weft.node.api.grpc;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.List;
import weft.node.api.limit.ClientAddress;
import weft.node.api.limit.Slots;

/// A listening socket that closes connections over the limits as soon as they are accepted, before
/// anything is set up for them.
final class LimitedServerChannel extends NioServerSocketChannel {
  private final Slots connections;

  LimitedServerChannel(Slots connections) {
    this.connections = connections;
  }

  @Override
  protected int doReadMessages(List<Object> accepted) throws Exception {
    int before = accepted.size();
    int count = super.doReadMessages(accepted);
    for (int i = accepted.size() - 1; i >= before; i--) {
      if (accepted.get(i) instanceof Channel connection && !keeps(connection)) {
        accepted.remove(i);
      }
    }
    return count;
  }

  private boolean keeps(Channel connection) {
    return switch (connections.take(ClientAddress.of(connection.remoteAddress()))) {
      case Slots.Slot slot -> {
        var _ = connection.closeFuture().addListener(_ -> slot.close());
        yield true;
      }
      case Slots.Full _ -> {
        connection.unsafe().closeForcibly();
        yield false;
      }
    };
  }
}
