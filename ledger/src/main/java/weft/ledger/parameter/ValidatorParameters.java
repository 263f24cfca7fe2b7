package weft.ledger.parameter;

import weft.ledger.state.StateReader;
import weft.primitives.Amount;

/// The numbers about a network's validators in force for one block.
///
/// @param maxCount the most validators of a set
/// @param minBond the least bond to join, or to come back from jail, default asset
/// @param bondPerPower bond for one unit of power, default asset
/// @param unbondingBlocks from leaving to the bond being claimable; also how long a jailing for
///   downtime is held against the bound on them
/// @param slashPermille what misbehaviour costs, in thousandths of the bond
/// @param maxMissedBlocks the counter of missed blocks at which a validator is jailed
/// @param jailBlocks the least stay in jail
public record ValidatorParameters(
    int maxCount,
    Amount minBond,
    long bondPerPower,
    long unbondingBlocks,
    long slashPermille,
    long maxMissedBlocks,
    long jailBlocks) {
  /// Reads the parameters of a state; what was never set has its default.
  public static ValidatorParameters read(StateReader state) {
    return new ValidatorParameters(
        Math.toIntExact(Parameters.number(state, Parameter.VALIDATOR_MAX_COUNT)),
        Parameters.amount(state, Parameter.VALIDATOR_MIN_BOND),
        Parameters.number(state, Parameter.VALIDATOR_BOND_PER_POWER),
        Parameters.number(state, Parameter.VALIDATOR_UNBONDING_BLOCKS),
        Parameters.number(state, Parameter.VALIDATOR_SLASH_PERMILLE),
        Parameters.number(state, Parameter.VALIDATOR_MAX_MISSED_BLOCKS),
        Parameters.number(state, Parameter.VALIDATOR_JAIL_BLOCKS));
  }
}
