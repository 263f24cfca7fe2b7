package weft.chain.block;

import java.util.Optional;
import weft.primitives.Bytes;
import weft.protocol.validator.Attestation;
import weft.protocol.validator.BlockStatement;
import weft.protocol.validator.ExtendedCommit;
import weft.protocol.validator.ValidatorSet;

/// What a valid block of a network brings about the block before.
public final class CarriedAttestation {
  private CarriedAttestation() {}

  /// The entry of a valid block in which the votes for the block before stand.
  public static Bytes votes(BlockCandidate block) {
    return block.entries().get(1);
  }

  /// The attestation that the votes in a block make; empty if too few of them attest. The same on
  /// every node, unlike what a node collects by itself.
  ///
  /// @param parent what validators attest about the block before
  /// @param set that voted for it
  /// @param votes see [#votes]
  public static Optional<Attestation> of(BlockStatement parent, ValidatorSet set, Bytes votes) {
    return Attestation.collect(
        parent, set, CarriedVotes.attestations(ExtendedCommit.decode(votes)));
  }

  /// The same, where more than a third of power is enough. It is there in every valid block while
  /// less than a third of power signs badly, since the votes are those of more than two thirds.
  static Optional<Attestation> handOver(BlockStatement parent, ValidatorSet set, Bytes votes) {
    return Attestation.collectHandOver(
        parent, set, CarriedVotes.attestations(ExtendedCommit.decode(votes)));
  }
}
