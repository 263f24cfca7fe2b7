package weft.chain.store;

import java.util.Optional;
import weft.primitives.Hash32;
import weft.protocol.block.AttestedAnchor;
import weft.protocol.block.BlockAnchor;
import weft.protocol.block.SignedAnchor;
import weft.protocol.validator.Attestation;
import weft.protocol.validator.BlockStatement;

/// Who vouches for a committed block.
public sealed interface BlockSeal {

  /// What a verifier needs of it; empty while too few validators are known to have attested it.
  Optional<BlockAnchor> anchor();

  /// The one validator of an embedded engine does.
  record Solo(SignedAnchor signed) implements BlockSeal {
    @Override
    public Optional<BlockAnchor> anchor() {
      return Optional.of(signed);
    }
  }

  /// The validators of a network do.
  ///
  /// @param statement what they attest
  /// @param validatorsHash the set that they are
  /// @param attestation empty while it is not known; the votes in the next block bring it
  record Network(BlockStatement statement, Hash32 validatorsHash, Optional<Attestation> attestation)
      implements BlockSeal {
    @Override
    public Optional<BlockAnchor> anchor() {
      return attestation.map(known -> new AttestedAnchor(statement, validatorsHash, known));
    }

    public Network with(Attestation known) {
      return new Network(statement, validatorsHash, Optional.of(known));
    }
  }
}
