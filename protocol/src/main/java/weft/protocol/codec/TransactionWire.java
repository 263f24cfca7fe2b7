package weft.protocol.codec;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.MalformedException;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.GasTerms;
import weft.protocol.transaction.Policy;
import weft.protocol.transaction.RollupTerms;
import weft.protocol.wire.Uint128;

/// The parts of a transaction that other messages show too. Transactions themselves are read and
/// written by `TransactionCodec` only.
public final class TransactionWire {
  private TransactionWire() {}

  public static weft.protocol.wire.RollupTerms toWire(RollupTerms terms) {
    weft.protocol.wire.RollupTerms.Builder wire =
        weft.protocol.wire.RollupTerms.newBuilder()
            .setPayee(WireFields.toWire(terms.payee()))
            .setPolicy(policy(terms.policy()))
            .setMaxBytesPerBlock(terms.maxBytesPerBlock())
            .setMetadataUrl(terms.metadataUrl());
    terms.acceptedFeeAssets().forEach(asset -> wire.addAcceptedFeeAssets(asset.name()));
    terms.gas().ifPresent(gas -> wire.setGas(toWire(gas)));
    terms.submitters().forEach(submitter -> wire.addSubmitters(WireFields.toWire(submitter)));
    terms.market().ifPresent(market -> wire.setMarket(MarketWire.toWire(market)));
    return wire.build();
  }

  /// Reads terms; throws a `MalformedException` that names the field.
  public static RollupTerms fromWire(weft.protocol.wire.RollupTerms wire) {
    List<AssetId> assets = new ArrayList<>(wire.getAcceptedFeeAssetsCount());
    for (String asset : wire.getAcceptedFeeAssetsList()) {
      assets.add(WireFields.asset(asset, "terms.accepted_fee_assets"));
    }
    List<Address> submitters = new ArrayList<>(wire.getSubmittersCount());
    for (ByteString submitter : wire.getSubmittersList()) {
      submitters.add(WireFields.address(submitter, "terms.submitters"));
    }
    return new RollupTerms(
        WireFields.address(wire.getPayee(), "terms.payee"),
        policy(wire),
        assets,
        WireFields.u64(wire.getMaxBytesPerBlock(), "terms.max_bytes_per_block"),
        wire.getMetadataUrl(),
        wire.hasGas() ? Optional.of(fromWire(wire.getGas())) : Optional.empty(),
        submitters,
        wire.hasMarket() ? Optional.of(MarketWire.fromWire(wire.getMarket())) : Optional.empty());
  }

  public static Uint128 toWire(Amount amount) {
    ByteBuffer bigEndian = amount.toBytes().asBuffer();
    return Uint128.newBuilder()
        .setHigh(bigEndian.getLong(0))
        .setLow(bigEndian.getLong(Long.BYTES))
        .build();
  }

  /// Reads an amount; every `Uint128` is one.
  public static Amount fromWire(Uint128 wire) {
    byte[] bigEndian =
        ByteBuffer.allocate(Amount.SIZE).putLong(wire.getHigh()).putLong(wire.getLow()).array();
    return Amount.ofBytes(Bytes.wrap(bigEndian));
  }

  private static weft.protocol.wire.GasTerms toWire(GasTerms gas) {
    weft.protocol.wire.GasTerms.Builder wire =
        weft.protocol.wire.GasTerms.newBuilder()
            .setTargetPerBlock(gas.targetPerBlock())
            .setCapPerBlock(gas.capPerBlock());
    if (!gas.minBaseFeePerGas().isZero()) {
      wire.setMinBaseFeePerGas(toWire(gas.minBaseFeePerGas()));
    }
    return wire.build();
  }

  private static GasTerms fromWire(weft.protocol.wire.GasTerms wire) {
    return new GasTerms(
        WireFields.u64(wire.getTargetPerBlock(), "terms.gas.target_per_block"),
        WireFields.u64(wire.getCapPerBlock(), "terms.gas.cap_per_block"),
        fromWire(wire.getMinBaseFeePerGas()));
  }

  private static weft.protocol.wire.Policy policy(Policy policy) {
    return switch (policy) {
      case FIRST_COME -> weft.protocol.wire.Policy.POLICY_FIRST_COME;
      case PRIORITY -> weft.protocol.wire.Policy.POLICY_PRIORITY;
    };
  }

  private static Policy policy(weft.protocol.wire.RollupTerms wire) {
    return switch (wire.getPolicy()) {
      case POLICY_FIRST_COME -> Policy.FIRST_COME;
      case POLICY_PRIORITY -> Policy.PRIORITY;
      case POLICY_UNSPECIFIED, UNRECOGNIZED ->
          throw new MalformedException(
              "terms.policy", "is no policy that this version knows: " + wire.getPolicyValue());
    };
  }
}
