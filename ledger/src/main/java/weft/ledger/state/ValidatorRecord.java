package weft.ledger.state;

import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.BlsPublicKey;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Ed25519PublicKey;

/// A validator of a network, whether it is in a set or not. Never deleted, so that a key that left
/// or misbehaved cannot come back.
///
/// @param operator the account that acts for it and earns its fees
/// @param blsKey the 48 bytes of a key whose possession is proven; kept as bytes because taking a
///   point apart costs more than all else in this record
/// @param bond what is locked, default asset; zero after it came back
/// @param isTombstoned whether it misbehaved: it was slashed, once and for good
/// @param jailedUntil the first height at which it may get out of jail; 0 where it is in none
public record ValidatorRecord(
    Address operator,
    Ed25519PublicKey consensusKey,
    Bytes blsKey,
    Amount bond,
    ValidatorStatus status,
    boolean isTombstoned,
    long jailedUntil) {
  private static final int SIZE =
      Address.SIZE + Ed25519PublicKey.SIZE + BlsPublicKey.SIZE + Amount.SIZE + 2 + Long.BYTES;

  /// A validator that has just joined.
  public static ValidatorRecord joining(
      Address operator, Ed25519PublicKey consensusKey, BlsPublicKey blsKey, Amount bond) {
    return new ValidatorRecord(
        operator, consensusKey, blsKey.bytes(), bond, ValidatorStatus.ACTIVE, false, 0);
  }

  /// How consensus names it.
  public Address consensusAddress() {
    return consensusKey.consensusAddress();
  }

  public ValidatorRecord withBond(Amount newBond) {
    return new ValidatorRecord(
        operator, consensusKey, blsKey, newBond, status, isTombstoned, jailedUntil);
  }

  public ValidatorRecord active() {
    return with(ValidatorStatus.ACTIVE, isTombstoned, 0);
  }

  public ValidatorRecord jailed(long until) {
    return with(ValidatorStatus.JAILED, isTombstoned, until);
  }

  /// Jailed for good, unless it is leaving already.
  public ValidatorRecord tombstoned() {
    return with(
        status == ValidatorStatus.ACTIVE ? ValidatorStatus.JAILED : status, true, jailedUntil);
  }

  public ValidatorRecord leaving() {
    return with(ValidatorStatus.LEAVING, isTombstoned, 0);
  }

  public ValidatorRecord left() {
    return with(ValidatorStatus.LEFT, isTombstoned, 0).withBond(Amount.ZERO);
  }

  private ValidatorRecord with(ValidatorStatus newStatus, boolean tombstoned, long until) {
    return new ValidatorRecord(operator, consensusKey, blsKey, bond, newStatus, tombstoned, until);
  }

  public Bytes encode() {
    return new ByteWriter(SIZE)
        .address(operator)
        .bytes(consensusKey.bytes())
        .bytes(blsKey)
        .amount(bond)
        .u8(status.code())
        .u8(isTombstoned ? 1 : 0)
        .u64(jailedUntil)
        .toBytes();
  }

  public static ValidatorRecord decode(Bytes encoded) {
    ByteReader reader = new ByteReader(encoded);
    ValidatorRecord record =
        new ValidatorRecord(
            reader.address("operator"),
            Ed25519PublicKey.of(reader.bytes("consensusKey", Ed25519PublicKey.SIZE)),
            reader.bytes("blsKey", BlsPublicKey.SIZE),
            reader.amount("bond"),
            ValidatorStatus.ofCode(reader.u8("status")),
            reader.u8("isTombstoned") == 1,
            reader.u64("jailedUntil"));
    reader.expectEnd();
    return record;
  }
}
