package weft.ledger.parameter;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import weft.primitives.Amount;

/// Every number of the chain that governance may change: its name, default, range and unit.
///
/// Each value is valid or not by itself, so a change never depends on another change; that is why
/// the four shares of fees are one value. Values are texts, in the state as in transactions.
public enum Parameter {
  BLOCK_MAX_BYTES("block.max-bytes", "16777216", "65536", "67108864", "bytes"),
  FEE_BYTE_TARGET("fee.byte-target", "8388608", "1024", "67108864", "bytes per block"),
  FEE_MIN_BASE_PER_BYTE(
      "fee.min-base-per-byte", "100", "0", "1000000000000000000", "units per byte"),
  FEE_MIN_LANE_BASE_PER_BYTE(
      "fee.min-lane-base-per-byte", "10", "0", "1000000000000000000", "units per byte"),
  FEE_LANE_TARGET_PERMILLE(
      "fee.lane-target-permille", "500", "1", "1000", "1/1000 of the lane's byte cap"),
  FEE_CHANGE_DENOMINATOR("fee.change-denominator", "8", "2", "256", "none"),
  FEE_SHARES("fee.shares", "3000/2000/5000/0", "0", "10000", "1/10000"),
  ROLLUP_BOND("rollup.bond", "100000000000", "0", "1000000000000000000000000000000", "units"),
  ROLLUP_UNBONDING_BLOCKS("rollup.unbonding-blocks", "10000", "1", "100000000", "blocks"),
  ROLLUP_MAX_BYTES_PER_BLOCK("rollup.max-bytes-per-block", "4194304", "1024", "67108864", "bytes"),
  CHANGE_MIN_DELAY_BLOCKS("change.min-delay-blocks", "100", "1", "100000000", "blocks"),
  TRANSACTION_MAX_VALIDITY_BLOCKS(
      "transaction.max-validity-blocks", "36000", "1", "100000000", "blocks"),
  ACCOUNT_MAX_CHANNELS("account.max-channels", "256", "1", "65536", "channels"),
  MARKET_MAX_NODES("market.max-nodes", "500000", "1", "100000000", "search nodes"),
  MARKET_MAX_BIDS("market.max-bids", "1000", "144", "10000", "bids per block"),
  MARKET_MAX_BIDS_PER_BIDDER("market.max-bids-per-bidder", "32", "1", "10000", "bids per block"),
  MARKET_FORFEIT_PERMILLE("market.forfeit-permille", "100", "0", "1000", "1/1000 of the bid"),
  MARKET_REVEAL_BLOCKS("market.reveal-blocks", "10", "1", "100", "blocks"),
  MARKET_UNBONDING_BLOCKS("market.unbonding-blocks", "100", "1", "100000000", "blocks"),
  MARKET_MODULE_FEE(
      "market.module-fee", "100000000000", "0", "1000000000000000000000000000000", "units"),
  MARKET_MAX_MODULES("market.max-modules", "256", "0", "65536", "modules"),
  MARKET_MAX_FUEL("market.max-fuel", "1000000", "1", "10000000", "instructions per run"),
  MARKET_MAX_BLOCK_FUEL(
      "market.max-block-fuel", "2000000", "0", "100000000", "instructions per block"),
  VALIDATOR_MAX_COUNT("validator.max-count", "100", "1", "128", "validators"),
  VALIDATOR_MIN_BOND(
      "validator.min-bond", "1000000000000", "0", "1000000000000000000000000000000", "units"),
  VALIDATOR_BOND_PER_POWER(
      "validator.bond-per-power", "1000000000", "1", "1000000000000000000", "units per power"),
  VALIDATOR_UNBONDING_BLOCKS("validator.unbonding-blocks", "2000000", "1", "100000000", "blocks"),
  VALIDATOR_SLASH_PERMILLE("validator.slash-permille", "50", "0", "1000", "1/1000 of the bond"),
  VALIDATOR_MAX_MISSED_BLOCKS("validator.max-missed-blocks", "10000", "1", "100000000", "blocks"),
  VALIDATOR_JAIL_BLOCKS("validator.jail-blocks", "6000", "1", "100000000", "blocks");

  /// Parts of the shares sum to this.
  public static final long SHARES_TOTAL_BPS = 10_000;

  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,37}");
  private static final int SHARE_COUNT = 4;

  private final String id;
  private final String defaultValue;
  private final String least;
  private final String most;
  private final String unit;

  Parameter(String id, String defaultValue, String least, String most, String unit) {
    this.id = id;
    this.defaultValue = defaultValue;
    this.least = least;
    this.most = most;
    this.unit = unit;
  }

  /// Whether only networks have it: a chain with one validator knows nothing of it.
  public boolean isOfNetworks() {
    return id.startsWith("validator.");
  }

  /// The name in transactions, in the state and in docs, such as `fee.byte-target`.
  public String id() {
    return id;
  }

  /// The value where neither genesis nor governance set one.
  public String defaultValue() {
    return defaultValue;
  }

  /// What a number counts. `units` are the smallest units of the default asset.
  public String unit() {
    return unit;
  }

  /// The values that are accepted, for people.
  public String range() {
    return this == FEE_SHARES
        ? "proposer/validators/rollup/burn, four numbers that sum to " + SHARES_TOTAL_BPS
        : least + ".." + most;
  }

  /// Whether a text is an acceptable value. Numbers have no sign, no blanks and no leading zeros.
  public boolean accepts(String value) {
    return this == FEE_SHARES ? isShares(value) : isNumber(value);
  }

  /// The parameter with a name; empty for a name that does not exist.
  public static Optional<Parameter> ofId(String id) {
    return Arrays.stream(values()).filter(parameter -> parameter.id.equals(id)).findFirst();
  }

  private boolean isNumber(String value) {
    if (!NUMBER.matcher(value).matches()) {
      return false;
    }
    Amount number = Amount.parse(value);
    return number.compareTo(Amount.parse(least)) >= 0 && number.compareTo(Amount.parse(most)) <= 0;
  }

  private boolean isShares(String value) {
    String[] shares = value.split("/", -1);
    Amount sum = Amount.ZERO;
    for (String share : shares) {
      if (!isNumber(share)) {
        return false;
      }
      sum = sum.plus(Amount.parse(share));
    }
    return shares.length == SHARE_COUNT && sum.equals(Amount.of(SHARES_TOTAL_BPS));
  }
}
