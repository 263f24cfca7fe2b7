package weft.protocol.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;

final class SealedBidTest {
  private static final Address ACCOUNT = Address.of(Bytes.fromHex("07".repeat(20)));
  private static final Address OTHER = Address.of(Bytes.fromHex("08".repeat(20)));
  private static final Hash32 SALT = Hash32.of(Bytes.fromHex("09".repeat(32)));
  private static final AssetId USD = new AssetId("usd");
  private static final RollupId EAST = RollupId.of("amm-east");
  private static final RollupId WEST = RollupId.of("amm-west");
  private static final Hash32 FIRST = Sha256.hash(Bytes.utf8("first"));
  private static final Hash32 SECOND = Sha256.hash(Bytes.utf8("second"));

  private static Action.Bid small() {
    return new Action.Bid(
        List.of(EAST), List.of(FIRST), USD, Amount.of(500), 0, 0, Amount.ZERO, List.of());
  }

  /// Computed with Python's hashlib, over bytes that were put together field by field.
  @Test
  void commitmentsAreThoseOfTheRule() {
    assertThat(SealedBid.commitment(ACCOUNT, SALT, small()).toString())
        .isEqualTo("0x0a8b6af4c308dc64c8da005a2599284d3817f657d4a32cfc6523ade7d9a4fa96");
    Amount large = Amount.parse("18446744073709551621");
    Action.Bid full =
        new Action.Bid(
            List.of(EAST, WEST),
            List.of(FIRST, SECOND),
            USD,
            large,
            990,
            7,
            Amount.of(900),
            List.of(large, Amount.ZERO),
            List.of(new OrderFlow(1, OTHER, 40)));
    assertThat(SealedBid.commitment(ACCOUNT, SALT, full).toString())
        .isEqualTo("0xc0c1d72a29980b94776cb8329cbc9b668fa2ce9f59862332462eea521f481247");
  }

  @Test
  void theSaltThatABidShowsIsNoPartOfWhatItIsOver() {
    Hash32 commitment = SealedBid.commitment(ACCOUNT, SALT, small());
    assertThat(SealedBid.commitment(ACCOUNT, SALT, small().sealedWith(SALT))).isEqualTo(commitment);
    assertThat(small().sealedWith(SALT).unsealed()).isEqualTo(small());
    assertThat(SealedBid.commitment(OTHER, SALT, small())).isNotEqualTo(commitment);
    assertThat(SealedBid.commitment(ACCOUNT, FIRST, small())).isNotEqualTo(commitment);
  }
}
