package weft.primitives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressTest {
  /// The test cases of EIP-55.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0x52908400098527886E0F7030069857D2E4169EE7",
        "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
        "0xde709f2102306220921060314715629080e2fb77",
        "0x27b1fdb04752bbc536007a920d24acb045561c26",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
        "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
        "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
      })
  void readsAndWritesTheEip55Cases(String checksummed) {
    Address address = Address.fromHex(checksummed);

    assertThat(address).hasToString(checksummed);
    assertThat(Address.fromHex(checksummed.toLowerCase(Locale.ROOT))).isEqualTo(address);
    assertThat(Address.fromHex(checksummed.substring(2))).isEqualTo(address);
  }

  @Test
  void refusesAWrongChecksum() {
    assertThatThrownBy(() -> Address.fromHex("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 19, 21, 32})
  void refusesAnotherLength(int size) {
    assertThatThrownBy(() -> Address.wrap(new byte[size]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("20 bytes, got " + size);
  }

  @Test
  void ordersUnsigned() {
    Address low = Address.fromHex("0x7f" + "ff".repeat(19));
    Address high = Address.fromHex("0x80" + "00".repeat(19));

    assertThat(low).isLessThan(high);
    assertThat(Address.ZERO).isLessThan(low);
  }
}
