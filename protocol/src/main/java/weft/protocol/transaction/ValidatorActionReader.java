package weft.protocol.transaction;

import weft.primitives.Amount;
import weft.primitives.BlsPublicKey;
import weft.primitives.BlsSignature;
import weft.primitives.Bytes;
import weft.primitives.Ed25519PublicKey;
import weft.primitives.Hash32;

/// Reads the actions about validators and upgrades.
final class ValidatorActionReader {
  private ValidatorActionReader() {}

  /// Takes about 150 µs for the points of its key and its proof, which is why a transaction has one
  /// such action at most.
  static Action join(StrictReader in) {
    Bytes consensusKey = FieldReader.exactly(in, 1, "consensus_key", Ed25519PublicKey.SIZE);
    Bytes proof = FieldReader.exactly(in, 2, "consensus_proof", Ed25519PublicKey.SIGNATURE_SIZE);
    Bytes blsKey = FieldReader.exactly(in, 3, "bls_key", BlsPublicKey.SIZE);
    Bytes possession = FieldReader.exactly(in, 4, "possession", BlsSignature.SIZE);
    Amount bond = FieldReader.positiveAmount(in, 5, "bond");
    in.end();
    return new Action.JoinValidators(
        Ed25519PublicKey.of(consensusKey),
        proof,
        BlsPublicKey.of(blsKey)
            .orElseThrow(() -> in.invalid("bls_key", "a BLS public key", "other bytes")),
        BlsSignature.of(possession)
            .orElseThrow(() -> in.invalid("possession", "a BLS signature", "other bytes")),
        bond);
  }

  static Action addBond(StrictReader in) {
    Amount amount = FieldReader.positiveAmount(in, 1, "amount");
    in.end();
    return new Action.AddBond(amount);
  }

  static Action leave(StrictReader in) {
    in.end();
    return new Action.LeaveValidators();
  }

  static Action unjail(StrictReader in) {
    in.end();
    return new Action.Unjail();
  }

  static Action announceUpgrade(StrictReader in) {
    String name = in.printable(1, "name", TransactionLimits.MAX_UPGRADE_NAME_LENGTH);
    long activationHeight = FieldReader.positive(in, 2, "activation_height");
    Bytes hash = FieldReader.exactly(in, 3, "hash", Hash32.SIZE);
    in.end();
    FieldReader.requireName(in, "name", name);
    return new Action.AnnounceUpgrade(name, activationHeight, Hash32.of(hash));
  }
}
