package weft.protocol.transaction;

import java.util.List;
import java.util.Optional;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.BlsPublicKey;
import weft.primitives.BlsSignature;
import weft.primitives.Bytes;
import weft.primitives.Ed25519PublicKey;
import weft.primitives.Hash32;

/// One thing that a transaction does. All actions of a transaction are done, in order, or none.
public sealed interface Action {

  /// Payloads for one rollup, contiguous in its lane.
  record Submit(RollupId rollup, List<Payload> payloads) implements Action {
    public Submit {
      payloads = List.copyOf(payloads);
    }
  }

  /// Payloads for several rollups: contiguous in each lane and in order, or none of them.
  record Bundle(List<BundleEntry> entries) implements Action {
    public Bundle {
      entries = List.copyOf(entries);
    }
  }

  /// One payload of a bundle.
  record BundleEntry(RollupId rollup, Payload payload) {}

  record Transfer(Address to, AssetId asset, Amount amount) implements Action {}

  /// Makes the signer the owner of a new rollup and takes its bond.
  record RegisterRollup(RollupId rollup, RollupTerms terms) implements Action {}

  /// Replaces the terms, and the owner if given, from `activationHeight` on.
  record ChangeRollup(
      RollupId rollup, RollupTerms terms, Optional<Address> newOwner, long activationHeight)
      implements Action {}

  /// Ends the lane from `activationHeight` on; the bond comes back after the unbonding delay.
  record CloseRollup(RollupId rollup, long activationHeight) implements Action {}

  /// Opens or changes the signer's sponsorship of one rollup's payloads.
  record SetSponsorship(RollupId rollup, SponsorshipTerms terms) implements Action {}

  record CloseSponsorship(RollupId rollup) implements Action {}

  /// Moves all that the signer has earned, or got back, in one asset into its balance.
  record Claim(AssetId asset) implements Action {}

  /// Approval of one parameter change, by a governance key or, on a network, by a validator.
  record ChangeParameter(String name, String value, long activationHeight) implements Action {}

  /// Makes the signer the operator of a new validator and takes its bond.
  ///
  /// @param consensusProof the consensus key's signature that the signer operates it, 64 bytes
  /// @param possession proof of the BLS key's possession
  record JoinValidators(
      Ed25519PublicKey consensusKey,
      Bytes consensusProof,
      BlsPublicKey blsKey,
      BlsSignature possession,
      Amount bond)
      implements Action {}

  /// Adds to the bond of the signer's validator.
  record AddBond(Amount amount) implements Action {}

  /// Takes the signer's validator out for good; the bond comes back after the unbonding delay.
  record LeaveValidators() implements Action {}

  /// Takes the signer's validator out of jail.
  record Unjail() implements Action {}

  /// A validator's approval of one software upgrade.
  ///
  /// @param activationHeight the first height that only the upgraded software may execute
  /// @param hash names the software
  record AnnounceUpgrade(String name, long activationHeight, Hash32 hash) implements Action {}
}
