package weft.node.api.http;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import weft.engine.cometbft.rpc.LightBlockRpc;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;

/// What a joining node's engine asks by JSON-RPC, so that nobody needs the engine's own port.
final class LightBlockRoutes {
  private final Optional<LightBlockRpc> lightBlocks;

  LightBlockRoutes(Optional<LightBlockRpc> lightBlocks) {
    this.lightBlocks = lightBlocks;
  }

  List<Route> routes() {
    return List.of(Route.post(LightBlockRpc.PATH, this::answer));
  }

  private Reply answer(Exchange exchange) throws IOException {
    if (lightBlocks.isEmpty()) {
      return new Reply.Refused(
          Refusal.of(RefusalCode.NOT_FOUND, "", "", "this node runs no engine of a network"));
    }
    return switch (exchange.jsonBytes()) {
      case Checked.Ok<byte[]>(byte[] question) ->
          new Reply.Content("application/json", lightBlocks.get().answer(question));
      case Checked.Refused<byte[]>(Refusal refusal) -> new Reply.Refused(refusal);
    };
  }
}
