package weft.protocol.validator;

import weft.primitives.Address;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Ed25519PrivateKey;
import weft.primitives.Ed25519PublicKey;

/// What a consensus key signs once to say who operates it. Without it, anybody could register the
/// key of another validator, which then could not join any more.
///
/// The message cannot be taken for a vote: a vote begins with the number of bytes that follow, and
/// this begins with 119, the letter `w`, where 48 bytes follow.
public final class ConsensusKeyProof {
  private static final Bytes DOMAIN = Bytes.utf8("weft/consensus-key/v1");

  private ConsensusKeyProof() {}

  /// The domain text, the chain id as `u64`, and the operator's address: 49 bytes.
  public static Bytes message(long chainId, Address operator) {
    return new ByteWriter().bytes(DOMAIN).u64(chainId).address(operator).toBytes();
  }

  /// The proof, 64 bytes.
  public static Bytes sign(Ed25519PrivateKey consensusKey, long chainId, Address operator) {
    return consensusKey.sign(message(chainId, operator));
  }

  /// Whether the key agreed to be operated by this account on this chain.
  public static boolean holds(
      Ed25519PublicKey consensusKey, Bytes proof, long chainId, Address operator) {
    return consensusKey.verifies(message(chainId, operator), proof);
  }
}
