package weft.ledger.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weft.primitives.Address;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.GasTerms;
import weft.protocol.transaction.MarketTerms;
import weft.protocol.transaction.Policy;
import weft.protocol.transaction.RollupTerms;

/// The layout of a rollup's terms inside its record. Terms without a part have the bytes that they
/// had before there was this part.
final class TermsLayout {
  private static final int MAX_URL_BYTES = 0xffff;
  private static final int GAS = 1;
  private static final int MARKET = 2;
  private static final int SEALED_ONLY = 4;

  private TermsLayout() {}

  static void write(ByteWriter writer, RollupTerms terms) {
    writer.address(terms.payee()).u8(code(terms.policy()));
    writer.u16(terms.acceptedFeeAssets().size());
    terms.acceptedFeeAssets().forEach(asset -> writer.text(asset.name()));
    writer.u64(terms.maxBytesPerBlock()).text(terms.metadataUrl());
    writer.u8(parts(terms));
    terms
        .gas()
        .ifPresent(
            gas ->
                writer
                    .u64(gas.targetPerBlock())
                    .u64(gas.capPerBlock())
                    .amount(gas.minBaseFeePerGas()));
    writer.u16(terms.submitters().size());
    terms.submitters().forEach(writer::address);
    terms.market().ifPresent(market -> MarketLayout.write(writer, market));
  }

  static RollupTerms read(ByteReader reader) {
    Address payee = reader.address("payee");
    Policy policy = policy(reader.u8("policy"));
    List<AssetId> assets = new ArrayList<>();
    for (int left = reader.u16("assetCount"); left > 0; left--) {
      assets.add(new AssetId(reader.text("asset", AssetId.MAX_NAME_LENGTH)));
    }
    long maxBytesPerBlock = reader.u64("maxBytesPerBlock");
    String metadataUrl = reader.text("metadataUrl", MAX_URL_BYTES);
    int parts = reader.u8("parts");
    Optional<GasTerms> gas = (parts & GAS) == 0 ? Optional.empty() : Optional.of(readGas(reader));
    List<Address> submitters = new ArrayList<>();
    for (int left = reader.u16("submitterCount"); left > 0; left--) {
      submitters.add(reader.address("submitter"));
    }
    Optional<MarketTerms> market =
        (parts & MARKET) == 0
            ? Optional.empty()
            : Optional.of(readMarket(reader, (parts & SEALED_ONLY) != 0));
    return new RollupTerms(
        payee, policy, assets, maxBytesPerBlock, metadataUrl, gas, submitters, market);
  }

  private static int parts(RollupTerms terms) {
    return (terms.gas().isPresent() ? GAS : 0)
        | (terms.market().isPresent() ? MARKET : 0)
        | (terms.market().isPresent() && terms.market().get().sealedOnly() ? SEALED_ONLY : 0);
  }

  private static MarketTerms readMarket(ByteReader reader, boolean sealedOnly) {
    MarketTerms market = MarketLayout.read(reader);
    return sealedOnly ? market.forSealedOnly() : market;
  }

  private static int code(Policy policy) {
    return switch (policy) {
      case FIRST_COME -> 1;
      case PRIORITY -> 2;
    };
  }

  private static Policy policy(int code) {
    return switch (code) {
      case 1 -> Policy.FIRST_COME;
      case 2 -> Policy.PRIORITY;
      default -> throw new IllegalStateException("the state holds an unknown policy: " + code);
    };
  }

  private static GasTerms readGas(ByteReader reader) {
    return new GasTerms(
        reader.u64("targetPerBlock"), reader.u64("capPerBlock"), reader.amount("minBaseFeePerGas"));
  }
}
