package weft.ledger.genesis;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.BlsPublicKey;
import weft.primitives.BlsSignature;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Ed25519PublicKey;
import weft.primitives.MalformedException;
import weft.protocol.transaction.AssetId;
import weft.protocol.validator.ValidatorSet;

/// The bytes of a genesis.
final class GenesisLayout {
  private static final int VERSION = 1;
  private static final int NETWORK_VERSION = 2;
  private static final int MAX_TEXT_BYTES = 1024;

  private GenesisLayout() {}

  static Bytes encode(Genesis genesis) {
    ByteWriter writer =
        new ByteWriter(1024)
            .u8(genesis.isNetwork() ? NETWORK_VERSION : VERSION)
            .u64(genesis.chainId())
            .text(genesis.chainName())
            .u64(genesis.timeMs())
            .address(genesis.validator())
            .text(genesis.defaultAsset().name());
    writer.u32(genesis.assets().size());
    for (Genesis.AssetRate rate : genesis.assets()) {
      writer.text(rate.asset().name()).u64(rate.numerator()).u64(rate.denominator());
    }
    writer.u32(genesis.balances().size());
    for (Genesis.Balance balance : genesis.balances()) {
      writer.address(balance.account()).text(balance.asset().name()).amount(balance.amount());
    }
    writer.u32(genesis.governance().size());
    genesis.governance().forEach(writer::address);
    writer.u32(genesis.governanceThreshold()).u32(genesis.parameters().size());
    genesis.parameters().forEach((name, value) -> writer.text(name).text(value));
    if (genesis.isNetwork()) {
      writeValidators(writer, genesis.validators());
    }
    return writer.toBytes();
  }

  static Genesis decode(Bytes encoded) {
    ByteReader reader = new ByteReader(encoded);
    int version = reader.u8("version");
    if (version != VERSION && version != NETWORK_VERSION) {
      throw new MalformedException("version", "is 1 or 2, got " + version);
    }
    Genesis genesis =
        new Genesis(
            reader.u64("chainId"),
            reader.text("chainName", MAX_TEXT_BYTES),
            reader.u64("timeMs"),
            reader.address("validator"),
            asset(reader),
            readRates(reader),
            readBalances(reader),
            readGovernance(reader),
            (int) reader.u32("governanceThreshold"),
            readParameters(reader),
            version == NETWORK_VERSION ? readValidators(reader) : List.of());
    reader.expectEnd();
    return genesis;
  }

  private static List<Genesis.AssetRate> readRates(ByteReader reader) {
    List<Genesis.AssetRate> rates = new ArrayList<>();
    for (long left = reader.u32("assetCount"); left > 0; left--) {
      rates.add(
          new Genesis.AssetRate(asset(reader), reader.u64("numerator"), reader.u64("denominator")));
    }
    return rates;
  }

  private static List<Genesis.Balance> readBalances(ByteReader reader) {
    List<Genesis.Balance> balances = new ArrayList<>();
    for (long left = reader.u32("balanceCount"); left > 0; left--) {
      Address account = reader.address("account");
      AssetId asset = asset(reader);
      Amount amount = reader.amount("amount");
      balances.add(new Genesis.Balance(account, asset, amount));
    }
    return balances;
  }

  private static List<Address> readGovernance(ByteReader reader) {
    List<Address> keys = new ArrayList<>();
    for (long left = reader.u32("governanceCount"); left > 0; left--) {
      keys.add(reader.address("governanceKey"));
    }
    return keys;
  }

  private static SortedMap<String, String> readParameters(ByteReader reader) {
    SortedMap<String, String> parameters = new TreeMap<>();
    for (long left = reader.u32("parameterCount"); left > 0; left--) {
      String name = reader.text("parameterName", MAX_TEXT_BYTES);
      parameters.put(name, reader.text("parameterValue", MAX_TEXT_BYTES));
    }
    return parameters;
  }

  private static void writeValidators(ByteWriter writer, List<GenesisValidator> validators) {
    writer.u32(validators.size());
    for (GenesisValidator validator : validators) {
      writer
          .address(validator.operator())
          .bytes(validator.consensusKey().bytes())
          .bytes(validator.blsKey().bytes())
          .bytes(validator.possession().bytes())
          .amount(validator.bond());
    }
  }

  private static List<GenesisValidator> readValidators(ByteReader reader) {
    long count = reader.u32("validatorCount");
    if (count < 1 || count > ValidatorSet.MAX_VALIDATORS) {
      throw new MalformedException(
          "validatorCount", "is 1 to " + ValidatorSet.MAX_VALIDATORS + ", got " + count);
    }
    List<GenesisValidator> validators = new ArrayList<>();
    for (long left = count; left > 0; left--) {
      validators.add(
          new GenesisValidator(
              reader.address("operator"),
              Ed25519PublicKey.of(reader.bytes("consensusKey", Ed25519PublicKey.SIZE)),
              BlsPublicKey.of(reader.bytes("blsKey", BlsPublicKey.SIZE))
                  .orElseThrow(() -> new MalformedException("blsKey", "is no BLS key")),
              BlsSignature.of(reader.bytes("possession", BlsSignature.SIZE))
                  .orElseThrow(() -> new MalformedException("possession", "is no BLS signature")),
              reader.amount("bond")));
    }
    return validators;
  }

  private static AssetId asset(ByteReader reader) {
    String name = reader.text("asset", AssetId.MAX_NAME_LENGTH);
    if (!AssetId.isName(name)) {
      throw new MalformedException("asset", "is no asset name: " + name);
    }
    return new AssetId(name);
  }
}
