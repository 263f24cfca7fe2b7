package weft.ledger.state;

import java.util.Optional;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.RollupTerms;

/// A rollup in the registry.
///
/// @param bond what is locked, default asset; zero after it came back
/// @param announcedHeight when the announced change or closing happens; 0 without one
/// @param announced the announced change, where one is
public record RollupRecord(
    RollupId rollup,
    Address owner,
    RollupTerms terms,
    RollupStatus status,
    Amount bond,
    long registeredHeight,
    long announcedHeight,
    Optional<AnnouncedChange> announced) {

  public record AnnouncedChange(RollupTerms terms, Optional<Address> newOwner) {}

  public RollupRecord announcing(AnnouncedChange change, long height) {
    return new RollupRecord(
        rollup, owner, terms, status, bond, registeredHeight, height, Optional.of(change));
  }

  public RollupRecord announcingClosing(long height) {
    return new RollupRecord(
        rollup,
        owner,
        terms,
        RollupStatus.CLOSING,
        bond,
        registeredHeight,
        height,
        Optional.empty());
  }

  /// The record once its announced change is in force; the same record where none is announced, as
  /// somebody may find who reads a state that moves on meanwhile.
  public RollupRecord changed() {
    return announced.map(this::with).orElse(this);
  }

  private RollupRecord with(AnnouncedChange change) {
    return new RollupRecord(
        rollup,
        change.newOwner().orElse(owner),
        change.terms(),
        status,
        bond,
        registeredHeight,
        0,
        Optional.empty());
  }

  public RollupRecord closed() {
    return new RollupRecord(
        rollup, owner, terms, RollupStatus.CLOSED, bond, registeredHeight, 0, Optional.empty());
  }

  public RollupRecord withoutBond() {
    return new RollupRecord(
        rollup, owner, terms, status, Amount.ZERO, registeredHeight, announcedHeight, announced);
  }

  public Bytes encode() {
    ByteWriter writer = new ByteWriter(256).text(rollup.name()).address(owner);
    TermsLayout.write(writer, terms);
    writer.u8(status.code()).amount(bond).u64(registeredHeight).u64(announcedHeight);
    writer.u8(announced.isPresent() ? 1 : 0);
    announced.ifPresent(change -> writeChange(writer, change));
    return writer.toBytes();
  }

  public static RollupRecord decode(Bytes encoded) {
    ByteReader reader = new ByteReader(encoded);
    RollupRecord record =
        new RollupRecord(
            RollupId.of(reader.text("name", RollupId.MAX_NAME_LENGTH)),
            reader.address("owner"),
            TermsLayout.read(reader),
            RollupStatus.ofCode(reader.u8("status")),
            reader.amount("bond"),
            reader.u64("registeredHeight"),
            reader.u64("announcedHeight"),
            reader.u8("isAnnounced") == 1 ? Optional.of(readChange(reader)) : Optional.empty());
    reader.expectEnd();
    return record;
  }

  private static void writeChange(ByteWriter writer, AnnouncedChange change) {
    TermsLayout.write(writer, change.terms());
    writer.u8(change.newOwner().isPresent() ? 1 : 0);
    change.newOwner().ifPresent(writer::address);
  }

  private static AnnouncedChange readChange(ByteReader reader) {
    RollupTerms terms = TermsLayout.read(reader);
    return new AnnouncedChange(
        terms,
        reader.u8("hasNewOwner") == 1 ? Optional.of(reader.address("newOwner")) : Optional.empty());
  }
}
