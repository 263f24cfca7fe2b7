package weft.market.cats;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.RollupSet;
import weft.market.auction.RollupTerms;
import weft.protocol.mechanism.Mechanism;

/// Reads one file.
final class CatsReader {
  private static final int MISSING = -1;
  private static final int MAX_DUMMIES = 1_000_000;
  private static final int MAX_NUMBER_LENGTH = 60;
  private static final String FORM = "A bid is `id amount item … #`, after `goods N` and `bids N`.";

  /// @param items ascending, each once
  private record Line(int number, long id, BigDecimal amount, List<Integer> items) {}

  private final Mechanism mechanism;
  private final List<Line> lines = new ArrayList<>();
  private int goods = MISSING;
  private int announced = MISSING;
  private int dummies;

  CatsReader(Mechanism mechanism) {
    this.mechanism = mechanism;
  }

  CatsReading read(String text) {
    int number = 0;
    for (String raw : (Iterable<String>) text.lines()::iterator) {
      number++;
      String line = raw.strip();
      if (!line.isEmpty() && !line.startsWith("%")) {
        Optional<CatsRefusal> refusal =
            take(number, line.replace("#", " # ").strip().split("\\s+", -1));
        if (refusal.isPresent()) {
          return refusal.get();
        }
      }
    }
    if (goods == MISSING || announced == MISSING) {
      return new CatsRefusal(
          0, "goods", "The file does not say how many goods and bids it has.", FORM);
    }
    lines.sort(Comparator.comparingLong(Line::id));
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).id == lines.get(i - 1).id) {
        return refuse(lines.get(i).number, "id", "Another bid has the id " + lines.get(i).id + ".");
      }
    }
    return auction();
  }

  private static CatsRefusal refuse(int line, String field, String message) {
    return new CatsRefusal(line, field, message, FORM);
  }

  private Optional<CatsRefusal> take(int number, String[] words) {
    return switch (words[0]) {
      case "goods", "bids", "dummy" -> count(number, words);
      default -> bid(number, words);
    };
  }

  private Optional<CatsRefusal> count(int number, String[] words) {
    int limit =
        switch (words[0]) {
          case "goods" -> CatsFile.MAX_ITEMS;
          case "bids" -> CatsFile.MAX_BIDS;
          default -> MAX_DUMMIES;
        };
    int count = words.length == 2 ? whole(words[1], limit) : MISSING;
    if (count == MISSING || !lines.isEmpty()) {
      return Optional.of(
          refuse(
              number,
              words[0],
              "`" + words[0] + " N` stands before the bids, with N from 0 to " + limit + "."));
    }
    switch (words[0]) {
      case "goods" -> goods = count;
      case "bids" -> announced = count;
      default -> dummies = count;
    }
    return Optional.empty();
  }

  /// A number from 0 to the limit, or [#MISSING].
  private static int whole(String word, int limit) {
    boolean isNumber = word.length() <= 9 && word.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!isNumber || word.isEmpty()) {
      return MISSING;
    }
    int number = Integer.parseInt(word);
    return number <= limit ? number : MISSING;
  }

  private Optional<CatsRefusal> bid(int number, String[] words) {
    if (goods == MISSING || announced == MISSING) {
      return Optional.of(refuse(number, "goods", "`goods N` and `bids N` stand before the bids."));
    }
    if (lines.size() == announced) {
      return Optional.of(
          refuse(number, "bids", "There are more than the " + announced + " announced bids."));
    }
    if (words.length < 4 || !words[words.length - 1].equals("#")) {
      return Optional.of(refuse(number, "items", "A bid names at least one item and ends with #."));
    }
    int id = whole(words[0], Integer.MAX_VALUE);
    if (id == MISSING) {
      return Optional.of(refuse(number, "id", "An id has up to nine digits."));
    }
    Optional<BigDecimal> amount = amount(words[1]);
    if (amount.isEmpty()) {
      return Optional.of(
          refuse(
              number,
              "amount",
              "An amount is a decimal number above 0 of up to " + MAX_NUMBER_LENGTH + " digits."));
    }
    int[] items = new int[words.length - 3];
    for (int i = 0; i < items.length; i++) {
      items[i] = whole(words[i + 2], goods + dummies - 1);
      if (items[i] == MISSING) {
        return Optional.of(
            refuse(
                number,
                "items",
                "An item is a number below " + (goods + dummies) + " (goods and dummies)."));
      }
    }
    lines.add(
        new Line(
            number, id, amount.get(), Arrays.stream(items).sorted().distinct().boxed().toList()));
    return Optional.empty();
  }

  private static Optional<BigDecimal> amount(String word) {
    if (word.length() > MAX_NUMBER_LENGTH
        || !word.matches("\\+?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,2})?")) {
      return Optional.empty();
    }
    return Optional.of(new BigDecimal(word).stripTrailingZeros())
        .filter(amount -> amount.signum() > 0);
  }

  private CatsReading auction() {
    int scale = lines.stream().mapToInt(line -> Math.max(0, line.amount.scale())).max().orElse(0);
    Dummies kinds = new Dummies(goods, dummies, lines.stream().map(Line::items).toList());
    int rollups = goods + kinds.sold();
    if (rollups > CatsFile.MAX_ITEMS) {
      return refuse(
          0,
          "dummy",
          "With the dummies that form no groups there are more than "
              + CatsFile.MAX_ITEMS
              + " items.");
    }
    List<Bid> bids = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      BigInteger amount = line.amount.movePointRight(scale).toBigIntegerExact();
      if (amount.bitLength() > CatsFile.MAX_AMOUNT_BITS) {
        return refuse(
            line.number,
            "amount",
            "With " + scale + " decimals the amount has more than 128 bits.");
      }
      OptionalInt group = kinds.group(line.items);
      bids.add(
          new Bid(
              kinds.bidder(i),
              RollupSet.of(kinds.soldItems(line.items)),
              amount,
              group,
              0,
              List.of(),
              List.of()));
    }
    return new CatsFile(
        new Auction(
            Collections.nCopies(rollups, RollupTerms.PLAIN),
            bids,
            Collections.nCopies(Math.max(1, lines.size()), Optional.empty()),
            List.of(mechanism)),
        goods,
        scale,
        lines.stream().map(line -> Long.toString(line.id)).toList());
  }
}
