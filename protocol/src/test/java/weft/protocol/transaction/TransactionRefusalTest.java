package weft.protocol.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.protocol.transaction.WireBodies.ADDRESS;
import static weft.protocol.transaction.WireBodies.ONE;
import static weft.protocol.transaction.WireBodies.PACKAGE;
import static weft.protocol.transaction.WireBodies.ZERO_ADDRESS;
import static weft.protocol.transaction.WireBodies.accepted;
import static weft.protocol.transaction.WireBodies.action;
import static weft.protocol.transaction.WireBodies.bid;
import static weft.protocol.transaction.WireBodies.body;
import static weft.protocol.transaction.WireBodies.bundle;
import static weft.protocol.transaction.WireBodies.change;
import static weft.protocol.transaction.WireBodies.changed;
import static weft.protocol.transaction.WireBodies.envelope;
import static weft.protocol.transaction.WireBodies.filled;
import static weft.protocol.transaction.WireBodies.join;
import static weft.protocol.transaction.WireBodies.market;
import static weft.protocol.transaction.WireBodies.mechanism;
import static weft.protocol.transaction.WireBodies.oneOfEachAction;
import static weft.protocol.transaction.WireBodies.parameter;
import static weft.protocol.transaction.WireBodies.payload;
import static weft.protocol.transaction.WireBodies.seal;
import static weft.protocol.transaction.WireBodies.sponsorship;
import static weft.protocol.transaction.WireBodies.submit;
import static weft.protocol.transaction.WireBodies.terms;
import static weft.protocol.transaction.WireBodies.transfer;
import static weft.protocol.transaction.WireBodies.upgrade;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import weft.primitives.Bytes;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.wire.AddBond;
import weft.protocol.wire.AnnounceUpgrade;
import weft.protocol.wire.Bid;
import weft.protocol.wire.Bundle;
import weft.protocol.wire.ChangeRollup;
import weft.protocol.wire.Claim;
import weft.protocol.wire.CloseRollup;
import weft.protocol.wire.CloseSponsorship;
import weft.protocol.wire.Deferral;
import weft.protocol.wire.JoinValidators;
import weft.protocol.wire.MarketTerms;
import weft.protocol.wire.Modules;
import weft.protocol.wire.Pricing;
import weft.protocol.wire.RegisterRollup;
import weft.protocol.wire.Reporters;
import weft.protocol.wire.SealBid;
import weft.protocol.wire.SetSponsorship;
import weft.protocol.wire.Signal;
import weft.protocol.wire.SignedTransaction;
import weft.protocol.wire.Submit;
import weft.protocol.wire.Transfer;
import weft.protocol.wire.Uint128;

/// Each refusal of form, from messages that the generated classes wrote: those know no rules.
class TransactionRefusalTest {
  @Test
  void messagesOfThisTestAreAcceptedAsTheyAre() {
    assertAccepted(body().build());
    for (weft.protocol.wire.Action action : oneOfEachAction()) {
      assertAccepted(body().addActions(action).build());
    }
  }

  @Test
  void unknownFieldIsRefusedInEachMessage() throws InvalidProtocolBufferException {
    List<String> refused = new ArrayList<>();
    for (weft.protocol.wire.Action action : oneOfEachAction()) {
      Message whole = body().setMaxFee(ONE).addActions(action).build();
      forEachWithUnknownField(
          whole,
          changed -> {
            Refusal refusal = refusalOfBody(changed);
            assertThat(refusal.code()).as("%s", refusal).isEqualTo(RefusalCode.UNKNOWN_FIELD);
            assertThat(refusal.field()).startsWith("body").endsWith(", field 99");
            refused.add(refusal.field());
          });
    }
    assertThat(refused)
        .contains(
            "body, field 99",
            "body.max_fee, field 99",
            "body.actions[0], field 99",
            "body.actions[0].submit, field 99",
            "body.actions[0].submit.payloads[1], field 99",
            "body.actions[0].bundle.entries[0].payload, field 99",
            "body.actions[0].register_rollup.terms.gas.min_base_fee_per_gas, field 99",
            "body.actions[0].register_rollup.terms.market.mechanisms[1].mechanism, field 99");
    Refusal ofEnvelope =
        refusalOfEnvelope(envelope(body().build()).toBuilder().setUnknownFields(field99()).build());
    assertThat(ofEnvelope.code()).isEqualTo(RefusalCode.UNKNOWN_FIELD);
    assertThat(ofEnvelope.field()).isEqualTo("transaction, field 99");
  }

  @Test
  void unknownFieldBeforeKnownOnesIsNamedToo() {
    Bytes unknownFirst =
        Bytes.concat(Bytes.fromHex("980601"), TransactionCodecTest.serialized(body().build()));
    assertThat(refusal(TransactionCodec.decodeBody(unknownFirst)).field())
        .isEqualTo("body, field 99");
  }

  @Test
  void onlyTheOneCanonicalEncodingIsAccepted() {
    Bytes canonical = TransactionCodecTest.serialized(body().build());
    assertMalformed(Bytes.concat(canonical, Bytes.fromHex("0801")), "a field twice, out of order");
    assertMalformed(Bytes.concat(Bytes.fromHex("0807"), canonical), "a field twice, in order");
    assertMalformed(replaced(canonical, "0807", "088700"), "a longer varint");
    assertMalformed(replaced(canonical, "2864", "18002864"), "a default value written out");
    assertMalformed(replaced(canonical, "2864", "2864300042"), "cut off");
    assertMalformed(
        Bytes.concat(canonical, Bytes.fromHex("4200")), "an amount of zero written out");
    assertMalformed(Bytes.concat(canonical, Bytes.fromHex("4204")), "a length beyond the end");
    assertMalformed(Bytes.concat(canonical, Bytes.fromHex("42ffffffff0f")), "a huge length");
    assertMalformed(Bytes.concat(canonical, Bytes.fromHex("00")), "field number 0");
    assertMalformed(Bytes.concat(canonical, Bytes.fromHex("5dffffffff")), "another wire type");
    assertMalformed(replaced(canonical, "0807", "08ffffffffffffffffff02"), "more than 64 bits");
    assertMalformed(
        replaced(canonical, "0807", "08ffffffffffffffffffff01"), "eleven bytes of varint");
  }

  @Test
  void envelopeHasOneEncodingToo() {
    SignedTransaction good = envelope(body().build());
    Bytes bytes = TransactionCodecTest.serialized(good);
    Bytes twice = Bytes.concat(bytes, Bytes.fromHex("1001"));
    assertThat(refusal(TransactionCodec.decode(twice)).code()).isEqualTo(RefusalCode.MALFORMED);
    assertThat(refusal(TransactionCodec.decode(Bytes.EMPTY)).field())
        .isEqualTo("transaction.scheme");
    assertThat(refusal(TransactionCodec.decode(bytes.slice(0, bytes.size() - 1))).code())
        .isEqualTo(RefusalCode.MALFORMED);
  }

  @Test
  void envelopeNeedsSchemeAndWellFormedSignature() {
    SignedTransaction good = envelope(body().build());
    Refusal noScheme =
        refusalOfEnvelope(
            good.toBuilder()
                .setScheme(weft.protocol.wire.SignatureScheme.SIGNATURE_SCHEME_UNSPECIFIED)
                .build());
    assertThat(noScheme.field()).isEqualTo("transaction.scheme");
    Refusal otherScheme = refusalOfEnvelope(good.toBuilder().setSchemeValue(3).build());
    assertThat(otherScheme.code()).isEqualTo(RefusalCode.INVALID_FIELD);
    byte[] highV = good.getSignature().toByteArray();
    highV[64] = 1;
    for (ByteString bad :
        List.of(
            ByteString.EMPTY,
            good.getSignature().substring(1),
            ByteString.copyFrom(highV),
            ByteString.copyFrom(filled(65, 0xff)))) {
      Refusal refusal = refusalOfEnvelope(good.toBuilder().setSignature(bad).build());
      assertThat(refusal.code()).isEqualTo(RefusalCode.BAD_SIGNATURE);
      assertThat(refusal.field()).isEqualTo("transaction.signature");
    }
  }

  @Test
  void sizesAndCountsAreBounded() {
    Bytes huge = Bytes.wrap(new byte[TransactionLimits.MAX_TRANSACTION_BYTES + 1]);
    assertCode(TransactionCodec.decode(huge), RefusalCode.TRANSACTION_TOO_LARGE, "transaction");
    assertCode(TransactionCodec.decodeBody(huge), RefusalCode.TRANSACTION_TOO_LARGE, "body");
    assertRefused(
        submit(b -> b.setPayloads(0, payload(TransactionLimits.MAX_PAYLOAD_BYTES + 1))),
        RefusalCode.PAYLOAD_TOO_LARGE,
        "body.actions[0].submit.payloads[0].data");
    weft.protocol.wire.TransactionBody.Builder manyActions = body();
    for (int i = 0; i <= TransactionLimits.MAX_ACTIONS; i++) {
      manyActions.addActions(oneOfEachAction().get(8));
    }
    assertRefused(manyActions.build(), RefusalCode.TOO_MANY_ACTIONS, "body.actions");
    assertAccepted(manyActions.removeActions(0).build());
  }

  @Test
  void payloadsAreCountedOverAllActions() {
    weft.protocol.wire.Action.Builder many = weft.protocol.wire.Action.newBuilder();
    many.getSubmitBuilder().setRollup("amm");
    for (int i = 0; i < TransactionLimits.MAX_PAYLOADS; i++) {
      many.getSubmitBuilder().addPayloads(payload(1));
    }
    assertAccepted(body().addActions(many).build());
    for (int second = 0; second < 2; second++) {
      assertRefused(
          body().addActions(many).addActions(oneOfEachAction().get(second)).build(),
          RefusalCode.TOO_MANY_PAYLOADS,
          second == 0 ? "body.actions[1].submit.payloads" : "body.actions[1].bundle.entries");
    }
  }

  @Test
  void fieldsOfTheBodyAreChecked() {
    assertInvalid(body().setChainId(0).build(), "body.chain_id");
    assertInvalid(body().setChainId(1L << 53).build(), "body.chain_id");
    assertInvalid(body().setAccount(ByteString.EMPTY).build(), "body.account");
    assertInvalid(body().setAccount(ADDRESS.substring(1)).build(), "body.account");
    assertInvalid(body().setAccount(ZERO_ADDRESS).build(), "body.account");
    assertInvalid(body().setChannel(Long.MIN_VALUE).build(), "body.channel");
    assertInvalid(body().setSequence(-1).build(), "body.sequence");
    assertInvalid(body().setLastHeight(0).build(), "body.last_height");
    assertInvalid(body().setLastHeight(-1).build(), "body.last_height");
    assertInvalid(body().setLastTimeMs(-1).build(), "body.last_time_ms");
    assertInvalid(body().setFeeAsset("").build(), "body.fee_asset");
    assertInvalid(body().setFeeAsset("Weft").build(), "body.fee_asset");
    assertInvalid(body().setFeeAsset("a".repeat(17)).build(), "body.fee_asset");
    assertInvalid(body().setTip(ONE).build(), "body.tip");
    assertInvalid(body().setSponsor(ZERO_ADDRESS).build(), "body.sponsor");
    assertInvalid(body().setSponsor(ADDRESS.substring(1)).build(), "body.sponsor");
    assertInvalid(
        body().addActions(weft.protocol.wire.Action.getDefaultInstance()).build(),
        "body.actions[0]");
  }

  @Test
  void fieldsOfSubmitAndBundleAreChecked() {
    assertInvalid(submit(b -> b.setRollup("am")), "body.actions[0].submit.rollup");
    assertInvalid(submit(b -> b.setRollup("a".repeat(33))), "body.actions[0].submit.rollup");
    assertInvalid(submit(b -> b.setRollup("a m")), "body.actions[0].submit.rollup");
    assertInvalid(submit(Submit.Builder::clearPayloads), "body.actions[0].submit.payloads");
    assertInvalid(
        submit(b -> b.setPayloads(1, payload(0))), "body.actions[0].submit.payloads[1].data");
    assertInvalid(
        submit(b -> b.setPayloads(1, payload(1).toBuilder().setGasLimit(-1))),
        "body.actions[0].submit.payloads[1].gas_limit");
    assertInvalid(bundle(Bundle.Builder::clearEntries), "body.actions[0].bundle.entries");
    assertInvalid(
        bundle(b -> b.getEntriesBuilder(0).setRollup("")),
        "body.actions[0].bundle.entries[0].rollup");
    assertInvalid(
        bundle(b -> b.getEntriesBuilder(0).clearPayload()),
        "body.actions[0].bundle.entries[0].payload");
  }

  @Test
  void fieldsOfMoneyActionsAreChecked() {
    assertInvalid(transfer(b -> b.setTo(ZERO_ADDRESS)), "body.actions[0].transfer.to");
    assertInvalid(transfer(b -> b.setAsset("")), "body.actions[0].transfer.asset");
    assertInvalid(transfer(Transfer.Builder::clearAmount), "body.actions[0].transfer.amount");
    assertInvalid(
        action(a -> a.setClaim(Claim.newBuilder().setAsset("?"))), "body.actions[0].claim.asset");
    assertInvalid(
        sponsorship(SetSponsorship.Builder::clearMaxPerBlock),
        "body.actions[0].set_sponsorship.max_per_block");
    assertInvalid(
        sponsorship(SetSponsorship.Builder::clearMaxPerSender),
        "body.actions[0].set_sponsorship.max_per_sender");
    assertInvalid(
        sponsorship(SetSponsorship.Builder::clearMaxTotal),
        "body.actions[0].set_sponsorship.max_total");
    assertInvalid(sponsorship(b -> b.setRollup("-")), "body.actions[0].set_sponsorship.rollup");
    assertInvalid(
        action(a -> a.setCloseSponsorship(CloseSponsorship.newBuilder().setRollup("X"))),
        "body.actions[0].close_sponsorship.rollup");
  }

  @Test
  void fieldsOfValidatorActionsAreChecked() {
    String join = "body.actions[0].join_validators";
    ByteString other = ByteString.copyFrom(filled(48, 1));
    assertInvalid(join(b -> b.setConsensusKey(other)), join + ".consensus_key");
    assertInvalid(join(JoinValidators.Builder::clearConsensusKey), join + ".consensus_key");
    assertInvalid(join(b -> b.setConsensusProof(other)), join + ".consensus_proof");
    assertInvalid(join(b -> b.setBlsKey(other)), join + ".bls_key");
    assertInvalid(join(b -> b.setBlsKey(ADDRESS)), join + ".bls_key");
    assertInvalid(join(b -> b.setPossession(other)), join + ".possession");
    assertInvalid(
        join(b -> b.setPossession(ByteString.copyFrom(filled(96, 1)))), join + ".possession");
    assertInvalid(join(JoinValidators.Builder::clearBond), join + ".bond");
    assertInvalid(
        action(a -> a.setAddBond(AddBond.getDefaultInstance())), "body.actions[0].add_bond.amount");
  }

  @Test
  void fieldsOfBondsForBidsAreChecked() {
    String bond = "body.actions[0].bond_bids";
    assertInvalid(changed(15, a -> a.getBondBidsBuilder().setAsset("?")), bond + ".asset");
    assertInvalid(changed(15, a -> a.getBondBidsBuilder().clearAmount()), bond + ".amount");
    String unbond = "body.actions[0].unbond_bids";
    assertInvalid(changed(16, a -> a.getUnbondBidsBuilder().clearAsset()), unbond + ".asset");
    assertInvalid(changed(16, a -> a.getUnbondBidsBuilder().clearAmount()), unbond + ".amount");
  }

  @Test
  void fieldsOfReportsAreChecked() {
    String report = "body.actions[0].report_signals";
    int last = oneOfEachAction().size() - 1;
    assertAccepted(changed(last, _ -> {}));
    assertInvalid(
        changed(last, a -> a.getReportSignalsBuilder().setRollup("?")), report + ".rollup");
    assertInvalid(
        changed(last, a -> a.getReportSignalsBuilder().clearHeight()), report + ".height");
    assertInvalid(changed(last, a -> a.getReportSignalsBuilder().setGas(-1)), report + ".gas");
    assertInvalid(
        changed(last, a -> a.getReportSignalsBuilder().setReceiptsRoot(ADDRESS)),
        report + ".receipts_root");
    assertAccepted(
        changed(
            last, a -> a.getReportSignalsBuilder().clearVolume().clearGas().clearReceiptsRoot()));
  }

  @Test
  void fieldsOfBidsAreChecked() {
    String bid = "body.actions[0].bid";
    List<String> descending = PACKAGE.reversed();
    assertInvalid(bid(Bid.Builder::clearRollups), bid + ".rollups");
    assertInvalid(bid(b -> b.clearRollups().addAllRollups(descending)), bid + ".rollups");
    assertInvalid(bid(b -> b.addRollups(PACKAGE.getLast())), bid + ".rollups");
    assertInvalid(bid(b -> b.setRollups(0, "?")), bid + ".rollups");
    List<String> many = new ArrayList<>();
    for (int i = 0; i <= TransactionLimits.MAX_BID_ROLLUPS; i++) {
      many.add("rollup-" + i);
    }
    many.sort(Comparator.comparing(RollupId::of));
    assertInvalid(bid(b -> b.clearSplit().clearRollups().addAllRollups(many)), bid + ".rollups");
    assertAccepted(
        bid(b -> b.clearSplit().clearRollups().addAllRollups(many.subList(0, many.size() - 1))));
    assertInvalid(bid(Bid.Builder::clearTransactions), bid + ".transactions");
    assertInvalid(bid(b -> b.addTransactions(b.getTransactions(0))), bid + ".transactions");
    assertInvalid(bid(b -> b.addTransactions(ADDRESS)), bid + ".transactions");
    assertAccepted(bid(b -> addTransactions(b, TransactionLimits.MAX_BID_TRANSACTIONS - 2)));
    assertInvalid(
        bid(b -> addTransactions(b, TransactionLimits.MAX_BID_TRANSACTIONS - 1)),
        bid + ".transactions");
    assertInvalid(bid(b -> b.setAsset("?")), bid + ".asset");
    assertInvalid(bid(b -> b.clearSplit().clearAmount()), bid + ".amount");
    assertInvalid(bid(b -> b.setFirstHeight(-1)), bid + ".first_height");
    assertInvalid(bid(b -> b.setExclusiveGroup(-1)), bid + ".exclusive_group");
    assertAccepted(bid(b -> b.clearFirstHeight().clearExclusiveGroup().clearBudget().clearSplit()));
    assertInvalid(bid(b -> b.removeSplit(2)), bid + ".split");
    assertInvalid(bid(b -> b.addSplit(ONE)), bid + ".split");
    assertInvalid(bid(b -> b.setSplit(2, ONE)), bid + ".split");
    assertInvalid(bid(b -> b.setSplit(1, ONE)), bid + ".split");
    Uint128 most = Uint128.newBuilder().setHigh(-1).setLow(-1).build();
    assertInvalid(bid(b -> b.setAmount(most).setSplit(2, most)), bid + ".split");
  }

  @Test
  void sealsAndSaltsAreChecked() {
    String seal = "body.actions[0].seal_bid";
    assertInvalid(seal(SealBid.Builder::clearCommitment), seal + ".commitment");
    assertInvalid(seal(s -> s.setCommitment(ADDRESS)), seal + ".commitment");
    assertInvalid(seal(s -> s.setAsset("?")), seal + ".asset");
    assertInvalid(seal(SealBid.Builder::clearDeposit), seal + ".deposit");
    assertAccepted(bid(Bid.Builder::clearSalt));
    assertInvalid(bid(b -> b.setSalt(ADDRESS)), "body.actions[0].bid.salt");
    String market = "body.actions[0].register_rollup.terms.market";
    assertAccepted(market(MarketTerms.Builder::clearBids));
    assertInvalid(market(m -> m.setBidsValue(2)), market + ".bids");
  }

  @Test
  void orderFlowOfBidsIsChecked() {
    String flow = "body.actions[0].bid.order_flow";
    assertAccepted(bid(b -> b.addOrderFlow(flow(0, 60)).addOrderFlow(flow(1, 40))));
    assertInvalid(
        bid(b -> b.addOrderFlow(flow(0, 60)).addOrderFlow(flow(1, 41))), flow + "[1].percent");
    assertInvalid(
        bid(b -> b.addOrderFlow(flow(1, 1)).addOrderFlow(flow(1, 1))), flow + "[1].transaction");
    assertInvalid(
        bid(b -> b.addOrderFlow(flow(1, 1)).addOrderFlow(flow(0, 1))), flow + "[1].transaction");
    assertInvalid(bid(b -> b.addOrderFlow(flow(2, 1))), flow + "[0].transaction");
    assertInvalid(bid(b -> b.addOrderFlow(flow(-1, 1))), flow + "[0].transaction");
    assertInvalid(bid(b -> b.addOrderFlow(flow(0, 0))), flow + "[0].percent");
    assertInvalid(bid(b -> b.addOrderFlow(flow(0, 101))), flow + "[0].percent");
    assertInvalid(
        bid(b -> b.addOrderFlow(flow(0, 1).toBuilder().clearRecipient())), flow + "[0].recipient");
  }

  private static weft.protocol.wire.OrderFlow flow(int transaction, int percent) {
    return weft.protocol.wire.OrderFlow.newBuilder()
        .setTransaction(transaction)
        .setRecipient(ADDRESS)
        .setPercent(percent)
        .build();
  }

  @Test
  void refundTermsStandOnceBesidePayloads() {
    weft.protocol.wire.Action submit = oneOfEachAction().get(0);
    weft.protocol.wire.Action claim = oneOfEachAction().get(8);
    weft.protocol.wire.Action asks = refundTerms(90);
    assertAccepted(body().addActions(asks).addActions(submit).build());
    assertInvalid(
        body().addActions(claim).addActions(asks).build(), "body.actions[1].refund_terms");
    assertInvalid(
        body().addActions(asks).addActions(submit).addActions(asks).build(),
        "body.actions[2].refund_terms");
    assertInvalid(
        body().addActions(refundTerms(101)).addActions(submit).build(),
        "body.actions[0].refund_terms.percent");
    assertInvalid(
        body().addActions(refundTerms(0)).addActions(submit).build(),
        "body.actions[0].refund_terms.percent");
  }

  @Test
  void aModuleIsRegisteredOnceAndHasABoundedSize() {
    assertAccepted(body().addActions(module(1)).build());
    assertAccepted(body().addActions(module(weft.protocol.mechanism.Modules.MAX_BYTES)).build());
    String field = "body.actions[0].register_module.code";
    assertInvalid(body().addActions(module(0)).build(), field);
    assertInvalid(
        body().addActions(module(weft.protocol.mechanism.Modules.MAX_BYTES + 1)).build(), field);
    assertInvalid(
        body().addActions(module(1)).addActions(module(2)).build(),
        "body.actions[1].register_module");
  }

  private static weft.protocol.wire.Action module(int bytes) {
    return weft.protocol.wire.Action.newBuilder()
        .setRegisterModule(
            weft.protocol.wire.RegisterModule.newBuilder()
                .setCode(ByteString.copyFrom(new byte[bytes])))
        .build();
  }

  private static weft.protocol.wire.Action refundTerms(int percent) {
    return weft.protocol.wire.Action.newBuilder()
        .setRefundTerms(
            weft.protocol.wire.RefundTerms.newBuilder().setRecipient(ADDRESS).setPercent(percent))
        .build();
  }

  private static void addTransactions(Bid.Builder bid, int count) {
    for (int i = 0; i < count; i++) {
      bid.addTransactions(ByteString.copyFrom(filled(32, 10 + i)));
    }
  }

  @Test
  void bidStandsAlone() {
    weft.protocol.wire.Action bid = oneOfEachAction().get(17);
    weft.protocol.wire.Action claim = oneOfEachAction().get(8);
    assertAccepted(body().addActions(bid).build());
    assertInvalid(body().addActions(bid).addActions(claim).build(), "body.actions[0].bid");
    assertInvalid(body().addActions(claim).addActions(bid).build(), "body.actions[1].bid");
    assertInvalid(body().addActions(bid).addActions(bid).build(), "body.actions[0].bid");
  }

  @Test
  void onlyInPackageStandsOnceBesidePayloads() {
    weft.protocol.wire.Action.Builder only = weft.protocol.wire.Action.newBuilder();
    only.getOnlyInPackageBuilder();
    weft.protocol.wire.Action submit = oneOfEachAction().get(0);
    weft.protocol.wire.Action bundle = oneOfEachAction().get(1);
    weft.protocol.wire.Action claim = oneOfEachAction().get(8);
    assertAccepted(body().addActions(only).addActions(submit).build());
    assertAccepted(body().addActions(bundle).addActions(claim).addActions(only).build());
    assertInvalid(body().addActions(only).build(), "body.actions[0].only_in_package");
    assertInvalid(
        body().addActions(claim).addActions(only).build(), "body.actions[1].only_in_package");
    assertInvalid(
        body().addActions(only).addActions(submit).addActions(only).build(),
        "body.actions[2].only_in_package");
  }

  @Test
  void tagOfTwoBytesHasOneEncoding() {
    Bytes good = TransactionCodecTest.serialized(changed(15, _ -> {}));
    assertAccepted(changed(15, _ -> {}));
    // An action's length, then the tag and the length of its field 16.
    assertMalformed(replaced(good, "5a0d82010a", "5a0e8281000a"), "a longer tag");
    assertMalformed(replaced(good, "5a0d82010a", "5a0182"), "a tag that is cut off");
    assertMalformed(replaced(good, "5a0d82010a", "5a0d80010a"), "another wire type");
    Bytes beyond = replaced(good, "5a0d82010a", "5a0dc2010a");
    assertThat(refusal(TransactionCodec.decodeBody(beyond)).field())
        .isEqualTo("body.actions[0], field 24");
  }

  @Test
  void transactionJoinsTheValidatorsOnce() {
    weft.protocol.wire.Action join = oneOfEachAction().get(10);
    assertInvalid(
        body().addActions(join).addActions(join).build(), "body.actions[1].join_validators");
  }

  @Test
  void fieldsOfTermsAreChecked() {
    String terms = "body.actions[0].register_rollup.terms";
    assertInvalid(
        action(a -> a.setRegisterRollup(RegisterRollup.newBuilder().setName("amm"))), terms);
    assertInvalid(terms(t -> t.setPayee(ZERO_ADDRESS)), terms + ".payee");
    assertInvalid(
        terms(t -> t.setPolicy(weft.protocol.wire.Policy.POLICY_UNSPECIFIED)), terms + ".policy");
    assertInvalid(terms(t -> t.setPolicyValue(3)), terms + ".policy");
    assertInvalid(terms(t -> t.setAcceptedFeeAssets(0, "?")), terms + ".accepted_fee_assets");
    assertInvalid(terms(t -> t.addAcceptedFeeAssets("weft")), terms + ".accepted_fee_assets");
    assertInvalid(terms(t -> t.addAcceptedFeeAssets("")), terms + ".accepted_fee_assets");
    assertInvalid(terms(t -> t.setMaxBytesPerBlock(0)), terms + ".max_bytes_per_block");
    assertInvalid(terms(t -> t.setMetadataUrl("a\nb")), terms + ".metadata_url");
    assertInvalid(terms(t -> t.setMetadataUrl("é")), terms + ".metadata_url");
    assertInvalid(terms(t -> t.setMetadataUrl("u".repeat(257))), terms + ".metadata_url");
    assertInvalid(
        terms(t -> t.getGasBuilder().setTargetPerBlock(0)), terms + ".gas.target_per_block");
    assertInvalid(terms(t -> t.getGasBuilder().setCapPerBlock(0)), terms + ".gas.cap_per_block");
    assertInvalid(terms(t -> t.getGasBuilder().setCapPerBlock(9)), terms + ".gas.cap_per_block");
    assertInvalid(terms(t -> t.addSubmitters(ADDRESS)), terms + ".submitters");
    assertInvalid(terms(t -> t.addSubmitters(ByteString.EMPTY)), terms + ".submitters");
    assertInvalid(
        terms(
            t -> {
              for (int i = 0; i < TransactionLimits.MAX_SUBMITTERS; i++) {
                t.addSubmitters(ByteString.copyFrom(filled(20, 9)));
              }
            }),
        terms + ".submitters");
    assertInvalid(
        terms(
            t -> {
              for (int i = 0; i < TransactionLimits.MAX_FEE_ASSETS; i++) {
                t.addAcceptedFeeAssets("asset" + i);
              }
            }),
        terms + ".accepted_fee_assets");
  }

  @Test
  void fieldsOfMarketTermsAreChecked() {
    String market = "body.actions[0].register_rollup.terms.market";
    assertInvalid(market(MarketTerms.Builder::clearMechanisms), market + ".mechanisms");
    assertInvalid(market(m -> many(m, 7)), market + ".mechanisms");
    assertAccepted(market(m -> many(m, 6)));
    assertInvalid(
        market(m -> m.addMechanisms(m.getMechanisms(0).toBuilder().setWeight(9))),
        market + ".mechanisms[2].mechanism");
    assertInvalid(
        market(m -> m.getMechanismsBuilder(1).clearMechanism()),
        market + ".mechanisms[1].mechanism");
    assertInvalid(
        market(m -> m.getMechanismsBuilder(1).clearWeight()), market + ".mechanisms[1].weight");
    String mechanism = market + ".mechanisms[1].mechanism";
    assertInvalid(mechanism(m -> m.clearNodeBudget()), mechanism + ".node_budget");
    assertInvalid(mechanism(m -> m.setNodeBudget(-1)), mechanism + ".node_budget");
    assertInvalid(mechanism(m -> m.clearPricing()), mechanism + ".pricing");
    assertInvalid(mechanism(m -> m.setPricingValue(5)), mechanism + ".pricing");
    assertInvalid(mechanism(m -> m.setSharingValue(8)), mechanism + ".sharing");
    assertInvalid(mechanism(m -> m.setRefundsValue(4)), mechanism + ".refunds");
    assertModulesAndDeferralAreChecked(mechanism);
    assertInvalid(market(m -> m.setAsset("?")), market + ".asset");
    assertAccepted(market(MarketTerms.Builder::clearReserve));
    assertInvalid(market(m -> m.addPartners("east")), market + ".partners");
    assertInvalid(market(m -> m.addPartners("?")), market + ".partners");
    assertInvalid(market(m -> m.addExcluded("north")), market + ".excluded");
    assertInvalid(market(m -> m.addExcluded("")), market + ".excluded");
    assertReportersAreChecked(market + ".reporters");
    List<String> partners = new ArrayList<>();
    for (int i = 0; i < TransactionLimits.MAX_PARTNERS; i++) {
      partners.add("rollup-" + i);
    }
    assertAccepted(market(m -> m.clearPartners().addAllPartners(partners)));
    assertAccepted(market(m -> m.clearExcluded().addAllExcluded(partners)));
    assertInvalid(market(m -> m.addAllPartners(partners)), market + ".partners");
    assertInvalid(market(m -> m.addAllExcluded(partners)), market + ".excluded");
  }

  private static void assertReportersAreChecked(String reporters) {
    Reporters.Builder two =
        Reporters.newBuilder()
            .addAddresses(ADDRESS)
            .addAddresses(ByteString.copyFrom(filled(20, 9)))
            .setThreshold(2);
    assertAccepted(market(m -> m.setReporters(two)));
    assertInvalid(
        market(m -> m.setReporters(two.clone().clearAddresses())), reporters + ".addresses");
    assertInvalid(
        market(m -> m.setReporters(two.clone().addAddresses(ADDRESS))), reporters + ".addresses");
    assertInvalid(
        market(m -> m.setReporters(two.clone().setAddresses(0, ByteString.EMPTY))),
        reporters + ".addresses");
    for (int threshold : new int[] {0, 3}) {
      assertInvalid(
          market(m -> m.setReporters(two.clone().setThreshold(threshold))),
          reporters + ".threshold");
    }
    Reporters.Builder many = two.clone();
    for (int i = 2; i < TransactionLimits.MAX_REPORTERS; i++) {
      many.addAddresses(ByteString.copyFrom(filled(20, 10 + i)));
    }
    assertAccepted(market(m -> m.setReporters(many)));
    assertInvalid(
        market(m -> m.setReporters(many.clone().addAddresses(ByteString.copyFrom(filled(20, 99))))),
        reporters + ".addresses");
  }

  private static void assertModulesAndDeferralAreChecked(String mechanism) {
    ByteString id = ByteString.fromHex("11".repeat(32));
    Modules modules = Modules.newBuilder().setSharing(id).setFuel(10_000_000).build();
    assertAccepted(mechanism(m -> m.setModules(modules)));
    assertAccepted(mechanism(m -> m.setModules(modules.toBuilder().setSelection(id))));
    for (Modules.Builder wrong :
        List.of(
            modules.toBuilder().clearSharing(),
            modules.toBuilder().setSharing(ByteString.fromHex("11")),
            modules.toBuilder().setSharing(ByteString.copyFrom(new byte[32])))) {
      assertInvalid(mechanism(m -> m.setModules(wrong)), mechanism + ".modules.sharing");
    }
    assertInvalid(
        mechanism(m -> m.setModules(modules.toBuilder().setSelection(ByteString.fromHex("11")))),
        mechanism + ".modules.selection");
    for (long fuel : new long[] {0, 10_000_001}) {
      assertInvalid(
          mechanism(m -> m.setModules(modules.toBuilder().setFuel(fuel))),
          mechanism + ".modules.fuel");
    }
    Deferral deferral =
        Deferral.newBuilder()
            .setPermille(1_000)
            .setSignal(Signal.SIGNAL_GAS)
            .setDeadlineBlocks(1_000_000)
            .build();
    assertAccepted(mechanism(m -> m.setDeferral(deferral)));
    for (int permille : new int[] {0, 1_001}) {
      assertInvalid(
          mechanism(m -> m.setDeferral(deferral.toBuilder().setPermille(permille))),
          mechanism + ".deferral.permille");
    }
    assertInvalid(
        mechanism(m -> m.setDeferral(deferral.toBuilder().setSignalValue(3))),
        mechanism + ".deferral.signal");
    for (long blocks : new long[] {0, 1_000_001}) {
      assertInvalid(
          mechanism(m -> m.setDeferral(deferral.toBuilder().setDeadlineBlocks(blocks))),
          mechanism + ".deferral.deadline_blocks");
    }
  }

  private static void many(MarketTerms.Builder market, int count) {
    for (int i = 0; i < count; i++) {
      market.addMechanisms(accepted(Pricing.PRICING_FIRST));
      market
          .getMechanismsBuilder(market.getMechanismsCount() - 1)
          .getMechanismBuilder()
          .setNodeBudget(i + 1);
    }
  }

  @Test
  void fieldsOfChangesAreChecked() {
    assertInvalid(change(ChangeRollup.Builder::clearTerms), "body.actions[0].change_rollup.terms");
    assertInvalid(
        change(c -> c.setNewOwner(ZERO_ADDRESS)), "body.actions[0].change_rollup.new_owner");
    assertInvalid(
        change(ChangeRollup.Builder::clearActivationHeight),
        "body.actions[0].change_rollup.activation_height");
    assertInvalid(
        action(a -> a.setCloseRollup(CloseRollup.newBuilder().setRollup("amm"))),
        "body.actions[0].close_rollup.activation_height");
    assertInvalid(parameter(p -> p.setName("")), "body.actions[0].change_parameter.name");
    assertInvalid(parameter(p -> p.setName("a b")), "body.actions[0].change_parameter.name");
    assertInvalid(
        parameter(p -> p.setName("a".repeat(65))), "body.actions[0].change_parameter.name");
    assertInvalid(
        parameter(p -> p.setValue("v".repeat(257))), "body.actions[0].change_parameter.value");
    assertInvalid(parameter(p -> p.setValue("\u007f")), "body.actions[0].change_parameter.value");
    assertInvalid(
        parameter(p -> p.setActivationHeight(0)),
        "body.actions[0].change_parameter.activation_height");
    String announce = "body.actions[0].announce_upgrade";
    assertInvalid(upgrade(u -> u.setName("")), announce + ".name");
    assertInvalid(upgrade(u -> u.setName("a b")), announce + ".name");
    assertInvalid(upgrade(u -> u.setName("a".repeat(65))), announce + ".name");
    assertInvalid(
        upgrade(AnnounceUpgrade.Builder::clearActivationHeight), announce + ".activation_height");
    assertInvalid(upgrade(u -> u.setHash(ADDRESS)), announce + ".hash");
    assertInvalid(upgrade(AnnounceUpgrade.Builder::clearHash), announce + ".hash");
  }

  /// Hands on the message with field 99 added to it, then to each message inside it in turn.
  private static void forEachWithUnknownField(Message message, Consumer<Message> consumer) {
    consumer.accept(message.toBuilder().setUnknownFields(field99()).build());
    message
        .getAllFields()
        .forEach(
            (field, value) -> {
              if (value instanceof Message inner) {
                forEachWithUnknownField(
                    inner,
                    changed ->
                        consumer.accept(message.toBuilder().setField(field, changed).build()));
              } else if (value instanceof List<?> list) {
                for (int i = 0; i < list.size(); i++) {
                  int at = i;
                  if (list.get(i) instanceof Message inner) {
                    forEachWithUnknownField(
                        inner,
                        changed ->
                            consumer.accept(
                                message.toBuilder().setRepeatedField(field, at, changed).build()));
                  }
                }
              }
            });
  }

  private static UnknownFieldSet field99() {
    return UnknownFieldSet.newBuilder()
        .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
        .build();
  }

  private static Bytes replaced(Bytes bytes, String hex, String byHex) {
    assertThat(bytes.toHex()).containsOnlyOnce(hex);
    return Bytes.fromHex(bytes.toHex().replace(hex, byHex));
  }

  private static void assertAccepted(Message body) {
    Checked<TransactionBody> checked =
        TransactionCodec.decodeBody(TransactionCodecTest.serialized(body));
    assertThat(checked).isInstanceOf(Checked.Ok.class);
  }

  private static void assertMalformed(Bytes body, String why) {
    assertThat(refusal(TransactionCodec.decodeBody(body)).code())
        .as(why)
        .isEqualTo(RefusalCode.MALFORMED);
  }

  private static void assertInvalid(Message body, String field) {
    assertRefused(body, RefusalCode.INVALID_FIELD, field);
  }

  private static void assertRefused(Message body, RefusalCode code, String field) {
    assertCode(TransactionCodec.decodeBody(TransactionCodecTest.serialized(body)), code, field);
  }

  private static void assertCode(Checked<?> checked, RefusalCode code, String field) {
    Refusal refusal = refusal(checked);
    assertThat(refusal.code()).as("%s", refusal).isEqualTo(code);
    assertThat(refusal.field()).as("%s", refusal).isEqualTo(field);
    assertThat(refusal.limit()).as("%s", refusal).isNotEmpty();
    assertThat(refusal.message()).contains(field);
  }

  private static Refusal refusalOfBody(Message body) {
    return refusal(TransactionCodec.decodeBody(TransactionCodecTest.serialized(body)));
  }

  private static Refusal refusalOfEnvelope(Message envelope) {
    return refusal(TransactionCodec.decode(TransactionCodecTest.serialized(envelope)));
  }

  private static Refusal refusal(Checked<?> checked) {
    if (checked instanceof Checked.Refused<?> refused) {
      return refused.refusal();
    }
    throw new AssertionError("accepted: " + checked);
  }
}
