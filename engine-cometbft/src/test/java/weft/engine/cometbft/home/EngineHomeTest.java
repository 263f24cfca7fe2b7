package weft.engine.cometbft.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.engine.cometbft.install.LocalEngine;
import weft.primitives.Bytes;
import weft.primitives.Ed25519PrivateKey;

final class EngineHomeTest {
  private static final Pattern LINE =
      Pattern.compile("^(?:(\\[+[a-z0-9_.-]+]+)|([a-z0-9_-]+) = ).*");
  private static final Ed25519PrivateKey NODE = FreshKey.generate();
  private static final Ed25519PrivateKey VALIDATOR = FreshKey.generate();

  @TempDir private Path folder;

  private static EngineHomeSettings settings(EngineProfile profile) {
    return EngineHomeSettings.of(
            "weft \"0\" \\ \n here",
            profile,
            "unix:///tmp/weft.sock",
            HostPort.parse("127.0.0.1:26656"),
            HostPort.parse("127.0.0.1:26657"))
        .withPeers(List.of(EnginePeer.parse("a".repeat(40) + "@10.0.0.2:26656")));
  }

  private static EngineGenesis genesis() {
    return new EngineGenesis(
        "weft-9600",
        Instant.parse("2026-11-26T05:00:00Z"),
        List.of(new EngineValidator(VALIDATOR.publicKey(), 10, "first")),
        "{\"genesis\":\"0x01\"}",
        ConsensusLimits.DEFAULT);
  }

  private EngineHome create() throws IOException {
    return EngineHome.create(
        folder.resolve("home"),
        genesis(),
        settings(EngineProfile.LOW_LATENCY),
        NODE,
        Optional.of(VALIDATOR));
  }

  private static String output(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(LocalEngine.engine().path().toString()));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text.strip();
  }

  @Test
  void cometBftReadsTheKeys() throws IOException, InterruptedException {
    EngineHome home = create();
    assertThat(output("show-node-id", "--home", home.path().toString()))
        .isEqualTo(NODE.publicKey().consensusAddress().bytes().toHex());
    assertThat(output("show-validator", "--home", home.path().toString()))
        .isEqualTo(
            "{\"type\":\"tendermint/PubKeyEd25519\",\"value\":\"%s\"}"
                .formatted(
                    Base64.getEncoder().encodeToString(VALIDATOR.publicKey().bytes().toArray())));
  }

  @Test
  void keysOfCometBftAreRead() throws IOException, InterruptedException {
    EngineHome home = new EngineHome(folder.resolve("foreign"));
    output("init", "--home", home.path().toString());
    assertThat(home.nodeKey().publicKey().consensusAddress().bytes().toHex())
        .isEqualTo(output("show-node-id", "--home", home.path().toString()));
    assertThat(Files.readString(home.validatorKeyFile()))
        .contains(
            home.validatorKey()
                .publicKey()
                .consensusAddress()
                .bytes()
                .toHex()
                .toUpperCase(Locale.ROOT));
  }

  @Test
  void everyKeyOfCometBftsOwnConfigurationIsWritten() throws IOException, InterruptedException {
    EngineHome foreign = new EngineHome(folder.resolve("foreign"));
    output("init", "--home", foreign.path().toString());
    Set<String> expected = keys(foreign.configurationFile());
    // Weft does not say which version wrote the file: CometBFT only checks its form.
    assertThat(expected.remove("version")).isTrue();
    assertThat(expected).hasSizeGreaterThan(90);
    assertThat(keys(create().configurationFile())).isEqualTo(expected);
  }

  private static Set<String> keys(Path file) throws IOException {
    Set<String> keys = new TreeSet<>();
    String section = "";
    for (String line : Files.readAllLines(file)) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        if (matcher.group(1) != null) {
          section = matcher.group(1);
        } else {
          keys.add(section + matcher.group(2));
        }
      }
    }
    return keys;
  }

  @Test
  void onlyTheOwnerReadsTheFiles() throws IOException {
    create();
    try (Stream<Path> files = Files.walk(folder.resolve("home"))) {
      for (Path file : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(file.toString())
            .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
      }
    }
  }

  @Test
  void keysAndSigningStateAreNeverOverwritten() throws IOException {
    EngineHome home = create();
    assertThatThrownBy(this::create).isInstanceOf(FileAlreadyExistsException.class);
    for (Path kept :
        List.of(
            home.nodeKeyFile(),
            home.validatorKeyFile(),
            home.signingStateFile(),
            home.genesisFile())) {
      String before = Files.readString(kept);
      home.writeConfiguration(settings(EngineProfile.WAN));
      assertThat(Files.readString(kept)).isEqualTo(before);
    }
    // An old copy of the signing state in an otherwise empty folder.
    Files.delete(home.nodeKeyFile());
    Files.delete(home.validatorKeyFile());
    Files.delete(home.genesisFile());
    assertThatThrownBy(this::create)
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("priv_validator_state.json");
  }

  @Test
  void theProfilesDifferOnlyWhereTheySay() throws IOException {
    EngineHome home = create();
    List<String> fast = Files.readAllLines(home.configurationFile());
    home.writeConfiguration(settings(EngineProfile.WAN));
    List<String> wide = Files.readAllLines(home.configurationFile());
    assertThat(fast).contains("type = \"app\"", "timeout_commit = \"0ms\"");
    assertThat(wide).contains("type = \"app\"", "timeout_commit = \"200ms\"");
    // Different limits of a message between peers would end their connections.
    for (String shared : List.of("max_packet_msg_payload_size = 65536", "max_tx_bytes = 4194304")) {
      assertThat(fast).contains(shared);
      assertThat(wide).contains(shared);
    }
    assertThat(String.join("\n", fast)).doesNotContain("@moniker@").doesNotContainPattern(" = @");
  }

  /// CometBFT checks the settings before it answers anything.
  @Test
  void cometBftTakesEverySetting() throws IOException, InterruptedException {
    EngineHome home = create();
    EngineHomeSettings all =
        new EngineHomeSettings(
            "all",
            EngineProfile.WAN,
            "tcp://127.0.0.1:26658",
            HostPort.parse("0.0.0.0:26656"),
            Optional.of(HostPort.parse("node.example.org:26656")),
            List.of(EnginePeer.parse("b".repeat(40) + "@[::1]:26656")),
            HostPort.parse("localhost:26657"),
            Optional.of(HostPort.parse("127.0.0.1:26660")),
            Optional.of("unix:///tmp/signer.sock"),
            Optional.of(
                new StateSyncSettings(
                    List.of(URI.create("http://10.0.0.1:9600/v1/light-blocks")),
                    7,
                    Bytes.fromHex("ab".repeat(32)),
                    3_600_000)));
    home.writeConfiguration(all);
    assertThat(output("show-node-id", "--home", home.path().toString()))
        .isEqualTo(NODE.publicKey().consensusAddress().bytes().toHex());
    assertThat(Files.readString(home.configurationFile()))
        .contains(
            "rpc_servers ="
                + " \"http://10.0.0.1:9600/v1/light-blocks,http://10.0.0.1:9600/v1/light-blocks\"")
        .contains("external_address = \"node.example.org:26656\"");
  }

  @Test
  void withARemoteSignerThereIsNoKey() throws IOException {
    EngineHomeSettings plain = settings(EngineProfile.WAN);
    EngineHomeSettings remote =
        new EngineHomeSettings(
            plain.moniker(),
            plain.profile(),
            plain.applicationAddress(),
            plain.peerAddress(),
            plain.externalAddress(),
            plain.peers(),
            plain.rpcAddress(),
            Optional.of(HostPort.parse("127.0.0.1:26660")),
            Optional.of("tcp://127.0.0.1:26659"),
            Optional.empty());
    EngineHome home =
        EngineHome.create(folder.resolve("remote"), genesis(), remote, NODE, Optional.empty());
    assertThat(Files.exists(home.validatorKeyFile())).isFalse();
    assertThat(Files.readString(home.configurationFile()))
        .contains("priv_validator_laddr = \"tcp://127.0.0.1:26659\"")
        .contains("prometheus = true\nprometheus_listen_addr = \"127.0.0.1:26660\"");
    assertThatThrownBy(
            () ->
                EngineHome.create(
                    folder.resolve("both"), genesis(), remote, NODE, Optional.of(VALIDATOR)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// RFC 8032, section 7.1, tests 1 and 2.
  @Test
  void publicKeysAreThoseOfTheStandard() {
    assertThat(
            Ed25519PrivateKey.of(
                    Bytes.fromHex(
                        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
                .publicKey()
                .bytes()
                .toHex())
        .isEqualTo("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    assertThat(
            Ed25519PrivateKey.of(
                    Bytes.fromHex(
                        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"))
                .publicKey()
                .bytes()
                .toHex())
        .isEqualTo("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    assertThat(VALIDATOR.toString()).doesNotContain(VALIDATOR.secret().toHex());
  }

  @Test
  void wrongAddressesAreRefused() {
    for (String wrong :
        List.of("", "host", ":1", "host:0", "host:65536", "a b:1", "host:x", "ho\"st:1")) {
      assertThatThrownBy(() -> HostPort.parse(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (String wrong : List.of("host:1", "A".repeat(40) + "@host:1", "a".repeat(39) + "@host:1")) {
      assertThatThrownBy(() -> EnginePeer.parse(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(HostPort.parse("[::1]:9").isLoopback()).isTrue();
    assertThat(HostPort.parse("127.0.0.4:9").isLoopback()).isTrue();
    assertThat(HostPort.parse("127.evil.example:9").isLoopback()).isFalse();
    assertThat(HostPort.parse("10.0.0.1:9").isLoopback()).isFalse();
  }

  @Test
  void theRpcStaysOnLoopback() {
    assertThatThrownBy(
            () ->
                EngineHomeSettings.of(
                    "weft",
                    EngineProfile.WAN,
                    "kvstore",
                    HostPort.parse("0.0.0.0:26656"),
                    HostPort.parse("0.0.0.0:26657")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("loopback");
  }
}
