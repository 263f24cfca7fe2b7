package weft.examples.amm;

import java.util.Map;
import java.util.TreeMap;

/// What a bot has done so far.
///
/// @param sent transactions that were signed and sent
/// @param received receipts
/// @param soft transactions that became soft
/// @param dropped transactions that were taken and then expired, replaced or refused
/// @param unknown submissions without a valid answer
/// @param refused refusals by code
public record BotCounters(
    long sent, long received, long soft, long dropped, long unknown, Map<String, Long> refused) {
  public BotCounters {
    refused = Map.copyOf(refused);
  }

  /// Refusals by code, in the order of the codes.
  public Map<String, Long> refusedSorted() {
    return new TreeMap<>(refused);
  }
}
