package weft.cli.auction;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import weft.cli.CliException;
import weft.market.cats.CatsFile;
import weft.market.cats.CatsRefusal;
import weft.protocol.mechanism.Mechanism;

/// An instance of CATS as an auction under the default mechanism: goods and dummies that are sold
/// like goods are rollups with their numbers as names.
final class CatsAuction {
  private CatsAuction() {}

  /// @throws CliException if it cannot be read
  static AuctionFile read(Path file, String text) {
    return switch (CatsFile.read(text, Mechanism.DEFAULT)) {
      case CatsRefusal refusal ->
          throw new CliException(
              CatsRefusal.CODE,
              file
                  + (refusal.line() > 0 ? ", line " + refusal.line() : "")
                  + ", "
                  + refusal.field()
                  + ": "
                  + refusal.message(),
              refusal.nextStep());
      case CatsFile cats ->
          new AuctionFile(
              cats.auction(),
              numbers(cats.auction().rollups().size()),
              cats.ids(),
              numbers(cats.auction().budgets().size()),
              List.of(),
              BigInteger.TEN.pow(cats.scale()),
              Optional.empty(),
              List.of());
    };
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }
}
