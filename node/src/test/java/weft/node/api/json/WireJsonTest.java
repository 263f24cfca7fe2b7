package weft.node.api.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.wire.Block;
import weft.protocol.wire.PayloadProof;
import weft.protocol.wire.Receipt;
import weft.protocol.wire.Rollup;
import weft.protocol.wire.TransactionBody;
import weft.protocol.wire.TransactionState;
import weft.protocol.wire.TransactionStatus;

/// Wire messages as JSON and back.
final class WireJsonTest {
  @Test
  void whatIsWrittenReadsBackTheSame() {
    List<Message> kinds =
        List.of(
            TransactionBody.getDefaultInstance(),
            Receipt.getDefaultInstance(),
            Rollup.getDefaultInstance(),
            Block.getDefaultInstance(),
            PayloadProof.getDefaultInstance());
    for (long seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      Message message = random(kinds.get(random.nextInt(kinds.size())), random, 0);
      String json = text(message);
      Message.Builder back = message.newBuilderForType();
      assertThat(read(json, back)).as("seed %s: %s", seed, json).isInstanceOf(Checked.Ok.class);
      assertThat(back.build()).as("seed %s: %s", seed, json).isEqualTo(message);
    }
  }

  @Test
  void valuesLookAsDocumented() {
    assertThat(
            text(
                Rollup.newBuilder()
                    .setName("amm-east")
                    .setOwner(ByteString.fromHex("5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"))
                    .setRollupId(ByteString.fromHex("00ff"))
                    .setLaneHeight(-1)
                    .setRegisteredHeight((1L << 53) - 1)
                    .build()))
        .isEqualTo(
            "{\"name\":\"amm-east\",\"rollupId\":\"0x00ff\","
                + "\"owner\":\"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed\","
                + "\"laneHeight\":\"18446744073709551615\",\"registeredHeight\":9007199254740991}");
    assertThat(text(Rollup.newBuilder().setLaneHeight(1L << 53).build()))
        .contains("\"laneHeight\":\"9007199254740992\"");
  }

  @Test
  void whatDoesNotApplyIsLeftOut() {
    TransactionStatus pending =
        TransactionStatus.newBuilder().setState(TransactionState.TRANSACTION_STATE_PENDING).build();
    assertThat(text(pending))
        .isEqualTo(
            "{\"state\":\"pending\",\"channel\":0,\"sequence\":0,\"receivedTimeMs\":0,"
                + "\"isWaiting\":false}");
  }

  @Test
  void wrongValuesAreRefusedByTheirPath() {
    assertRefused("{\"tip\":null}", RefusalCode.INVALID_FIELD, "tip");
    assertRefused("{\"tip\":1.5}", RefusalCode.INVALID_FIELD, "tip");
    assertRefused("{\"tip\":\"01x\"}", RefusalCode.INVALID_FIELD, "tip");
    assertRefused("{\"tip\":\"%s\"}".formatted("9".repeat(40)), RefusalCode.INVALID_FIELD, "tip");
    assertRefused("{\"channel\":18446744073709551616}", RefusalCode.INVALID_FIELD, "channel");
    assertRefused("{\"channel\":true}", RefusalCode.INVALID_FIELD, "channel");
    assertRefused("{\"actions\":{}}", RefusalCode.INVALID_FIELD, "actions");
    assertRefused("{\"actions\":[1]}", RefusalCode.INVALID_FIELD, "actions[0]");
    assertRefused("{\"account\":\"0x0\"}", RefusalCode.INVALID_FIELD, "account");
    assertRefused("{\"account\":\"00\"}", RefusalCode.INVALID_FIELD, "account");
    assertRefused("{\"Account\":\"0x\"}", RefusalCode.UNKNOWN_FIELD, "Account");
    assertRefused("{\"chain_id\":1}", RefusalCode.UNKNOWN_FIELD, "chain_id");
    assertRefused("{\"tip\":1,\"tip\":1}", RefusalCode.MALFORMED_REQUEST, "body");
    assertRefused("[]", RefusalCode.MALFORMED_REQUEST, "body");
    assertRefused("nonsense", RefusalCode.MALFORMED_REQUEST, "body");
    assertRefused("{\"tip\":", RefusalCode.MALFORMED_REQUEST, "body");
    assertRefused("{}{}", RefusalCode.MALFORMED_REQUEST, "body");
    assertRefused(
        "{\"actions\":%s".formatted("[".repeat(1_000)), RefusalCode.INVALID_FIELD, "actions[0]");
    assertRefused(
        "{\"%s\":1}".formatted("n".repeat(100_000)), RefusalCode.MALFORMED_REQUEST, "body");
    assertRefused(
        "{\"tip\":%s}".formatted("1".repeat(100_000)), RefusalCode.MALFORMED_REQUEST, "body");
  }

  @Test
  void aPathIsNamedAsJsonNamesIt() {
    assertThat(WireJson.fieldPath("body.actions[0].submit.gas_limit"))
        .isEqualTo("body.actions[0].submit.gasLimit");
  }

  private static void assertRefused(String json, RefusalCode code, String field) {
    Checked<Set<String>> read = read(json, TransactionBody.newBuilder());
    String shown = json.substring(0, Math.min(json.length(), 80));
    switch (read) {
      case Checked.Ok<Set<String>> _ -> throw new AssertionError("taken: " + shown);
      case Checked.Refused<Set<String>>(Refusal refusal) -> {
        assertThat(refusal.code()).as(shown + " " + refusal).isEqualTo(code);
        assertThat(refusal.field()).as(shown).isEqualTo(field);
        assertThat(refusal.message()).hasSizeLessThan(2_000);
      }
    }
  }

  private static Checked<Set<String>> read(String json, Message.Builder into) {
    return WireJsonReader.read(json.getBytes(StandardCharsets.UTF_8), into);
  }

  private static String text(Message message) {
    return new String(Json.bytes(out -> WireJson.write(message, out)), StandardCharsets.UTF_8);
  }

  /// A message in which about half of the fields are set.
  private static Message random(Message kind, Random random, int depth) {
    Message.Builder builder = kind.newBuilderForType();
    for (FieldDescriptor field : kind.getDescriptorForType().getFields()) {
      boolean taken =
          field.getContainingOneof() != null && builder.hasOneof(field.getContainingOneof());
      if (random.nextBoolean() || taken || depth > 4) {
        continue;
      }
      if (field.isRepeated()) {
        for (int i = random.nextInt(3); i > 0; i--) {
          builder.addRepeatedField(field, value(builder, field, random, depth));
        }
      } else {
        builder.setField(field, value(builder, field, random, depth));
      }
    }
    return builder.build();
  }

  private static Object value(
      Message.Builder parent, FieldDescriptor field, Random random, int depth) {
    return switch (field.getJavaType()) {
      case INT -> random.nextInt();
      case LONG -> random.nextLong() >> random.nextInt(64);
      case BOOLEAN -> random.nextBoolean();
      case STRING -> "text \"%s\"\n\u00e9".formatted(random.nextInt());
      case BYTE_STRING -> {
        byte[] bytes = new byte[JsonNames.isAddress(field) ? 20 : random.nextInt(40)];
        random.nextBytes(bytes);
        yield ByteString.copyFrom(bytes);
      }
      case ENUM -> {
        List<EnumValueDescriptor> values = field.getEnumType().getValues();
        yield values.get(1 + random.nextInt(values.size() - 1));
      }
      case MESSAGE -> random(parent.newBuilderForField(field).buildPartial(), random, depth + 1);
      case FLOAT, DOUBLE -> throw new IllegalStateException("no floating point");
    };
  }
}
