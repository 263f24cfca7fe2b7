package weft.ledger.parameter;

import weft.ledger.state.StateReader;
import weft.primitives.Amount;

/// The numbers about the market in force for one block.
///
/// @param maxNodes the greatest node budget of a mechanism that a rollup may accept, and what
///   selecting in all auctions of a block may take
/// @param maxBids of a block. Never below 144: so many can be attested, three times what one
///   validator lists
/// @param maxBidsPerBidder that take part in a block's auctions
/// @param forfeitPermille what a bid loses whose transactions are missing, of its amount
/// @param revealBlocks in how many blocks after its seal a sealed bid may be shown
/// @param unbondingBlocks from asking for a bond for bids to its being claimable
/// @param moduleFee what registering a module costs, default asset; burned
/// @param maxModules that can be registered
/// @param maxFuel the most that a mechanism may allow each run of a module
/// @param maxBlockFuel instructions that the modules of a block may execute together
public record MarketParameters(
    long maxNodes,
    long maxBids,
    long maxBidsPerBidder,
    long forfeitPermille,
    long revealBlocks,
    long unbondingBlocks,
    Amount moduleFee,
    long maxModules,
    long maxFuel,
    long maxBlockFuel) {

  /// What a bid of an amount loses if its transactions are missing, rounded up.
  public Amount forfeit(Amount amount) {
    return amount.mulDivCeil(forfeitPermille, 1_000);
  }

  /// Reads the parameters of a state; what was never set has its default.
  public static MarketParameters read(StateReader state) {
    return new MarketParameters(
        Parameters.number(state, Parameter.MARKET_MAX_NODES),
        Parameters.number(state, Parameter.MARKET_MAX_BIDS),
        Parameters.number(state, Parameter.MARKET_MAX_BIDS_PER_BIDDER),
        Parameters.number(state, Parameter.MARKET_FORFEIT_PERMILLE),
        Parameters.number(state, Parameter.MARKET_REVEAL_BLOCKS),
        Parameters.number(state, Parameter.MARKET_UNBONDING_BLOCKS),
        Parameters.amount(state, Parameter.MARKET_MODULE_FEE),
        Parameters.number(state, Parameter.MARKET_MAX_MODULES),
        Parameters.number(state, Parameter.MARKET_MAX_FUEL),
        Parameters.number(state, Parameter.MARKET_MAX_BLOCK_FUEL));
  }
}
