package weft.ledger.state;

import weft.primitives.Amount;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;

/// What an account locked in one asset for its bids.
///
/// @param held all of it, also what is on its way back
/// @param leaving what is on its way back; may be more than what is held, once bids were charged
/// @param sealed what of it open seals hold: nothing else is paid from that, so it is never more
///   than what is held
/// @param seals how many seals hold it
public record BidBond(Amount held, Amount leaving, Amount sealed, int seals) {
  public static final BidBond NONE = new BidBond(Amount.ZERO, Amount.ZERO);

  /// A bond that no seal holds anything of.
  public BidBond(Amount held, Amount leaving) {
    this(held, leaving, Amount.ZERO, 0);
  }

  /// What bids and their fees may be charged with: also what is on its way back, but nothing that a
  /// seal holds.
  public Amount chargeable() {
    return left(held, sealed);
  }

  /// What is not on its way back, and no seal holds.
  public Amount free() {
    return left(chargeable(), leaving);
  }

  /// With so much more.
  public BidBond plus(Amount amount) {
    return new BidBond(held.plus(amount), leaving, sealed, seals);
  }

  /// With so much more of it on its way back.
  public BidBond leaving(Amount amount) {
    return new BidBond(held, leaving.plus(amount), sealed, seals);
  }

  /// After a charge, which what is on its way back pays too.
  public BidBond charged(Amount amount) {
    return new BidBond(held.minus(amount), leaving, sealed, seals);
  }

  /// With one more seal, which holds so much of it.
  public BidBond sealing(Amount deposit) {
    return new BidBond(held, leaving, sealed.plus(deposit), seals + 1);
  }

  /// Without a seal that held so much of it.
  public BidBond opened(Amount deposit) {
    return new BidBond(held, leaving, sealed.minus(deposit), seals - 1);
  }

  /// What comes back of an amount whose height has come: less, where bids were charged meanwhile.
  public Amount backOf(Amount amount) {
    return amount.min(chargeable());
  }

  /// Without an amount whose height has come.
  public BidBond without(Amount amount) {
    return new BidBond(held.minus(backOf(amount)), leaving.minus(amount), sealed, seals);
  }

  private static Amount left(Amount all, Amount taken) {
    return all.isLessThan(taken) ? Amount.ZERO : all.minus(taken);
  }

  /// A bond without seals has the bytes that it had before there were seals.
  public Bytes encode() {
    ByteWriter writer = new ByteWriter(3 * Amount.SIZE + 2).amount(held).amount(leaving);
    if (seals > 0) {
      writer.amount(sealed).u16(seals);
    }
    return writer.toBytes();
  }

  public static BidBond decode(Bytes encoded) {
    ByteReader reader = new ByteReader(encoded);
    Amount held = reader.amount("held");
    Amount leaving = reader.amount("leaving");
    BidBond bond =
        reader.remaining() == 0
            ? new BidBond(held, leaving)
            : new BidBond(held, leaving, reader.amount("sealed"), reader.u16("seals"));
    reader.expectEnd();
    return bond;
  }
}
