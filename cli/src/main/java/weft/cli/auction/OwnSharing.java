package weft.cli.auction;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import weft.market.Outcome;
import weft.market.auction.Auction;
import weft.market.auction.RollupSet;
import weft.market.wasm.MarketModule;
import weft.market.wasm.ModuleShares;
import weft.market.wasm.ShareInput;

/// A module that shares, as a file names it beside the rule that holds where it fails.
///
/// @param fuel instructions that each run may execute
/// @param state words that the module reads
record OwnSharing(MarketModule module, long fuel, List<Long> state) {
  OwnSharing {
    state = List.copyOf(state);
  }

  /// What each winning package's rollups get, by winner.
  List<ModuleShares> share(Auction auction, Outcome outcome) {
    List<ModuleShares> shares = new ArrayList<>();
    for (int i = 0; i < outcome.selected().winners().size(); i++) {
      int winner = outcome.selected().winners().get(i);
      RollupSet sold = auction.bids().get(winner).rollups();
      List<BigInteger> declared = sold.indices().mapToObj(outcome.payments()::get).toList();
      List<BigInteger> floors = outcome.certificate().settled().get(i).floors();
      ShareInput input =
          new ShareInput(
              rollups(auction, outcome.certificate().alone(), sold, floors),
              outcome.selected().value(),
              sold,
              declared.stream().reduce(BigInteger.ZERO, BigInteger::add),
              state);
      shares.add(ModuleShares.of(module, input, fuel, declared));
    }
    return shares;
  }

  private static List<ShareInput.Rollup> rollups(
      Auction auction, List<BigInteger> alone, RollupSet sold, List<BigInteger> floors) {
    List<ShareInput.Rollup> rollups = new ArrayList<>();
    int place = 0;
    for (int i = 0; i < auction.rollups().size(); i++) {
      rollups.add(
          new ShareInput.Rollup(
              alone.get(i),
              auction.rollups().get(i).reserve(),
              sold.contains(i) ? floors.get(place++) : BigInteger.ZERO,
              auction.rollups().get(i).weight(0)));
    }
    return rollups;
  }
}
