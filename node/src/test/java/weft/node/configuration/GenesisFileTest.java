package weft.node.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.ledger.genesis.Genesis;
import weft.ledger.genesis.GenesisValidator;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.BlsPrivateKey;
import weft.primitives.Bytes;
import weft.primitives.Ed25519PrivateKey;
import weft.protocol.transaction.AssetId;

final class GenesisFileTest {
  private static final Address ALICE = Address.fromHex("11".repeat(20));

  @TempDir private Path folder;

  @Test
  void readsTheValidatorsThatItWrote() {
    BlsPrivateKey blsKey = BlsPrivateKey.fromSeed(Bytes.utf8("alice"));
    Genesis network =
        genesis(
            Address.ZERO,
            List.of(
                new GenesisValidator(
                    ALICE,
                    Ed25519PrivateKey.fromSeed(Bytes.utf8("alice")).publicKey(),
                    blsKey.publicKey(),
                    blsKey.provePossession(),
                    Amount.parse("1000000000000"))));
    Path file = folder.resolve("genesis.json");
    GenesisFile.write(file, network);

    assertThat(GenesisFile.read(file)).isEqualTo(network);
    assertThat(GenesisFile.read(file).problems()).isEmpty();
  }

  @Test
  void fileOfAChainWithOneValidatorListsNone() throws IOException {
    Genesis solo = genesis(ALICE, List.of());
    Path file = folder.resolve("genesis.json");
    GenesisFile.write(file, solo);

    assertThat(Files.readString(file)).doesNotContain("validators");
    assertThat(GenesisFile.read(file)).isEqualTo(solo);
  }

  @Test
  void namesWhatIsMissing() throws IOException {
    Path file = folder.resolve("genesis.json");
    GenesisFile.write(file, genesis(ALICE, List.of()));
    String whole = Files.readString(file);
    for (String field :
        List.of("chainId", "chainName", "timeMs", "validator", "assets", "governanceThreshold")) {
      Files.writeString(file, whole.replaceAll("\"" + field + "\" : [^,]*,", ""));
      assertThatThrownBy(() -> GenesisFile.read(file))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining(field);
    }
  }

  private static Genesis genesis(Address validator, List<GenesisValidator> validators) {
    return new Genesis(
        7,
        "n",
        5,
        validator,
        new AssetId("weft"),
        List.of(),
        List.of(),
        List.of(),
        0,
        new TreeMap<>(),
        validators);
  }
}
