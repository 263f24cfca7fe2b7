package weft.market.sharing;

import java.util.Arrays;
import java.util.List;

/// A basis of the dual of an [ExcessLadder]'s rung: columns (1_T, 0) for settled coalitions, which
/// stay, and (1_S, 1) for others, with weights λ ≥ 0; the weighted columns sum to (0, 1). Kept as
/// its inverse times its determinant, so that each pivot divides without remainder (Edmonds,
/// Bareiss).
final class CoalitionBasis {
  private final int players;
  private final int settled;
  private final int[] coalitions;
  private final long[][] inverse;
  private long determinant;

  private CoalitionBasis(int players, int settled) {
    this.players = players;
    this.settled = settled;
    this.coalitions = new int[players + 1];
    this.inverse = new long[players + 1][players + 1];
    this.determinant = 1;
  }

  /// @param start one more coalition than players, independent as columns; the first `settled` of
  ///   them are the settled ones, the last two complement each other or carry the weight otherwise
  static CoalitionBasis of(int players, int settled, List<Integer> start) {
    CoalitionBasis basis = new CoalitionBasis(players, settled);
    for (int k = 0; k <= players; k++) {
      basis.inverse[k][k] = 1;
    }
    int[] columnOfRow = new int[players + 1];
    Arrays.fill(columnOfRow, -1);
    for (int k = 0; k <= players; k++) {
      long[] direction = basis.direction(start.get(k), k < settled);
      int row = 0;
      while (columnOfRow[row] >= 0 || direction[row] == 0) {
        row++;
      }
      columnOfRow[row] = k;
      basis.pivot(row, direction);
    }
    long[][] rows = basis.inverse.clone();
    for (int row = 0; row <= players; row++) {
      basis.inverse[columnOfRow[row]] = rows[row];
      basis.coalitions[columnOfRow[row]] = start.get(columnOfRow[row]);
    }
    return basis;
  }

  int coalition(int place) {
    return coalitions[place];
  }

  /// The inverse's cell, times the determinant.
  long inverse(int place, int row) {
    return inverse[place][row];
  }

  /// Above zero.
  long determinant() {
    return determinant;
  }

  /// λ of the coalition at this place, times the determinant.
  long weight(int place) {
    return inverse[place][players];
  }

  /// By coalition, whether its total follows from those of the settled ones: it is orthogonal to
  /// all that they are orthogonal to.
  boolean[] spanned() {
    boolean[] spanned = new boolean[1 << players];
    Arrays.fill(spanned, true);
    long[] sums = new long[1 << players];
    for (int k = settled; k <= players; k++) {
      for (int mask = 1; mask < sums.length; mask++) {
        sums[mask] = sums[mask & (mask - 1)] + inverse[k][Integer.numberOfTrailingZeros(mask)];
        spanned[mask] &= sums[mask] == 0;
      }
    }
    return spanned;
  }

  /// Gives weight to `coalition` until another's is zero, which it replaces; the lowest of several.
  ///
  /// @return whether any weight moved
  boolean enter(int coalition) {
    long[] direction = direction(coalition, false);
    int leaving = -1;
    for (int k = settled; k <= players; k++) {
      if (direction[k] > 0 && (leaving < 0 || sooner(k, leaving, direction))) {
        leaving = k;
      }
    }
    if (leaving < 0) {
      throw new IllegalStateException("weights of coalitions are bounded, and yet one is not");
    }
    boolean moved = weight(leaving) > 0;
    coalitions[leaving] = coalition;
    pivot(leaving, direction);
    return moved;
  }

  private boolean sooner(int place, int other, long[] direction) {
    int order = Long.compare(weight(place) * direction[other], weight(other) * direction[place]);
    return order != 0 ? order < 0 : coalitions[place] < coalitions[other];
  }

  private long[] direction(int coalition, boolean equality) {
    long[] direction = new long[players + 1];
    for (int k = 0; k <= players; k++) {
      long sum = equality ? 0 : inverse[k][players];
      for (int rest = coalition; rest != 0; rest &= rest - 1) {
        sum += inverse[k][Integer.numberOfTrailingZeros(rest)];
      }
      direction[k] = sum;
    }
    return direction;
  }

  private void pivot(int row, long[] direction) {
    long pivot = direction[row];
    for (int k = 0; k <= players; k++) {
      if (k == row) {
        continue;
      }
      for (int i = 0; i <= players; i++) {
        inverse[k][i] = (pivot * inverse[k][i] - direction[k] * inverse[row][i]) / determinant;
      }
    }
    determinant = pivot;
    if (determinant < 0) {
      determinant = -determinant;
      for (long[] cells : inverse) {
        for (int i = 0; i <= players; i++) {
          cells[i] = -cells[i];
        }
      }
    }
  }
}
