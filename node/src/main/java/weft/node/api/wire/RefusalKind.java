package weft.node.api.wire;

import weft.protocol.refusal.RefusalCode;

/// What sort of "no" a refusal is: the coarse status that HTTP and gRPC put before the code.
public enum RefusalKind {
  /// The request itself is wrong, whatever the state.
  BAD_REQUEST(400),
  /// The account may not do this.
  FORBIDDEN(403),
  NOT_FOUND(404),
  METHOD_NOT_ALLOWED(405),
  TIMEOUT(408),
  /// It is there already.
  CONFLICT(409),
  TOO_LARGE(413),
  UNSUPPORTED_MEDIA_TYPE(415),
  /// Well formed, but the present state does not allow it.
  UNPROCESSABLE(422),
  /// This client uses too much.
  TOO_MANY(429),
  /// A fault of the node.
  FAULT(500),
  /// The node cannot take it now.
  UNAVAILABLE(503);

  private final int httpStatus;

  RefusalKind(int httpStatus) {
    this.httpStatus = httpStatus;
  }

  public int httpStatus() {
    return httpStatus;
  }

  public static RefusalKind of(RefusalCode code) {
    return switch (code) {
      case MALFORMED,
          MALFORMED_REQUEST,
          UNKNOWN_FIELD,
          INVALID_FIELD,
          TOO_MANY_ACTIONS,
          TOO_MANY_PAYLOADS,
          WRONG_CHAIN,
          BAD_SIGNATURE ->
          BAD_REQUEST;
      case SUBMITTER_NOT_ALLOWED, NOT_OWNER, NOT_GOVERNANCE -> FORBIDDEN;
      case ROLLUP_NOT_FOUND,
          MODULE_NOT_FOUND,
          SPONSORSHIP_NOT_FOUND,
          VALIDATOR_NOT_FOUND,
          TRANSACTION_NOT_FOUND,
          HEIGHT_NOT_FOUND,
          LANE_BLOCK_NOT_FOUND,
          NOT_FOUND ->
          NOT_FOUND;
      case METHOD_NOT_ALLOWED -> METHOD_NOT_ALLOWED;
      case REQUEST_TIMEOUT -> TIMEOUT;
      case NONCE_USED,
          NAME_TAKEN,
          CHANGE_PENDING,
          VALIDATOR_EXISTS,
          ALREADY_APPROVED,
          MODULE_EXISTS,
          REPLACED,
          CANCELLED ->
          CONFLICT;
      case TRANSACTION_TOO_LARGE, PAYLOAD_TOO_LARGE, REQUEST_TOO_LARGE -> TOO_LARGE;
      case UNSUPPORTED_MEDIA_TYPE -> UNSUPPORTED_MEDIA_TYPE;
      case EXPIRED,
          VALIDITY_TOO_LONG,
          NONCE_TOO_FAR,
          TOO_MANY_CHANNELS,
          FEE_ASSET_NOT_ACCEPTED,
          FEE_TOO_LOW,
          INSUFFICIENT_FUNDS,
          SPONSORSHIP_EXHAUSTED,
          SPONSORSHIP_NOT_APPLICABLE,
          ROLLUP_CLOSED,
          GAS_LIMIT_REQUIRED,
          GAS_LIMIT_NOT_ALLOWED,
          GAS_LIMIT_TOO_HIGH,
          LANE_BYTES_TOO_HIGH,
          TERMS_INVALID,
          ACTIVATION_TOO_SOON,
          NOTHING_TO_CLAIM,
          NOT_A_NETWORK,
          KEY_NOT_PROVEN,
          BOND_TOO_LOW,
          VALIDATOR_LEAVING,
          LAST_VALIDATOR,
          NOT_JAILED,
          STILL_JAILED,
          NOT_IN_PACKAGE,
          NOTHING_DEFERRED,
          NOT_REPORTER,
          ALREADY_REPORTED,
          BID_BOND_TOO_LOW,
          MODULE_REFUSED,
          TOO_MANY_MODULES,
          NOT_SEALED,
          SEAL_UNKNOWN,
          SEAL_OPEN,
          SEAL_TOO_LOW,
          TOO_MANY_SEALS,
          PARAMETER_UNKNOWN,
          PARAMETER_OUT_OF_RANGE,
          REPLACEMENT_FEE_TOO_LOW ->
          UNPROCESSABLE;
      case ACCOUNT_LIMIT, LANE_LIMIT, RATE_LIMITED, SLOW_READER, TOO_MANY_STREAMS -> TOO_MANY;
      case NODE_FAULT -> FAULT;
      case MEMPOOL_FULL,
          BLOCK_FULL,
          EVICTED,
          OVERLOADED,
          NODE_STOPPING,
          NODE_NOT_READY,
          NOT_ATTESTED ->
          UNAVAILABLE;
    };
  }
}
