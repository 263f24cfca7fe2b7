package weft.ledger.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.MechanismLayout;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.MarketTerms;
import weft.protocol.transaction.MarketTerms.AcceptedMechanism;
import weft.protocol.transaction.Reporters;
import weft.protocol.transaction.RollupId;

/// The layout of a rollup's market terms inside its terms.
final class MarketLayout {
  private MarketLayout() {}

  static void write(ByteWriter writer, MarketTerms market) {
    writer.u8(market.mechanisms().size());
    for (AcceptedMechanism accepted : market.mechanisms()) {
      MechanismLayout.write(writer, accepted.mechanism());
      writer.u64(accepted.weight());
    }
    writer.text(market.asset().name()).amount(market.reserve());
    write(writer, market.partners());
    write(writer, market.excluded());
    writer.u8(market.reporters().map(reporters -> reporters.addresses().size()).orElse(0));
    market
        .reporters()
        .ifPresent(
            reporters -> {
              reporters.addresses().forEach(writer::address);
              writer.u8(reporters.threshold());
            });
  }

  static MarketTerms read(ByteReader reader) {
    List<AcceptedMechanism> mechanisms = new ArrayList<>();
    for (int left = reader.u8("mechanismCount"); left > 0; left--) {
      mechanisms.add(readAccepted(reader));
    }
    AssetId asset = new AssetId(reader.text("marketAsset", AssetId.MAX_NAME_LENGTH));
    Amount reserve = reader.amount("reserve");
    List<RollupId> partners = readRollups(reader);
    List<RollupId> excluded = readRollups(reader);
    return new MarketTerms(
        mechanisms, asset, reserve, partners, excluded, false, readReporters(reader));
  }

  private static Optional<Reporters> readReporters(ByteReader reader) {
    List<Address> addresses = new ArrayList<>();
    for (int left = reader.u8("reporterCount"); left > 0; left--) {
      addresses.add(reader.address("reporter"));
    }
    return addresses.isEmpty()
        ? Optional.empty()
        : Optional.of(new Reporters(addresses, reader.u8("threshold")));
  }

  private static AcceptedMechanism readAccepted(ByteReader reader) {
    Mechanism mechanism = MechanismLayout.read(reader);
    return new AcceptedMechanism(mechanism, reader.u64("weight"));
  }

  private static void write(ByteWriter writer, List<RollupId> rollups) {
    writer.u8(rollups.size());
    rollups.forEach(rollup -> writer.text(rollup.name()));
  }

  private static List<RollupId> readRollups(ByteReader reader) {
    List<RollupId> rollups = new ArrayList<>();
    for (int left = reader.u8("rollupCount"); left > 0; left--) {
      rollups.add(RollupId.of(reader.text("rollup", RollupId.MAX_NAME_LENGTH)));
    }
    return rollups;
  }
}
