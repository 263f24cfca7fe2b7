package weft.market.linear;

import java.math.BigInteger;

/// A simplex tableau of integers over one common denominator, which each pivot keeps integers: all
/// cells are minors of the first tableau, so that the division is without remainder (Edmonds 1967,
/// Bareiss 1968). The last column holds the bounds; rows behind those of the basis hold objectives.
final class Tableau {
  private final BigInteger[][] cells;
  private final int[] basis;
  private BigInteger denominator = BigInteger.ONE;

  /// Takes both arrays over.
  ///
  /// @param basis by row, the column that is a unit vector with its one in this row
  Tableau(BigInteger[][] cells, int[] basis) {
    this.cells = cells;
    this.basis = basis;
  }

  int rows() {
    return basis.length;
  }

  BigInteger cell(int row, int column) {
    return cells[row][column];
  }

  BigInteger bound(int row) {
    return cells[row][cells[row].length - 1];
  }

  /// What all cells are to be divided by, above zero.
  BigInteger denominator() {
    return denominator;
  }

  /// The column that is basic in this row.
  int basic(int row) {
    return basis[row];
  }

  /// Makes `column` basic in `row`, where its cell is not zero.
  void pivot(int row, int column) {
    BigInteger pivot = cells[row][column];
    for (int i = 0; i < cells.length; i++) {
      if (i != row) {
        eliminate(cells[i], cells[row], column, pivot);
      }
    }
    denominator = pivot;
    basis[row] = column;
    if (denominator.signum() < 0) {
      negate();
    }
  }

  private void eliminate(BigInteger[] target, BigInteger[] source, int column, BigInteger pivot) {
    BigInteger factor = target[column];
    boolean same = pivot.equals(denominator);
    if (factor.signum() == 0 && same) {
      return;
    }
    for (int j = 0; j < target.length; j++) {
      BigInteger kept = target[j];
      BigInteger other = source[j];
      boolean untouched = factor.signum() == 0 || other.signum() == 0;
      if (untouched && (same || kept.signum() == 0)) {
        continue;
      }
      BigInteger scaled = kept.multiply(pivot);
      target[j] =
          (untouched ? scaled : scaled.subtract(factor.multiply(other))).divide(denominator);
    }
  }

  private void negate() {
    denominator = denominator.negate();
    for (BigInteger[] row : cells) {
      for (int j = 0; j < row.length; j++) {
        row[j] = row[j].negate();
      }
    }
  }
}
