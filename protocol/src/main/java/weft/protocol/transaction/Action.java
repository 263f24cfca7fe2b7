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
import weft.primitives.Sha256;
import weft.protocol.mechanism.Modules;

/// One thing that a transaction does. All actions of a transaction are done, in order, or none.
public sealed interface Action {

  /// One that places payloads into lanes.
  sealed interface Placing extends Action {}

  /// One that changes the state, or says what its transaction is, and places nothing.
  sealed interface Stating extends Action {}

  /// Payloads for one rollup, contiguous in its lane.
  record Submit(RollupId rollup, List<Payload> payloads) implements Placing {
    public Submit {
      payloads = List.copyOf(payloads);
    }
  }

  /// Payloads for several rollups: contiguous in each lane and in order, or none of them.
  record Bundle(List<BundleEntry> entries) implements Placing {
    public Bundle {
      entries = List.copyOf(entries);
    }
  }

  /// One payload of a bundle.
  record BundleEntry(RollupId rollup, Payload payload) {}

  record Transfer(Address to, AssetId asset, Amount amount) implements Stating {}

  /// Makes the signer the owner of a new rollup and takes its bond.
  record RegisterRollup(RollupId rollup, RollupTerms terms) implements Stating {}

  /// Replaces the terms, and the owner if given, from `activationHeight` on.
  record ChangeRollup(
      RollupId rollup, RollupTerms terms, Optional<Address> newOwner, long activationHeight)
      implements Stating {}

  /// Ends the lane from `activationHeight` on; the bond comes back after the unbonding delay.
  record CloseRollup(RollupId rollup, long activationHeight) implements Stating {}

  /// Opens or changes the signer's sponsorship of one rollup's payloads.
  record SetSponsorship(RollupId rollup, SponsorshipTerms terms) implements Stating {}

  record CloseSponsorship(RollupId rollup) implements Stating {}

  /// Moves all that the signer has earned, or got back, in one asset into its balance.
  record Claim(AssetId asset) implements Stating {}

  /// Approval of one parameter change, by a governance key or, on a network, by a validator.
  record ChangeParameter(String name, String value, long activationHeight) implements Stating {}

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
      implements Stating {}

  /// Adds to the bond of the signer's validator.
  record AddBond(Amount amount) implements Stating {}

  /// Takes the signer's validator out for good; the bond comes back after the unbonding delay.
  record LeaveValidators() implements Stating {}

  /// Takes the signer's validator out of jail.
  record Unjail() implements Stating {}

  /// Locks an amount of the signer's balance: bids in this asset are paid from it.
  record BondBids(AssetId asset, Amount amount) implements Stating {}

  /// Announces that an amount of what is locked for bids comes back, which it does after a delay.
  record UnbondBids(AssetId asset, Amount amount) implements Stating {}

  /// Commits to a bid of the signer's that it shows in a later block; part of what it locked for
  /// bids is held against that.
  ///
  /// @param commitment see [SealedBid#commitment]
  /// @param asset that the bid is in
  /// @param deposit what is lost if the bid is not shown in time, at least 1
  record SealBid(Hash32 commitment, AssetId asset, Amount deposit) implements Stating {}

  /// An offer to pay for having the payloads of other transactions first in the lanes of a package.
  /// It is the only action of its transaction.
  ///
  /// @param rollups the package, ascending by id, 1 to 8
  /// @param transactions hashes of the transactions, 1 to 16, in the order in which their payloads
  ///   are to stand in the lanes
  /// @param amount at least 1
  /// @param firstHeight the first block that it is for; 0 = any
  /// @param exclusiveGroup of the signer's bids in one asset with one number at most one wins in a
  ///   block; 0 = none
  /// @param budget the most that the signer's winning bids of the block may offer together, in this
  ///   asset; of several the smallest counts; 0 = none
  /// @param split what each rollup is to get, in the order of the rollups, in sum the amount; empty
  ///   where that is left to the mechanism
  /// @param orderFlow what the named transactions ask for by their [RefundTerms], ascending by
  ///   place
  /// @param salt opens the seal that was made for it before; empty: it was never sealed
  record Bid(
      List<RollupId> rollups,
      List<Hash32> transactions,
      AssetId asset,
      Amount amount,
      long firstHeight,
      long exclusiveGroup,
      Amount budget,
      List<Amount> split,
      List<OrderFlow> orderFlow,
      Optional<Hash32> salt)
      implements Stating {
    public Bid {
      rollups = List.copyOf(rollups);
      transactions = List.copyOf(transactions);
      split = List.copyOf(split);
      orderFlow = List.copyOf(orderFlow);
    }

    /// A bid that was never sealed.
    public Bid(
        List<RollupId> rollups,
        List<Hash32> transactions,
        AssetId asset,
        Amount amount,
        long firstHeight,
        long exclusiveGroup,
        Amount budget,
        List<Amount> split,
        List<OrderFlow> orderFlow) {
      this(
          rollups,
          transactions,
          asset,
          amount,
          firstHeight,
          exclusiveGroup,
          budget,
          split,
          orderFlow,
          Optional.empty());
    }

    /// A bid on transactions that ask for nothing.
    public Bid(
        List<RollupId> rollups,
        List<Hash32> transactions,
        AssetId asset,
        Amount amount,
        long firstHeight,
        long exclusiveGroup,
        Amount budget,
        List<Amount> split) {
      this(
          rollups,
          transactions,
          asset,
          amount,
          firstHeight,
          exclusiveGroup,
          budget,
          split,
          List.of());
    }

    /// The same, which opens a seal.
    public Bid sealedWith(Hash32 salt) {
      return with(Optional.of(salt));
    }

    /// The same without a salt.
    public Bid unsealed() {
      return with(Optional.empty());
    }

    private Bid with(Optional<Hash32> salt) {
      return new Bid(
          rollups,
          transactions,
          asset,
          amount,
          firstHeight,
          exclusiveGroup,
          budget,
          split,
          orderFlow,
          salt);
    }
  }

  /// Lets its transaction be executed only where a winning bid of the block names it.
  record OnlyInPackage() implements Stating {}

  /// Asks whoever wins with a bid that names its transaction for a part of what the bid brings
  /// above the floors of its rollups, where their mechanism refunds order flow.
  ///
  /// @param recipient who gets it
  /// @param percent 1 to 100; counts where the mechanism refunds by percentage
  record RefundTerms(Address recipient, int percent) implements Stating {}

  /// One reporter's word on what came of a rollup's lane block, which a part of what its head
  /// brought waits for.
  ///
  /// @param height of the block in which the head was sold, at least 1
  record ReportSignals(RollupId rollup, long height, Signals signals) implements Stating {}

  /// Registers a module that mechanisms may name by its id, the SHA-256 of its bytes, and pays for
  /// its place. Once in a transaction.
  ///
  /// @param code a WebAssembly module, 1 to [Modules#MAX_BYTES] bytes
  record RegisterModule(Bytes code) implements Stating {
    /// What mechanisms name it by.
    public Hash32 id() {
      return Sha256.hash(code);
    }
  }

  /// A validator's approval of one software upgrade.
  ///
  /// @param activationHeight the first height that only the upgraded software may execute
  /// @param hash names the software
  record AnnounceUpgrade(String name, long activationHeight, Hash32 hash) implements Stating {}
}
