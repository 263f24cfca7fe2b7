package weft.ledger.genesis;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import weft.ledger.state.StateChanges;
import weft.ledger.state.StateReader;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.transaction.AssetId;
import weft.protocol.validator.ValidatorSet;

/// Everything that a chain starts from.
///
/// @param chainName a readable name; the chain id is what is signed
/// @param validator the embedded engine's only validator: proposes, signs commits, and claims the
///   validators' share of fees; the zero address on a network
/// @param defaultAsset what base fees, bonds and sponsorships are counted in
/// @param assets the other fee assets with their rate to the default asset
/// @param governance keys that may change parameters; none on a network, whose validators may
/// @param governanceThreshold how many of them must approve the same change
/// @param parameters values that differ from the defaults of `Parameter`, by name
/// @param validators those that a network starts with; none where the chain has one validator only
public record Genesis(
    long chainId,
    String chainName,
    long timeMs,
    Address validator,
    AssetId defaultAsset,
    List<AssetRate> assets,
    List<Balance> balances,
    List<Address> governance,
    int governanceThreshold,
    SortedMap<String, String> parameters,
    List<GenesisValidator> validators) {
  public Genesis {
    assets = List.copyOf(assets);
    balances = List.copyOf(balances);
    governance = List.copyOf(governance);
    parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    validators = List.copyOf(validators);
  }

  /// A genesis of a chain with one validator.
  public Genesis(
      long chainId,
      String chainName,
      long timeMs,
      Address validator,
      AssetId defaultAsset,
      List<AssetRate> assets,
      List<Balance> balances,
      List<Address> governance,
      int governanceThreshold,
      SortedMap<String, String> parameters) {
    this(
        chainId,
        chainName,
        timeMs,
        validator,
        defaultAsset,
        assets,
        balances,
        governance,
        governanceThreshold,
        parameters,
        List.of());
  }

  /// Whether several validators run the chain, and not one.
  public boolean isNetwork() {
    return !validators.isEmpty();
  }

  public record Balance(Address account, AssetId asset, Amount amount) {}

  /// Fee in this asset = ceil(fee in the default asset * numerator / denominator).
  public record AssetRate(AssetId asset, long numerator, long denominator) {}

  /// What is wrong with it, one sentence each, naming the field and the limit; empty if a chain can
  /// start from it.
  public List<String> problems() {
    return GenesisRules.problems(this);
  }

  /// The fixed layout of docs/protocol/state.md. Lists keep their order, so two genesis documents
  /// that list the same things in another order start different chains.
  ///
  /// @throws IllegalArgumentException if it has [problems][#problems]; but the proofs of
  ///   validators, which take long to check and do not change the layout, are left to
  ///   [#initialState]
  public Bytes encode() {
    requireNone(GenesisRules.problemsButProofs(this));
    return GenesisLayout.encode(this);
  }

  /// Reads what [#encode] wrote.
  ///
  /// @throws weft.primitives.MalformedException if the bytes are not of that layout
  public static Genesis decode(Bytes encoded) {
    return GenesisLayout.decode(encoded);
  }

  /// SHA-256 of the encoding: the chain's identity besides its id.
  public Hash32 hash() {
    return Sha256.hash(encode());
  }

  /// All keys of the state at height 0.
  ///
  /// @throws IllegalArgumentException if it has [problems][#problems]
  public StateChanges initialState() {
    requireNone(problems());
    return GenesisState.of(this);
  }

  /// The validators that attest the first blocks of a network.
  ///
  /// @throws IllegalArgumentException if it has [problems][#problems]
  /// @throws IllegalStateException if the chain is no network
  public ValidatorSet firstValidators() {
    SortedMap<Bytes, Optional<Bytes>> state = initialState().entries();
    return new StateReader(key -> state.getOrDefault(key, Optional.empty()).orElse(null))
        .validatorSets()
        .last();
  }

  private static void requireNone(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("the genesis is unsound: " + String.join("; ", problems));
    }
  }
}
