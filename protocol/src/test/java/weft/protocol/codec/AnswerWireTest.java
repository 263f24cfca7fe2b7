package weft.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import weft.primitives.Amount;
import weft.primitives.MalformedException;
import weft.protocol.StatusGen;
import weft.protocol.TransactionGen;
import weft.protocol.receipt.Receipt;
import weft.protocol.refusal.Refusal;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.RollupTerms;
import weft.protocol.wire.MarketTerms;
import weft.protocol.wire.Mechanism;
import weft.protocol.wire.TransactionState;

class AnswerWireTest {

  @Test
  void receiptsSurviveTheWayOverTheWire() throws InvalidProtocolBufferException {
    for (long seed = 0; seed < 100; seed++) {
      Receipt receipt = new StatusGen(seed).receipt();
      ByteString sent = ReceiptWire.toWire(receipt).toByteString();
      Receipt back = ReceiptWire.fromWire(weft.protocol.wire.Receipt.parseFrom(sent));
      assertThat(back).as("seed %s", seed).isEqualTo(receipt);
      assertThat(back.verify()).isTrue();
    }
  }

  @Test
  void refusalsSurviveTheWayOverTheWire() throws InvalidProtocolBufferException {
    for (long seed = 0; seed < 500; seed++) {
      Refusal refusal = new StatusGen(seed).refusal();
      ByteString sent = RefusalWire.toWire(refusal).toByteString();
      assertThat(RefusalWire.fromWire(weft.protocol.wire.Refusal.parseFrom(sent)))
          .as("seed %s", seed)
          .isEqualTo(refusal);
    }
  }

  @Test
  void statusesSurviveTheWayOverTheWire() throws InvalidProtocolBufferException {
    for (long seed = 0; seed < 500; seed++) {
      TransactionStatus status = new StatusGen(seed).status();
      ByteString sent = StatusWire.toWire(status).toByteString();
      assertThat(StatusWire.fromWire(weft.protocol.wire.TransactionStatus.parseFrom(sent)))
          .as("seed %s", seed)
          .isEqualTo(status);
    }
  }

  @Test
  void termsAndAmountsSurviveTheWayOverTheWire() throws InvalidProtocolBufferException {
    for (long seed = 0; seed < 500; seed++) {
      TransactionGen gen = new TransactionGen(seed);
      RollupTerms terms = gen.terms();
      ByteString sent = TransactionWire.toWire(terms).toByteString();
      assertThat(TransactionWire.fromWire(weft.protocol.wire.RollupTerms.parseFrom(sent)))
          .as("seed %s", seed)
          .isEqualTo(terms);
      Amount amount = gen.amount(0);
      assertThat(TransactionWire.fromWire(TransactionWire.toWire(amount))).isEqualTo(amount);
    }
  }

  @Test
  void badReceiptsAreNamed() {
    weft.protocol.wire.Receipt good = ReceiptWire.toWire(new StatusGen(1).receipt());
    assertMalformed(
        () -> ReceiptWire.fromWire(good.toBuilder().clearProof().build()), "receipt.proof");
    assertMalformed(
        () -> ReceiptWire.fromWire(good.toBuilder().clearNode().build()), "receipt.node");
    assertMalformed(
        () -> ReceiptWire.fromWire(good.toBuilder().setReceivedTimeMs(-1).build()),
        "receipt.received_time_ms");
    assertMalformed(
        () -> ReceiptWire.fromWire(good.toBuilder().setLastHeight(-1).build()),
        "receipt.last_height");
    assertMalformed(
        () -> ReceiptWire.fromWire(good.toBuilder().clearTransactionHash().build()),
        "receipt.transaction_hash");
    assertMalformed(
        () -> ReceiptWire.fromWire(good.toBuilder().clearSignature().build()), "receipt.signature");
  }

  @Test
  void badRefusalsAreNamed() {
    weft.protocol.wire.Refusal good = RefusalWire.toWire(new StatusGen(1).refusal());
    assertMalformed(
        () -> RefusalWire.fromWire(good.toBuilder().setCode("no-such-code").build()),
        "refusal.code");
    assertMalformed(
        () -> RefusalWire.fromWire(good.toBuilder().setRetryAfterMs(-1).build()),
        "refusal.retry_after_ms");
    assertMalformed(
        () -> RefusalWire.fromWire(good.toBuilder().setRequiredMaxFee("-1").build()),
        "refusal.required_max_fee");
  }

  @Test
  void badStatusesAreNamed() {
    weft.protocol.wire.TransactionStatus good =
        StatusWire.toWire(
            new TransactionStatus(
                new TransactionGen(1).hash(),
                new TransactionGen(1).address(),
                new Nonce(1, 2),
                3,
                new TransactionStatus.Pending(OptionalLong.of(4))));
    assertMalformed(
        () -> StatusWire.fromWire(good.toBuilder().clearTransactionHash().build()),
        "status.transaction_hash");
    assertMalformed(
        () -> StatusWire.fromWire(good.toBuilder().clearAccount().build()), "status.account");
    assertMalformed(
        () -> StatusWire.fromWire(good.toBuilder().setChannel(-1).build()), "status.channel");
    assertMalformed(
        () -> StatusWire.fromWire(good.toBuilder().setSequence(-1).build()), "status.sequence");
    assertMalformed(
        () -> StatusWire.fromWire(good.toBuilder().clearState().build()), "status.state");
    assertMalformed(
        () -> StatusWire.fromWire(good.toBuilder().setHeight(5).build()), "status.state");
    weft.protocol.wire.TransactionStatus.Builder soft =
        good.toBuilder().setState(TransactionState.TRANSACTION_STATE_SOFT);
    assertMalformed(() -> StatusWire.fromWire(soft.build()), "status.fee");
    assertMalformed(() -> StatusWire.fromWire(soft.setFee("1").build()), "status.fee_asset");
    soft.setFeeAsset("weft").addLanesBuilder().setRollup("?");
    assertMalformed(() -> StatusWire.fromWire(soft.build()), "lanes.rollup");
    assertMalformed(
        () ->
            StatusWire.fromWire(
                good.toBuilder()
                    .setState(TransactionState.TRANSACTION_STATE_REFUSED)
                    .setReasonCode("?")
                    .build()),
        "status.reason_code");
  }

  @Test
  void badTermsAreNamed() {
    weft.protocol.wire.RollupTerms good = TransactionWire.toWire(new TransactionGen(1).terms());
    assertMalformed(
        () -> TransactionWire.fromWire(good.toBuilder().clearPayee().build()), "terms.payee");
    assertMalformed(
        () -> TransactionWire.fromWire(good.toBuilder().clearPolicy().build()), "terms.policy");
    assertMalformed(
        () -> TransactionWire.fromWire(good.toBuilder().addAcceptedFeeAssets("?").build()),
        "terms.accepted_fee_assets");
    assertMalformed(
        () -> TransactionWire.fromWire(good.toBuilder().setMaxBytesPerBlock(-1).build()),
        "terms.max_bytes_per_block");
    assertMalformed(
        () -> TransactionWire.fromWire(good.toBuilder().addSubmitters(ByteString.EMPTY).build()),
        "terms.submitters");
  }

  @Test
  void badMarketTermsAreNamed() {
    RollupTerms terms = new TransactionGen(1).terms();
    weft.protocol.wire.RollupTerms good =
        TransactionWire.toWire(terms.withMarket(Optional.of(new TransactionGen(1).market())));
    assertBadMarket(good, market -> market.setAsset("?"), "asset");
    assertBadMarket(good, market -> market.addPartners("?"), "partners");
    assertBadMarket(good, market -> market.addExcluded("?"), "excluded");
    assertBadMarket(good, market -> market.setBidsValue(2), "bids");
    assertBadMarket(
        good, market -> market.getMechanismsBuilder(0).setWeight(-1), "mechanisms.weight");
    assertBadMechanism(good, mechanism -> mechanism.clearNodeBudget(), "node_budget");
    assertBadMechanism(good, mechanism -> mechanism.setPricingValue(9), "pricing");
    assertBadMechanism(good, mechanism -> mechanism.clearSharing(), "sharing");
    assertBadMechanism(good, mechanism -> mechanism.clearRefunds(), "refunds");
  }

  private static void assertBadMechanism(
      weft.protocol.wire.RollupTerms good, Consumer<Mechanism.Builder> change, String field) {
    assertBadMarket(
        good,
        market -> change.accept(market.getMechanismsBuilder(0).getMechanismBuilder()),
        "mechanisms." + field);
  }

  private static void assertBadMarket(
      weft.protocol.wire.RollupTerms good, Consumer<MarketTerms.Builder> change, String field) {
    weft.protocol.wire.RollupTerms.Builder bad = good.toBuilder();
    change.accept(bad.getMarketBuilder());
    assertMalformed(() -> TransactionWire.fromWire(bad.build()), "terms.market." + field);
  }

  private static void assertMalformed(ThrowingCallable fromWire, String field) {
    assertThatThrownBy(fromWire)
        .isInstanceOfSatisfying(
            MalformedException.class, e -> assertThat(e.field()).isEqualTo(field));
  }
}
