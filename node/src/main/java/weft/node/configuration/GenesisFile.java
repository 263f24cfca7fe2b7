package weft.node.configuration;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
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
import weft.ledger.genesis.GenesisValidator;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.BlsPublicKey;
import weft.primitives.BlsSignature;
import weft.primitives.Bytes;
import weft.primitives.Ed25519PublicKey;
import weft.protocol.transaction.AssetId;

/// `genesis.json`: a chain's genesis in the form that people read and edit.
public final class GenesisFile {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          // What must be there says so itself, as a file of a chain with one validator has none.
          .disable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.FAIL))
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private GenesisFile() {}

  record Document(
      @JsonProperty(required = true) long chainId,
      @JsonProperty(required = true) String chainName,
      @JsonProperty(required = true) long timeMs,
      @JsonProperty(required = true) String validator,
      @JsonProperty(required = true) String defaultAsset,
      @JsonProperty(required = true) List<Rate> assets,
      @JsonProperty(required = true) List<BalanceLine> balances,
      @JsonProperty(required = true) List<String> governance,
      @JsonProperty(required = true) int governanceThreshold,
      @JsonProperty(required = true) SortedMap<String, String> parameters,
      @JsonInclude(JsonInclude.Include.NON_EMPTY)
          @JsonSetter(nulls = Nulls.AS_EMPTY, contentNulls = Nulls.FAIL)
          List<ValidatorLine> validators) {}

  record Rate(
      @JsonProperty(required = true) String asset,
      @JsonProperty(required = true) long numerator,
      @JsonProperty(required = true) long denominator) {}

  record BalanceLine(
      @JsonProperty(required = true) String account,
      @JsonProperty(required = true) String asset,
      @JsonProperty(required = true) String amount) {}

  record ValidatorLine(
      @JsonProperty(required = true) String operator,
      @JsonProperty(required = true) String consensusKey,
      @JsonProperty(required = true) String blsKey,
      @JsonProperty(required = true) String possession,
      @JsonProperty(required = true) String bond) {}

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
          d.parameters(),
          d.validators().stream().map(GenesisFile::validator).toList());
    } catch (JacksonException e) {
      throw new ConfigurationException(file + ": " + e.getOriginalMessage());
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(file + ": " + e.getMessage());
    } catch (IOException e) {
      throw new ConfigurationException(
          file + " cannot be read; make one with: weft node init --data DIR");
    }
  }

  private static GenesisValidator validator(ValidatorLine line) {
    return new GenesisValidator(
        Address.fromHex(line.operator()),
        Ed25519PublicKey.of(Bytes.fromHex(line.consensusKey())),
        BlsPublicKey.of(Bytes.fromHex(line.blsKey()))
            .orElseThrow(() -> new IllegalArgumentException("no BLS key: " + line.blsKey())),
        BlsSignature.of(Bytes.fromHex(line.possession()))
            .orElseThrow(
                () -> new IllegalArgumentException("no BLS signature: " + line.possession())),
        Amount.parse(line.bond()));
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
            new TreeMap<>(g.parameters()),
            g.validators().stream()
                .map(
                    v ->
                        new ValidatorLine(
                            v.operator().toString(),
                            v.consensusKey().toString(),
                            v.blsKey().toString(),
                            "0x" + v.possession().bytes().toHex(),
                            v.bond().toString()))
                .toList());
    try {
      DurableFile.replace(file, JSON.writeValueAsString(document) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
