package weft.node.configuration;

import com.fasterxml.jackson.annotation.Nulls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import weft.ledger.genesis.Genesis;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.transaction.AssetId;

/// `genesis.json`: a chain's genesis in the form that people read and edit.
public final class GenesisFile {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.FAIL))
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private GenesisFile() {}

  record Document(
      long chainId,
      String chainName,
      long timeMs,
      String validator,
      String defaultAsset,
      List<Rate> assets,
      List<BalanceLine> balances,
      List<String> governance,
      int governanceThreshold,
      SortedMap<String, String> parameters) {}

  record Rate(String asset, long numerator, long denominator) {}

  record BalanceLine(String account, String asset, String amount) {}

  /// @throws ConfigurationException if the file is missing or malformed
  public static Genesis read(Path file) {
    try {
      Document d =
          Optional.ofNullable(JSON.readValue(Files.readString(file), Document.class))
              .orElseThrow(() -> new IllegalArgumentException("it is null"));
      return new Genesis(
          d.chainId(),
          d.chainName(),
          d.timeMs(),
          Address.fromHex(d.validator()),
          new AssetId(d.defaultAsset()),
          d.assets().stream()
              .map(
                  r ->
                      new Genesis.AssetRate(new AssetId(r.asset()), r.numerator(), r.denominator()))
              .toList(),
          d.balances().stream()
              .map(
                  b ->
                      new Genesis.Balance(
                          Address.fromHex(b.account()),
                          new AssetId(b.asset()),
                          Amount.parse(b.amount())))
              .toList(),
          d.governance().stream().map(Address::fromHex).toList(),
          d.governanceThreshold(),
          d.parameters());
    } catch (JacksonException e) {
      throw new ConfigurationException(file + ": " + e.getOriginalMessage());
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(file + ": " + e.getMessage());
    } catch (IOException e) {
      throw new ConfigurationException(
          file + " cannot be read; make one with: weft node init --data DIR");
    }
  }

  public static void write(Path file, Genesis g) {
    Document document =
        new Document(
            g.chainId(),
            g.chainName(),
            g.timeMs(),
            g.validator().toString(),
            g.defaultAsset().name(),
            g.assets().stream()
                .map(r -> new Rate(r.asset().name(), r.numerator(), r.denominator()))
                .toList(),
            g.balances().stream()
                .map(
                    b ->
                        new BalanceLine(
                            b.account().toString(), b.asset().name(), b.amount().toString()))
                .toList(),
            g.governance().stream().map(Address::toString).toList(),
            g.governanceThreshold(),
            new TreeMap<>(g.parameters()));
    try {
      DurableFile.replace(file, JSON.writeValueAsString(document) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
