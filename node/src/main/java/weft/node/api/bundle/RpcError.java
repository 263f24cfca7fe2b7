package weft.node.api.bundle;

import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;

/// A refusal as JSON-RPC has it.
///
/// @param code one of JSON-RPC 2.0; the refusal has ours
public record RpcError(int code, Refusal refusal) {
  public static final int NOT_JSON = -32_700;
  public static final int INVALID_REQUEST = -32_600;
  public static final int UNKNOWN_METHOD = -32_601;
  public static final int INVALID_PARAMETERS = -32_602;

  /// The request is right, and the node says no.
  public static final int REFUSED = -32_000;

  /// A refusal of a request that could be read.
  public static RpcError of(Refusal refusal) {
    return switch (refusal.code()) {
      case INVALID_FIELD, UNKNOWN_FIELD, MALFORMED -> new RpcError(INVALID_PARAMETERS, refusal);
      default -> new RpcError(REFUSED, refusal);
    };
  }

  /// The refusal of a method.
  public static RpcError unknownMethod(String method) {
    return new RpcError(
        UNKNOWN_METHOD,
        Refusal.of(
            RefusalCode.NOT_FOUND,
            "method",
            "eth_sendBundle, eth_cancelBundle, eth_sendPrivateTransaction",
            "there is no method " + method));
  }
}
