package weft.node.mempool;

import java.util.Comparator;
import weft.primitives.Address;
import weft.primitives.Amount;

/// A transaction that passed every check but its signature's: whose it is, and so whose tip it
/// promises, is not proven yet.
///
/// @param arrival rises with each transaction that was submitted; no two have the same
/// @param checkedHeight the newest committed height when the ledger was asked
/// @param sender who hears what becomes of it
record Incoming(
    Newcomer newcomer, long arrival, long receivedTimeMs, long checkedHeight, Sender sender) {
  /// The lowest tip per byte, of equal ones the last that came.
  static final Comparator<Incoming> WEAKEST_FIRST = Incoming::compareStrength;

  /// The order in a channel. Of several with the same sequence the best comes first, so that a
  /// cheap forgery cannot stand before what the account's owner sends.
  static final Comparator<Incoming> NEXT_FIRST = Incoming::compareTurn;

  Address account() {
    return newcomer.account();
  }

  ChannelId channel() {
    return ChannelId.of(newcomer);
  }

  Amount tipRate() {
    return newcomer.tipRate();
  }

  int size() {
    return newcomer.size();
  }

  private static int compareStrength(Incoming a, Incoming b) {
    int byRate = a.tipRate().compareTo(b.tipRate());
    return byRate != 0 ? byRate : Long.compare(b.arrival, a.arrival);
  }

  private static int compareTurn(Incoming a, Incoming b) {
    long sequence = a.newcomer.nonce().sequence();
    long other = b.newcomer.nonce().sequence();
    return sequence != other ? Long.compare(sequence, other) : compareStrength(b, a);
  }
}
