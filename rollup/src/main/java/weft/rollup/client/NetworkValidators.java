package weft.rollup.client;

import java.util.ArrayList;
import java.util.List;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.BlsPublicKey;
import weft.primitives.Bytes;
import weft.primitives.Ed25519PublicKey;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.protocol.validator.Validator;
import weft.protocol.validator.ValidatorSet;

/// A network's validators as a node sent them, unverified.
///
/// @param height a height that they attest
/// @param members in the order of the set
public record NetworkValidators(long height, Hash32 hash, long totalPower, List<Member> members) {
  public NetworkValidators {
    members = List.copyOf(members);
  }

  /// A validator.
  ///
  /// @param operator the account that acts for it
  /// @param bond default asset
  /// @param status `active`, `jailed`, `leaving` or `left`
  public record Member(
      Address operator,
      Address consensusAddress,
      Bytes consensusKey,
      Bytes blsKey,
      long power,
      Amount bond,
      String status) {}

  /// The set that they are.
  ///
  /// @throws MalformedException if they are none, or none with this hash
  public ValidatorSet set() {
    try {
      List<Validator> validators = new ArrayList<>();
      for (Member member : members) {
        validators.add(
            new Validator(
                Ed25519PublicKey.of(member.consensusKey()),
                BlsPublicKey.of(member.blsKey())
                    .orElseThrow(() -> new IllegalArgumentException("is no BLS key")),
                member.power()));
      }
      ValidatorSet set = ValidatorSet.of(validators);
      if (!set.hash().equals(hash)) {
        throw new IllegalArgumentException("have hash " + set.hash() + ", not " + hash);
      }
      return set;
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new MalformedException("validators", String.valueOf(e.getMessage()));
    }
  }
}
