package weft.protocol.transaction;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import weft.primitives.BlsPrivateKey;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.primitives.Signature;
import weft.protocol.wire.AcceptedMechanism;
import weft.protocol.wire.AnnounceUpgrade;
import weft.protocol.wire.Bid;
import weft.protocol.wire.Bids;
import weft.protocol.wire.Bundle;
import weft.protocol.wire.BundleEntry;
import weft.protocol.wire.ChangeParameter;
import weft.protocol.wire.ChangeRollup;
import weft.protocol.wire.JoinValidators;
import weft.protocol.wire.MarketTerms;
import weft.protocol.wire.Mechanism;
import weft.protocol.wire.Pricing;
import weft.protocol.wire.Refunds;
import weft.protocol.wire.SealBid;
import weft.protocol.wire.SetSponsorship;
import weft.protocol.wire.Sharing;
import weft.protocol.wire.SignedTransaction;
import weft.protocol.wire.Submit;
import weft.protocol.wire.Transfer;
import weft.protocol.wire.Uint128;

/// Bodies and envelopes of the generated classes, good ones and changed ones: those know no rules.
final class WireBodies {

  static final ByteString ADDRESS = ByteString.copyFrom(filled(20, 7));
  static final ByteString OTHER_ADDRESS = ByteString.copyFrom(filled(20, 8));
  static final ByteString ZERO_ADDRESS = ByteString.copyFrom(new byte[20]);
  static final Uint128 ONE = Uint128.newBuilder().setLow(1).build();
  static final Signature SIGNATURE = PrivateKey.fromSeed(Bytes.utf8("any")).sign(Hash32.ZERO);

  private static final BlsPrivateKey BLS_KEY = BlsPrivateKey.fromSeed(Bytes.utf8("any"));

  /// Three rollups, ascending by id.
  static final List<String> PACKAGE =
      Stream.of("amm-east", "amm-west", "amm-north")
          .map(RollupId::of)
          .sorted()
          .map(RollupId::name)
          .toList();

  private WireBodies() {}

  static weft.protocol.wire.TransactionBody.Builder body() {
    return weft.protocol.wire.TransactionBody.newBuilder()
        .setChainId(7)
        .setAccount(ADDRESS)
        .setLastHeight(100)
        .setFeeAsset("weft");
  }

  static List<weft.protocol.wire.Action> oneOfEachAction() {
    List<Consumer<weft.protocol.wire.Action.Builder>> setters =
        List.of(
            a ->
                a.getSubmitBuilder()
                    .setRollup("amm")
                    .addPayloads(payload(3))
                    .addPayloads(payload(4).toBuilder().setGasLimit(5)),
            a ->
                a.getBundleBuilder()
                    .addEntries(BundleEntry.newBuilder().setRollup("amm").setPayload(payload(3))),
            a -> a.getTransferBuilder().setTo(ADDRESS).setAsset("weft").setAmount(ONE),
            a -> a.getRegisterRollupBuilder().setName("amm").setTerms(goodTerms()),
            a ->
                a.getChangeRollupBuilder()
                    .setRollup("amm")
                    .setTerms(goodTerms())
                    .setNewOwner(ADDRESS)
                    .setActivationHeight(5),
            a -> a.getCloseRollupBuilder().setRollup("amm").setActivationHeight(5),
            a ->
                a.getSetSponsorshipBuilder()
                    .setRollup("amm")
                    .setMaxPerBlock(ONE)
                    .setMaxPerSender(ONE)
                    .setMaxTotal(ONE),
            a -> a.getCloseSponsorshipBuilder().setRollup("amm"),
            a -> a.getClaimBuilder().setAsset("weft"),
            a ->
                a.getChangeParameterBuilder()
                    .setName("fees.target")
                    .setValue("5")
                    .setActivationHeight(5),
            a ->
                a.getJoinValidatorsBuilder()
                    .setConsensusKey(ByteString.copyFrom(filled(32, 1)))
                    .setConsensusProof(ByteString.copyFrom(filled(64, 1)))
                    .setBlsKey(ByteString.copyFrom(BLS_KEY.publicKey().bytes().toArray()))
                    .setPossession(ByteString.copyFrom(BLS_KEY.provePossession().bytes().toArray()))
                    .setBond(ONE),
            a -> a.getAddBondBuilder().setAmount(ONE),
            a -> a.getLeaveValidatorsBuilder(),
            a -> a.getUnjailBuilder(),
            a ->
                a.getAnnounceUpgradeBuilder()
                    .setName("v2")
                    .setActivationHeight(5)
                    .setHash(ByteString.copyFrom(filled(32, 9))),
            a -> a.getBondBidsBuilder().setAsset("weft").setAmount(ONE),
            a -> a.getUnbondBidsBuilder().setAsset("weft").setAmount(ONE),
            a ->
                a.getBidBuilder()
                    .addAllRollups(PACKAGE)
                    .addTransactions(ByteString.copyFrom(filled(32, 1)))
                    .addTransactions(ByteString.copyFrom(filled(32, 2)))
                    .setAsset("weft")
                    .setAmount(Uint128.newBuilder().setLow(3))
                    .setFirstHeight(5)
                    .setExclusiveGroup(7)
                    .setBudget(ONE)
                    .addSplit(ONE)
                    .addSplit(Uint128.newBuilder().setLow(2))
                    .addSplit(Uint128.getDefaultInstance())
                    .setSalt(ByteString.copyFrom(filled(32, 3))),
            a ->
                a.getSealBidBuilder()
                    .setCommitment(ByteString.copyFrom(filled(32, 4)))
                    .setAsset("weft")
                    .setDeposit(ONE),
            a ->
                a.getReportSignalsBuilder()
                    .setRollup("amm")
                    .setHeight(5)
                    .setVolume(ONE)
                    .setGas(7)
                    .setReceiptsRoot(ByteString.copyFrom(filled(32, 3))));
    List<weft.protocol.wire.Action> actions = new ArrayList<>();
    for (Consumer<weft.protocol.wire.Action.Builder> setter : setters) {
      weft.protocol.wire.Action.Builder action = weft.protocol.wire.Action.newBuilder();
      setter.accept(action);
      actions.add(action.build());
    }
    return actions;
  }

  static weft.protocol.wire.RollupTerms.Builder goodTerms() {
    weft.protocol.wire.RollupTerms.Builder terms =
        weft.protocol.wire.RollupTerms.newBuilder()
            .setPayee(ADDRESS)
            .setPolicy(weft.protocol.wire.Policy.POLICY_FIRST_COME)
            .addAcceptedFeeAssets("weft")
            .setMaxBytesPerBlock(1000)
            .setMetadataUrl("https://amm.example/weft.json")
            .addSubmitters(ADDRESS)
            .addSubmitters(OTHER_ADDRESS);
    terms.getGasBuilder().setTargetPerBlock(10).setCapPerBlock(20).setMinBaseFeePerGas(ONE);
    terms
        .getMarketBuilder()
        .addMechanisms(accepted(Pricing.PRICING_FIRST))
        .addMechanisms(accepted(Pricing.PRICING_CORE))
        .setAsset("weft")
        .setReserve(ONE)
        .addPartners("east")
        .addPartners("west")
        .addExcluded("north")
        .setBids(Bids.BIDS_SEALED);
    return terms;
  }

  static AcceptedMechanism.Builder accepted(Pricing pricing) {
    AcceptedMechanism.Builder accepted = AcceptedMechanism.newBuilder().setWeight(3);
    accepted
        .getMechanismBuilder()
        .setNodeBudget(1000)
        .setPricing(pricing)
        .setSharing(Sharing.SHARING_NUCLEOLUS)
        .setRefunds(Refunds.REFUNDS_NONE);
    return accepted;
  }

  static weft.protocol.wire.Payload payload(int size) {
    return weft.protocol.wire.Payload.newBuilder()
        .setData(ByteString.copyFrom(filled(size, 1)))
        .build();
  }

  static Message action(Consumer<weft.protocol.wire.Action.Builder> change) {
    weft.protocol.wire.Action.Builder action = weft.protocol.wire.Action.newBuilder();
    change.accept(action);
    return body().addActions(action).build();
  }

  static Message changed(int which, Consumer<weft.protocol.wire.Action.Builder> change) {
    weft.protocol.wire.Action.Builder action = oneOfEachAction().get(which).toBuilder();
    change.accept(action);
    return body().addActions(action).build();
  }

  static Message submit(Consumer<Submit.Builder> change) {
    return changed(0, a -> change.accept(a.getSubmitBuilder()));
  }

  static Message bundle(Consumer<Bundle.Builder> change) {
    return changed(1, a -> change.accept(a.getBundleBuilder()));
  }

  static Message transfer(Consumer<Transfer.Builder> change) {
    return changed(2, a -> change.accept(a.getTransferBuilder()));
  }

  static Message terms(Consumer<weft.protocol.wire.RollupTerms.Builder> change) {
    return changed(3, a -> change.accept(a.getRegisterRollupBuilder().getTermsBuilder()));
  }

  static Message market(Consumer<MarketTerms.Builder> change) {
    return terms(t -> change.accept(t.getMarketBuilder()));
  }

  static Message mechanism(Consumer<Mechanism.Builder> change) {
    return market(m -> change.accept(m.getMechanismsBuilder(1).getMechanismBuilder()));
  }

  static Message change(Consumer<ChangeRollup.Builder> change) {
    return changed(4, a -> change.accept(a.getChangeRollupBuilder()));
  }

  static Message sponsorship(Consumer<SetSponsorship.Builder> change) {
    return changed(6, a -> change.accept(a.getSetSponsorshipBuilder()));
  }

  static Message join(Consumer<JoinValidators.Builder> change) {
    return changed(10, a -> change.accept(a.getJoinValidatorsBuilder()));
  }

  static Message upgrade(Consumer<AnnounceUpgrade.Builder> change) {
    return changed(14, a -> change.accept(a.getAnnounceUpgradeBuilder()));
  }

  static Message bid(Consumer<Bid.Builder> change) {
    return changed(17, a -> change.accept(a.getBidBuilder()));
  }

  static Message seal(Consumer<SealBid.Builder> change) {
    return changed(18, a -> change.accept(a.getSealBidBuilder()));
  }

  static Message parameter(Consumer<ChangeParameter.Builder> change) {
    return changed(9, a -> change.accept(a.getChangeParameterBuilder()));
  }

  static SignedTransaction envelope(Message body) {
    return SignedTransaction.newBuilder()
        .setBody(body.toByteString())
        .setScheme(weft.protocol.wire.SignatureScheme.SIGNATURE_SCHEME_EIP712)
        .setSignature(ByteString.copyFrom(SIGNATURE.bytes().toArray()))
        .build();
  }

  static byte[] filled(int size, int value) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
