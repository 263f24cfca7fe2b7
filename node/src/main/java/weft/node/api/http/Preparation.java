package weft.node.api.http;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import weft.node.api.NodeServices;
import weft.node.api.answer.FeeAnswers;
import weft.node.api.answer.FeeEstimate;
import weft.node.api.answer.Steps;
import weft.node.api.json.WireJson;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hex;
import weft.protocol.codec.TransactionWire;
import weft.protocol.codec.WireFields;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.transaction.ReadableText;
import weft.protocol.transaction.SignatureScheme;
import weft.protocol.transaction.SigningDigest;
import weft.protocol.transaction.TransactionCodec;
import weft.protocol.transaction.TypedData;
import weft.protocol.wire.TransactionBody;

/// Turns a transaction written as JSON into what a wallet signs, so that no client needs protobuf.
///
/// Members that are left out and have an obvious value get it: the chain id, the channel's next
/// sequence, a last height ahead of the chain, the default asset as fee asset, and the suggested
/// maximum fee. The answer shows the whole transaction; whoever signs it should look at it.
final class Preparation {
  /// About ten seconds of blocks at the shortest interval.
  private static final long VALIDITY_BLOCKS = 100;

  private final NodeServices services;
  private final FeeAnswers fees;

  Preparation(NodeServices services, FeeAnswers fees) {
    this.services = services;
    this.fees = fees;
  }

  Reply prepare(Exchange exchange) throws IOException {
    TransactionBody.Builder body = TransactionBody.newBuilder();
    Checked<Set<String>> read = exchange.json(body);
    return switch (Steps.then(read, given -> complete(body, given))) {
      case Checked.Refused<Prepared>(Refusal refusal) -> new Reply.Refused(refusal);
      case Checked.Ok<Prepared>(Prepared prepared) ->
          Reply.json(out -> write(body.build(), prepared, out));
    };
  }

  private record Prepared(Bytes bytes, weft.protocol.transaction.TransactionBody body) {}

  private Checked<Prepared> complete(TransactionBody.Builder body, Set<String> given) {
    if (!given.contains("chainId")) {
      body.setChainId(services.genesis().chainId());
    }
    if (!given.contains("feeAsset")) {
      body.setFeeAsset(services.genesis().defaultAsset().name());
    }
    if (!given.contains("lastHeight")) {
      body.setLastHeight(services.store().head().height() + VALIDITY_BLOCKS);
    }
    if (!given.contains("sequence")) {
      body.setSequence(
          services
              .statuses()
              .nextPendingSequence(
                  WireFields.address(body.getAccount(), "account"),
                  WireFields.u64(body.getChannel(), "channel")));
    }
    return given.contains("maxFee") ? decode(body) : priced(body);
  }

  private Checked<Prepared> priced(TransactionBody.Builder body) {
    // An unpriced fee has the longest encoding, so that the estimate covers every price.
    body.setMaxFee(TransactionWire.toWire(Amount.MAX));
    return Steps.then(
        fees.ofBody(bytes(body)),
        (FeeEstimate estimate) -> {
          body.setMaxFee(TransactionWire.toWire(estimate.suggestedMaxFee()));
          return decode(body);
        });
  }

  private static Checked<Prepared> decode(TransactionBody.Builder body) {
    Bytes bytes = bytes(body);
    return Steps.map(TransactionCodec.decodeBody(bytes), decoded -> new Prepared(bytes, decoded));
  }

  private static Bytes bytes(TransactionBody.Builder body) {
    ByteString bytes = body.build().toByteString();
    return WireFields.bytes(bytes);
  }

  private static void write(TransactionBody body, Prepared prepared, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("body", hex(prepared.bytes()));
    out.writeName("typedData");
    out.writeRawValue(TypedData.json(prepared.bytes(), prepared.body()));
    out.writeStringProperty("text", ReadableText.of(prepared.bytes(), prepared.body()));
    out.writeObjectPropertyStart("digests");
    for (SignatureScheme scheme : SignatureScheme.values()) {
      out.writeStringProperty(
          scheme.id(), SigningDigest.of(scheme, prepared.bytes(), prepared.body()).toString());
    }
    out.writeEndObject();
    out.writeName("transaction");
    WireJson.write(body, out);
    out.writeEndObject();
  }

  private static String hex(Bytes bytes) {
    return Hex.encode0x(bytes.toArrayUnsafe());
  }
}
