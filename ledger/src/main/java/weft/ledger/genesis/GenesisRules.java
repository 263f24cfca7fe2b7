package weft.ledger.genesis;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import weft.ledger.parameter.ConversionRate;
import weft.ledger.parameter.Parameter;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.TransactionLimits;

/// What a genesis must fulfil.
final class GenesisRules {
  static final int MAX_CHAIN_NAME_LENGTH = 64;
  static final int MAX_GOVERNANCE_KEYS = 100;
  static final int MAX_ASSETS = 16;
  static final int MAX_BALANCES = 10_000_000;

  /// 2^127 - 1: far from where the sum of an asset's amounts could wrap, and below every fee that
  /// is too great for 128 bits, so that nobody can pay such a fee.
  static final Amount MAX_SUPPLY = Amount.parse("170141183460469231731687303715884105727");

  private final Genesis genesis;
  private final List<String> problems = new ArrayList<>();

  private GenesisRules(Genesis genesis) {
    this.genesis = genesis;
  }

  static List<String> problems(Genesis genesis) {
    List<String> problems = new ArrayList<>(problemsButProofs(genesis));
    problems.addAll(GenesisNetwork.unproven(genesis));
    return List.copyOf(problems);
  }

  /// All but what is slow to find out.
  static List<String> problemsButProofs(Genesis genesis) {
    GenesisRules rules = new GenesisRules(genesis);
    rules.checkChain();
    rules.checkAssets();
    rules.checkBalances();
    rules.checkGovernance();
    genesis.parameters().forEach(rules::checkParameter);
    if (genesis.isNetwork()) {
      rules.problems.addAll(GenesisNetwork.problems(genesis));
    }
    return List.copyOf(rules.problems);
  }

  private void require(boolean holds, String problem) {
    if (!holds) {
      problems.add(problem);
    }
  }

  private void checkChain() {
    require(
        genesis.chainId() >= 1 && genesis.chainId() <= TransactionLimits.MAX_CHAIN_ID,
        "chainId is 1 to 2^53 - 1, got " + genesis.chainId());
    require(genesis.timeMs() >= 0, "timeMs is at least 0, got " + genesis.timeMs());
    String name = genesis.chainName();
    require(
        !name.isEmpty()
            && name.length() <= MAX_CHAIN_NAME_LENGTH
            && name.chars().allMatch(c -> c >= ' ' && c < 0x7f),
        "chainName has 1 to " + MAX_CHAIN_NAME_LENGTH + " printable ASCII characters");
    require(
        genesis.isNetwork() || !genesis.validator().equals(Address.ZERO),
        "validator is not the zero address");
  }

  private void checkAssets() {
    require(
        genesis.assets().size() <= MAX_ASSETS,
        "assets has at most " + MAX_ASSETS + " entries, got " + genesis.assets().size());
    Set<AssetId> seen = new LinkedHashSet<>();
    seen.add(genesis.defaultAsset());
    for (Genesis.AssetRate rate : genesis.assets()) {
      require(
          seen.add(rate.asset()),
          "assets names " + rate.asset() + " once, and never the default asset");
      require(
          inRange(rate.numerator()) && inRange(rate.denominator()),
          "the rate of " + rate.asset() + " has numbers of 1.." + ConversionRate.MAX);
    }
  }

  private static boolean inRange(long part) {
    return part >= 1 && part <= ConversionRate.MAX;
  }

  private void checkBalances() {
    require(
        genesis.balances().size() <= MAX_BALANCES,
        "balances has at most " + MAX_BALANCES + " entries, got " + genesis.balances().size());
    Map<AssetId, Set<Address>> holders = new TreeMap<>();
    SortedMap<AssetId, Amount> supplies = new TreeMap<>();
    for (Genesis.Balance balance : genesis.balances()) {
      Set<Address> ofAsset = holders.computeIfAbsent(balance.asset(), _ -> new LinkedHashSet<>());
      // An address is costly to write, and there may be millions.
      if (!ofAsset.add(balance.account())) {
        problems.add("balances lists " + balance.account() + " once in " + balance.asset());
      }
      if (balance.amount().isZero()) {
        problems.add(
            "the balance of " + balance.account() + " in " + balance.asset() + " is at least 1");
      }
      supplies.merge(balance.asset(), balance.amount(), Amount::saturatingPlus);
    }
    for (GenesisValidator validator : genesis.validators()) {
      supplies.merge(genesis.defaultAsset(), validator.bond(), Amount::saturatingPlus);
    }
    supplies.forEach(
        (asset, supply) ->
            require(
                supply.compareTo(MAX_SUPPLY) <= 0,
                "the balances and bonds in " + asset + " sum to at most 2^127 - 1, got " + supply));
  }

  private void checkGovernance() {
    int keys = genesis.governance().size();
    int threshold = genesis.governanceThreshold();
    require(
        keys <= MAX_GOVERNANCE_KEYS && new LinkedHashSet<>(genesis.governance()).size() == keys,
        "governance has at most " + MAX_GOVERNANCE_KEYS + " different keys");
    require(
        keys == 0 ? threshold == 0 : threshold >= 1 && threshold <= keys,
        "governanceThreshold is 1 to the number of keys ("
            + keys
            + "), or 0 without keys, got "
            + threshold);
  }

  private void checkParameter(String name, String value) {
    Optional<Parameter> parameter =
        Parameter.ofId(name).filter(one -> genesis.isNetwork() || !one.isOfNetworks());
    if (parameter.isEmpty()) {
      problems.add(
          "parameters names only parameters of docs/protocol/parameters.md, got "
              + name
              + " (rates belong into assets)");
    } else {
      require(
          parameter.get().accepts(value),
          "parameter " + name + " is " + parameter.get().range() + ", got " + value);
    }
  }
}
