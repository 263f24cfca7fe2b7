package weft.ledger.state;

import weft.primitives.Amount;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.protocol.transaction.SponsorshipTerms;

/// A sponsor's promise to pay for a rollup's payloads. The record stays after closing, so that the
/// counters per sender of an earlier life are never taken for those of a later one.
///
/// @param life rises each time the sponsorship is opened again after it was closed
/// @param usedTotal default asset, in this life
public record SponsorshipRecord(
    boolean isOpen, long life, SponsorshipTerms terms, Amount usedTotal) {

  public Bytes encode() {
    return new ByteWriter()
        .u8(isOpen ? 1 : 0)
        .u64(life)
        .amount(terms.maxPerBlock())
        .amount(terms.maxPerSender())
        .amount(terms.maxTotal())
        .amount(usedTotal)
        .toBytes();
  }

  public static SponsorshipRecord decode(Bytes encoded) {
    ByteReader reader = new ByteReader(encoded);
    SponsorshipRecord record =
        new SponsorshipRecord(
            reader.u8("isOpen") == 1,
            reader.u64("life"),
            new SponsorshipTerms(
                reader.amount("maxPerBlock"),
                reader.amount("maxPerSender"),
                reader.amount("maxTotal")),
            reader.amount("usedTotal"));
    reader.expectEnd();
    return record;
  }
}
