package weft.protocol.auction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.primitives.Sha256;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.RollupId;

final class AuctionRecordTest {
  private static final Address ANN = Address.of(Bytes.fromHex("01".repeat(20)));
  private static final Address BEN = Address.of(Bytes.fromHex("02".repeat(20)));

  private static final AssetAuctionRecord AUCTION =
      new AssetAuctionRecord(
          new AssetId("weft"),
          List.of(
              new Seller(
                  RollupId.of("east"), Amount.of(3), List.of(1L), Amount.of(5), Amount.of(11)),
              new Seller(
                  RollupId.of("west"),
                  Amount.ZERO,
                  List.of(2L),
                  Amount.ZERO,
                  Amount.of(9),
                  Amount.of(4))),
          List.of(new Bidder(ANN, Optional.empty()), new Bidder(BEN, Optional.of(Amount.of(7)))),
          List.of(new Mechanism(70, Pricing.VCG, Sharing.FIXED, Refunds.PERCENT)),
          List.of(
              new Offer(
                  hash("a"),
                  0,
                  List.of(0, 1),
                  Amount.of(20),
                  0,
                  0,
                  List.of(Amount.of(11), Amount.of(9)),
                  Optional.of(Amount.of(20)),
                  List.of(new Use(0, 40))),
              new Offer(hash("b"), 1, List.of(0), Amount.of(5), 2, 0, List.of(), Optional.empty())),
          false,
          70,
          500,
          30,
          List.of("node-budget"),
          List.of(new Refund(BEN, Amount.of(2))));
  private static final AuctionRecord RECORD =
      new AuctionRecord(
          9,
          List.of(AUCTION),
          List.of(new VoidedBid(hash("c"), "too-early", Amount.of(1))),
          List.of(
              new Release(
                  5,
                  hash("d"),
                  new AssetId("weft"),
                  List.of(
                      new Release.Part(
                          RollupId.of("east"), Optional.of(Amount.of(6)), Amount.of(8)),
                      new Release.Part(RollupId.of("west"), Optional.empty(), Amount.ZERO)))));

  private static Hash32 hash(String of) {
    return Sha256.hash(Bytes.utf8(of));
  }

  /// Written out by hand from the docs.
  private static Bytes bytes() {
    String amount = "%032x";
    return Bytes.fromHex(
        "01" // version
            + "0000000000000009" // height
            + "0001" // auctions
            + "0004" // asset
            + "77656674"
            + "02" // sellers
            + "0004"
            + "65617374"
            + amount.formatted(3)
            + "0001" // weights
            + "0000000000000001"
            + amount.formatted(5)
            + amount.formatted(11)
            + amount.formatted(0)
            + "0004"
            + "77657374"
            + amount.formatted(0)
            + "0001"
            + "0000000000000002"
            + amount.formatted(0)
            + amount.formatted(9)
            + amount.formatted(4)
            + "00000002" // bidders
            + "01".repeat(20)
            + "00"
            + "02".repeat(20)
            + "01"
            + amount.formatted(7)
            + "00000001" // mechanisms
            + "0000000000000046"
            + "%02x%02x%02x"
                .formatted(Pricing.VCG.number(), Sharing.FIXED.number(), Refunds.PERCENT.number())
            + "00" // without modules and deferral
            + "00000002" // bids
            + hash("a").bytes().toHex()
            + "00000000"
            + "02"
            + "0001"
            + amount.formatted(20)
            + "00000000"
            + "00000000"
            + "02"
            + amount.formatted(11)
            + amount.formatted(9)
            + "01"
            + amount.formatted(20)
            + "01"
            + "00000000"
            + "28"
            + hash("b").bytes().toHex()
            + "00000001"
            + "01"
            + "00"
            + amount.formatted(5)
            + "00000002"
            + "00000000"
            + "00"
            + "00"
            + "00"
            + "00" // exact
            + "0000000000000046"
            + "00000000000001f4" // fuel
            + "000000000000001e"
            + "01" // fallbacks
            + "000b"
            + Bytes.utf8("node-budget").toHex()
            + "00000001" // refunds
            + "02".repeat(20)
            + amount.formatted(2)
            + "00000001" // voids
            + hash("c").bytes().toHex()
            + "0009"
            + Bytes.utf8("too-early").toHex()
            + amount.formatted(1)
            + "00000001" // releases
            + "0000000000000005"
            + hash("d").bytes().toHex()
            + "0004"
            + "77656674"
            + "02"
            + "0004"
            + "65617374"
            + "01"
            + amount.formatted(6)
            + amount.formatted(8)
            + "0004"
            + "77657374"
            + "00"
            + amount.formatted(0));
  }

  @Test
  void layoutIsReadAsWritten() {
    assertThat(RECORD.encode()).isEqualTo(bytes());
    assertThat(AuctionRecord.decode(bytes())).isEqualTo(RECORD);
    assertThat(RECORD.hash()).isEqualTo(Sha256.hash(bytes()));
    assertThat(AUCTION.winners()).extracting(Offer::bid).containsExactly(hash("a"));
    AuctionRecord none = new AuctionRecord(1, List.of(), List.of());
    assertThat(AuctionRecord.decode(none.encode())).isEqualTo(none);
  }

  @Test
  void otherBytesAreMalformed() {
    Bytes whole = bytes();
    for (int size = 0; size < whole.size(); size++) {
      Bytes part = whole.slice(0, size);
      assertThatThrownBy(() -> AuctionRecord.decode(part))
          .as("%d bytes", size)
          .isInstanceOf(MalformedException.class);
    }
    assertMalformed(Bytes.concat(whole, Bytes.fromHex("00")));
    assertMalformed(Bytes.concat(Bytes.fromHex("02"), whole.slice(1, whole.size() - 1)));
    // A count that says more than there is, a flag that is neither 0 nor 1.
    assertMalformed(
        Bytes.concat(
            Bytes.fromHex("01" + "0000000000000009" + "0000" + "ffffffff"), Bytes.fromHex("00")));
    String flag = whole.toHex().replace("01".repeat(20) + "00", "01".repeat(20) + "02");
    assertMalformed(Bytes.fromHex(flag));
  }

  private static void assertMalformed(Bytes bytes) {
    assertThatThrownBy(() -> AuctionRecord.decode(bytes)).isInstanceOf(MalformedException.class);
  }
}
