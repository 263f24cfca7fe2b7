package weft.protocol.transaction;

import java.util.List;
import java.util.Optional;
import weft.primitives.Address;
import weft.primitives.Amount;

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

  /// A governance key's approval of one parameter change.
  record ChangeParameter(String name, String value, long activationHeight) implements Action {}
}
