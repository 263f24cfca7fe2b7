package weft.node.api.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.PrivateKey;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;

final class RequestSignatureTest {
  private static final Bytes HELLO = Bytes.utf8("Hello");

  /// Headers over the body `Hello` by MetaMask, Foundry's cast, and ethers, as published with the
  /// signature package of flashbots/go-utils.
  @ParameterizedTest
  @CsvSource({
    "0x4bE0Cd2553356b4ABb8b6a1882325dAbC8d3013D,"
        + "0xbf36915334f8fa93894cd54d491c31a89dbf917e9a4402b2779b73d21ecf46e3"
        + "6ff07db2bef6d10e92c99a02c1c5ea700b0b674dfa5d3ce9220822a7ebcc17101b",
    "0x2485Aaa7C5453e04658378358f5E028150Dc7606,"
        + "0xff2aa92eb8d8c2ca04f1755a4ddbff4bda6a5c9cefc8b706d5d8a21d3aa6fe7a"
        + "20d3ec062fb5a4c1656fd2c14a8b33ca378b830d9b6168589bfee658e83745cc1b",
    "0x96216849c49358B10257cb55b28eA603c874b05E,"
        + "0x1446053488f02d460c012c84c4091cd5054d98c6cfca01b65f6c1a72773e80e6"
        + "0b8a4931aeee7ed18ce3adb45b2107e8c59e25556c1f871a8334e30e5bddbed21c"
  })
  void signaturesOfCommonToolsAreAccepted(String address, String signature) {
    assertThat(signer(address + ":" + signature, HELLO))
        .isEqualTo(Checked.ok(Address.fromHex(address)));
    // Lower case, and 0 or 1 for 27 or 28.
    String low = signature.substring(0, 130) + (signature.endsWith("1b") ? "00" : "01");
    assertThat(signer(address.toLowerCase(java.util.Locale.ROOT) + ":" + low, HELLO))
        .isEqualTo(Checked.ok(Address.fromHex(address)));
    assertThat(code(address + ":" + signature, Bytes.utf8("Hello!")))
        .isEqualTo(RefusalCode.BAD_SIGNATURE);
  }

  @Test
  void theSignatureOfAnotherIsRefused() {
    PrivateKey key = PrivateKey.fromSeed(Bytes.utf8("searcher"));
    String signature = key.sign(RequestSignature.digest(HELLO)).toString();
    assertThat(signer(key.address() + ":" + signature, HELLO)).isEqualTo(Checked.ok(key.address()));
    Address other = PrivateKey.fromSeed(Bytes.utf8("other")).address();
    assertThat(code(other + ":" + signature, HELLO)).isEqualTo(RefusalCode.BAD_SIGNATURE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "invalid",
        "0x4bE0Cd2553356b4ABb8b6a1882325dAbC8d3013D",
        "0x4bE0Cd2553356b4ABb8b6a1882325dAbC8d3013D:",
        "0x4bE0Cd2553356b4ABb8b6a1882325dAbC8d3013D:0x00",
        "0x4bE0Cd2553356b4ABb8b6a1882325dAbC8d3013D:zz",
        "0x4bE0:0xbf36915334f8fa93894cd54d491c31a89dbf917e9a4402b2779b73d21ecf46e3"
      })
  void whatIsNoSignatureIsRefused(String header) {
    assertThat(code(header, HELLO)).isEqualTo(RefusalCode.BAD_SIGNATURE);
  }

  @Test
  void aMissingHeaderIsRefused() {
    assertThat(code(null, HELLO)).isEqualTo(RefusalCode.BAD_SIGNATURE);
  }

  private static Checked<Address> signer(@Nullable String header, Bytes body) {
    return RequestSignature.signer(header, body);
  }

  private static RefusalCode code(@Nullable String header, Bytes body) {
    return switch (signer(header, body)) {
      case Checked.Refused<Address>(Refusal refusal) -> refusal.code();
      case Checked.Ok<Address>(Address signer) ->
          throw new AssertionError("accepted as signed by " + signer);
    };
  }
}
