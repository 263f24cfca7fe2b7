package weft.market;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.selection.Selected;
import weft.market.wasm.KnownModules;
import weft.market.wasm.MarketModule;
import weft.market.wasm.ModuleFault;
import weft.market.wasm.ModuleSelection;
import weft.market.wasm.ModuleShares;
import weft.market.wasm.ShareInput;
import weft.primitives.Hash32;
import weft.protocol.mechanism.Modules;

/// Runs the modules that an auction's mechanisms name, within the auction's fuel, and says what
/// keeps an answer from counting.
///
/// A module that selects may use half of the auction's fuel. Of the rest each package that a module
/// shares may use as much as each that is left, so none can take what another needs.
final class ModuleRuns {
  private static final String UNKNOWN = "unknown-module";

  private final Auction auction;
  private final KnownModules known;
  private final BiConsumer<String, String> fallback;
  private long used;
  private int packagesLeft;

  /// @param fallback takes the code and the reason of each answer that does not count
  ModuleRuns(Auction auction, KnownModules known, BiConsumer<String, String> fallback) {
    this.auction = auction;
    this.known = known;
    this.fallback = fallback;
  }

  /// Instructions executed so far.
  long used() {
    return used;
  }

  /// The winners by a module, where all mechanisms of the auction name the same one to select.
  ///
  /// @param legal indices of the legal bids, ascending
  /// @param declared what the built-in rule selects
  /// @return empty where the built-in rule's winners count
  Optional<Selected> select(List<Integer> legal, Selected declared) {
    List<Optional<Hash32>> named =
        auction.mechanisms().stream()
            .map(mechanism -> mechanism.modules().flatMap(Modules::selection))
            .distinct()
            .toList();
    if (named.size() > 1) {
      fallback.accept("several-selections", "the auction's mechanisms do not select alike");
      return Optional.empty();
    }
    return named.getFirst().flatMap(id -> select(id, legal, declared));
  }

  private Optional<Selected> select(Hash32 id, List<Integer> legal, Selected declared) {
    Optional<MarketModule> module = known.find(id).filter(MarketModule::isSelection);
    if (module.isEmpty()) {
      fallback.accept(UNKNOWN, "there is no module " + id + " that selects");
      return Optional.empty();
    }
    long asked =
        auction.mechanisms().stream()
            .flatMap(mechanism -> mechanism.modules().stream())
            .mapToLong(Modules::fuel)
            .min()
            .orElseThrow();
    long granted = Math.min(asked, auction.fuel() / 2);
    ModuleSelection run = ModuleSelection.of(module.get(), auction, legal, granted, declared);
    used += run.fuel();
    note(run.fault(), id, granted < asked);
    return run.fault().isPresent() ? Optional.empty() : Optional.of(run.selected());
  }

  /// Says who won, before the first call of [#share].
  void won(Selected selected) {
    packagesLeft =
        (int)
            selected.winners().stream()
                .filter(winner -> sharing(auction.bids().get(winner)).isPresent())
                .count();
  }

  private Optional<Modules> sharing(Bid bid) {
    return auction
        .mechanisms()
        .get(bid.mechanism())
        .modules()
        .filter(modules -> modules.sharing().isPresent());
  }

  /// What a winning package's rollups get by the module that its mechanism names.
  ///
  /// @param floors by rollup of the package, ascending
  /// @param alone v(i) by rollup of the auction
  /// @param grandValue what all winners offer together
  /// @param declared what the declared rule gives, in sum what is to be shared
  /// @return empty where the declared rule's answer counts
  Optional<List<BigInteger>> share(
      Bid bid,
      List<BigInteger> floors,
      List<BigInteger> alone,
      BigInteger grandValue,
      List<BigInteger> declared) {
    Optional<Modules> modules = sharing(bid);
    if (modules.isEmpty()) {
      return Optional.empty();
    }
    Hash32 id = modules.get().sharing().orElseThrow();
    long part = (auction.fuel() - used) / packagesLeft--;
    Optional<MarketModule> module = known.find(id).filter(MarketModule::isSharing);
    if (module.isEmpty()) {
      fallback.accept(UNKNOWN, "there is no module " + id + " that shares");
      return Optional.empty();
    }
    long granted = Math.min(modules.get().fuel(), part);
    ShareInput input =
        new ShareInput(
            rollups(bid, floors, alone),
            grandValue,
            bid.rollups(),
            declared.stream().reduce(BigInteger.ZERO, BigInteger::add),
            state(bid.mechanism()));
    ModuleShares run = ModuleShares.of(module.get(), input, granted, declared);
    used += run.fuel();
    note(run.fault(), id, granted < modules.get().fuel());
    return run.fault().isPresent() ? Optional.empty() : Optional.of(run.payments());
  }

  private List<ShareInput.Rollup> rollups(
      Bid bid, List<BigInteger> floors, List<BigInteger> alone) {
    List<ShareInput.Rollup> rollups = new ArrayList<>();
    int place = 0;
    for (int i = 0; i < auction.rollups().size(); i++) {
      rollups.add(
          new ShareInput.Rollup(
              alone.get(i),
              auction.rollups().get(i).reserve(),
              bid.rollups().contains(i) ? floors.get(place++) : BigInteger.ZERO,
              auction.rollups().get(i).weight(bid.mechanism())));
    }
    return rollups;
  }

  /// What rollups publish beside a mechanism is its state: their weights.
  private List<Long> state(int mechanism) {
    return auction.rollups().stream()
        .limit(ShareInput.MAX_ROLLUPS)
        .map(terms -> terms.weight(mechanism).min(BigInteger.valueOf(Long.MAX_VALUE)).longValue())
        .toList();
  }

  private void note(Optional<ModuleFault> fault, Hash32 id, boolean isCurbed) {
    if (fault.isPresent()) {
      boolean isOfBlock = isCurbed && fault.get() == ModuleFault.OUT_OF_FUEL;
      fallback.accept(
          isOfBlock ? "out-of-block-fuel" : fault.get().id(),
          "the declared rule stands in for module " + id);
    }
  }
}
