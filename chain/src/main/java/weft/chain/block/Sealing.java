package weft.chain.block;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import weft.chain.store.BlockSeal;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.protocol.validator.Attestation;
import weft.protocol.validator.BlockStatement;
import weft.protocol.validator.ValidatorSet;
import weft.protocol.validator.VoteExtension;

/// Joins what a network's validators attested.
final class Sealing {
  private Sealing() {}

  /// The seal of a block that is being committed.
  ///
  /// @param extensions of the votes for it that this node saw, by consensus address
  static BlockSeal.Network seal(
      BlockStatement statement, ValidatorSet set, SortedMap<Address, Bytes> extensions) {
    TreeMap<Integer, Bytes> signatures = new TreeMap<>();
    for (Map.Entry<Address, Bytes> vote : extensions.entrySet()) {
      OptionalInt index = set.indexOf(vote.getKey());
      Optional<VoteExtension> extension = VoteExtension.decode(vote.getValue());
      if (index.isPresent() && extension.isPresent()) {
        signatures.put(index.getAsInt(), extension.get().attestation());
      }
    }
    return new BlockSeal.Network(
        statement, set.hash(), Attestation.collect(statement, set, signatures));
  }

  /// The seal of the block before, if it had none yet and the votes in this block make one.
  ///
  /// @param known the seal of the block before as the store has it; empty at genesis
  /// @param set that voted for it
  static Optional<BlockSeal.Network> parentSeal(
      Optional<BlockSeal> known, ValidatorSet set, BlockCandidate block) {
    return unsealed(known)
        .flatMap(
            parent ->
                CarriedAttestation.of(parent.statement(), set, CarriedAttestation.votes(block))
                    .map(parent::with));
  }

  /// What shows that validators changed after the block before, where that block is not attested,
  /// nor ever will be: those of the votes in this block that are good.
  ///
  /// @param known the seal of the block before as the store has it; empty at genesis
  /// @param set that voted for it
  static Optional<BlockSeal.Network> handOver(
      Optional<BlockSeal> known, ValidatorSet set, BlockCandidate block) {
    return unsealed(known)
        .flatMap(
            parent ->
                CarriedAttestation.handOver(
                        parent.statement(), set, CarriedAttestation.votes(block))
                    .map(parent::with));
  }

  private static Optional<BlockSeal.Network> unsealed(Optional<BlockSeal> known) {
    return known
        .filter(BlockSeal.Network.class::isInstance)
        .map(BlockSeal.Network.class::cast)
        .filter(parent -> parent.attestation().isEmpty());
  }
}
