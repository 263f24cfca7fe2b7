package weft.node.api.json;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.Set;
import weft.protocol.wire.NodeStatus;
import weft.protocol.wire.Refusal;
import weft.protocol.wire.Rollup;
import weft.protocol.wire.TransactionState;
import weft.protocol.wire.TransactionStatus;

/// Which fields of a message say something. Protobuf cannot tell a zero from nothing; a reader of
/// JSON should not see a height of 0 on a transaction that is still pending.
final class Relevance {
  private static final Set<String> SOFT_ONLY =
      Set.of("height", "block_time_ms", "index", "lanes", "fee", "fee_asset");

  /// What is not told of a transaction that is kept back.
  private static final Set<String> WHOSE = Set.of("account", "channel", "sequence");

  private Relevance() {}

  static boolean applies(Message message, FieldDescriptor field) {
    if (field.hasPresence()) {
      return message.hasField(field);
    }
    if (isEmpty(field, message)) {
      return false;
    }
    return switch (message) {
      case TransactionStatus status -> appliesToStatus(status, field.getName());
      case Refusal refusal ->
          !field.getName().equals("retry_after_ms") || refusal.getRetryAfterMs() != 0;
      case Rollup rollup ->
          !field.getName().equals("announced_height") || rollup.getAnnouncedHeight() != 0;
      case NodeStatus status -> appliesToNode(status, field.getName());
      default -> true;
    };
  }

  private static boolean appliesToNode(NodeStatus status, String field) {
    return switch (field) {
      case "validator" -> !status.getIsNetwork();
      case "validators_hash", "validator_count", "total_power" -> status.getIsNetwork();
      default -> true;
    };
  }

  private static boolean appliesToStatus(TransactionStatus status, String field) {
    if (SOFT_ONLY.contains(field)) {
      return status.getState() == TransactionState.TRANSACTION_STATE_SOFT;
    }
    if (field.equals("held_until_ms")) {
      return status.getHeldUntilMs() != 0;
    }
    if (WHOSE.contains(field)) {
      return status.getHeldUntilMs() == 0;
    }
    if (field.equals("is_waiting")) {
      return status.getState() == TransactionState.TRANSACTION_STATE_PENDING;
    }
    return !field.equals("waits_for_sequence") || status.getIsWaiting();
  }

  private static boolean isEmpty(FieldDescriptor field, Message message) {
    if (field.isRepeated()) {
      return false;
    }
    Object value = message.getField(field);
    boolean isUnspecified = value instanceof EnumValueDescriptor choice && choice.getNumber() == 0;
    return isUnspecified || value.equals("") || value.equals(ByteString.EMPTY);
  }
}
