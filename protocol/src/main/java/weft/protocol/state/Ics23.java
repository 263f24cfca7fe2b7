package weft.protocol.state;

import weft.primitives.Bytes;

/// The fixed bytes of the ICS-23 messages (`cosmos/ics23/v1/proofs.proto`) for `SmtSpec`.
///
/// Field numbers: CommitmentProof { exist 1, nonexist 2 }; NonExistenceProof { key 1, left 2, right
/// 3 }; ExistenceProof { key 1, value 2, leaf 3, path 4 }; LeafOp { hash 1, prehash_key 2,
/// prehash_value 3, length 4, prefix 5 }; InnerOp { hash 1, prefix 2, suffix 3 }. All that occur
/// are length-delimited, so a tag is `number << 3 | 2`.
final class Ics23 {
  static final Bytes EXIST = tag(1);
  static final Bytes NONEXIST = tag(2);
  static final Bytes KEY = tag(1);
  static final Bytes VALUE = tag(2);
  static final Bytes LEFT = tag(2);
  static final Bytes RIGHT = tag(3);

  /// Field `leaf`: SHA-256 for hash, key and value; no length; prefix 00.
  static final Bytes LEAF = Bytes.fromHex("1a09 0801 1001 1801 2a0100".replace(" ", ""));

  /// Field `path` whose prefix is 01 and the sibling, which follows; no suffix.
  static final Bytes STEP_SIBLING_LEFT = Bytes.fromHex("2225 0801 1221 01".replace(" ", ""));

  /// Field `path` whose prefix is 01 and whose suffix is the sibling, which follows.
  static final Bytes STEP_SIBLING_RIGHT = Bytes.fromHex("2227 0801 1201 01 1a20".replace(" ", ""));

  private static final int LENGTH_DELIMITED = 2;

  private Ics23() {}

  private static Bytes tag(int number) {
    return Bytes.wrap(new byte[] {(byte) ((number << 3) | LENGTH_DELIMITED)});
  }
}
