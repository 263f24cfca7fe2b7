package weft.cli.auction;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.OrderUse;
import weft.market.auction.RollupSet;
import weft.market.auction.RollupTerms;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;

/// Reads an auction's JSON form. Rollups and bids are sorted by their ids, so that what is written
/// first wins no tie by it.
final class JsonAuction {
  static final int MAX_BIDS = 100_000;

  private static final int MAX_ROLLUPS = RollupSet.MAX_INDEX + 1;
  private static final int MAX_USES = 64;
  private static final Pattern ROLLUP = Pattern.compile("[^,\\s]+");
  private static final long MAX_NODES = 1_000_000_000;

  private final JsonField root;
  private final List<String> rollups = new ArrayList<>();
  private final Numbered<Payer> bidders = new Numbered<>();
  private final Numbered<Group> groups = new Numbered<>();
  private final Numbered<String> identities = new Numbered<>();
  private final List<String> remarks = new ArrayList<>();

  /// Who pays for a bid: a named bidder, or the one bid itself that names none.
  private record Payer(Optional<String> bidder, String bid) {
    static Payer of(Optional<String> bidder, String bid) {
      return new Payer(bidder, bidder.isPresent() ? "" : bid);
    }
  }

  /// A group of a bidder's bids, or of those that name no bidder.
  private record Group(Optional<String> bidder, String name) {}

  JsonAuction(JsonField root) {
    this.root = root;
  }

  AuctionFile read() {
    root.requireObject(List.of("rollups", "bids", "reserves", "budgets", "mechanism"));
    rollups.addAll(rollups(root.required("rollups")));
    Optional<JsonField> rules = root.optional("mechanism");
    Mechanism mechanism = rules.map(JsonAuction::mechanism).orElse(Mechanism.DEFAULT);
    int percent = rules.map(JsonAuction::percent).orElse(0);
    List<RollupTerms> terms = terms(rules.flatMap(all -> all.optional("weights")));

    SortedMap<String, JsonField> byId = bids(root.required("bids"));
    List<Bid> bids = new ArrayList<>();
    byId.forEach((id, bid) -> bids.add(bid(id, bid, percent)));
    Optional<JsonField> limits = root.optional("budgets");
    SortedMap<String, BigInteger> budgets = limits.map(this::budgets).orElseGet(TreeMap::new);
    List<Payer> payers = bidders.keys();
    return new AuctionFile(
        new Auction(
            terms,
            bids,
            payers.stream()
                .map(
                    payer -> payer.bidder().flatMap(name -> Optional.ofNullable(budgets.get(name))))
                .toList(),
            List.of(mechanism)),
        rollups,
        List.copyOf(byId.keySet()),
        payers.stream().map(payer -> payer.bidder().orElse("")).toList(),
        identities.keys(),
        BigInteger.ONE,
        rules.flatMap(JsonAuction::module).map(OwnSharingReader::read),
        remarks);
  }

  private static SortedSet<String> rollups(JsonField list) {
    SortedSet<String> names = new TreeSet<>();
    for (JsonField one : list.elements(MAX_ROLLUPS)) {
      String name = one.name();
      if (!ROLLUP.matcher(name).matches()) {
        throw one.refused("a rollup's name has no comma and no space", "Choose another name.");
      }
      if (!names.add(name)) {
        throw one.refused(JsonField.quoted(name) + " stands here twice", "Name it once.");
      }
    }
    return names;
  }

  private static SortedMap<String, JsonField> bids(JsonField list) {
    SortedMap<String, JsonField> byId = new TreeMap<>();
    for (JsonField bid : list.elements(MAX_BIDS)) {
      bid.requireObject(List.of("id", "bidder", "rollups", "amount", "xor", "split", "uses"));
      JsonField id = bid.required("id");
      if (byId.put(id.name(), bid) != null) {
        throw id.refused(
            JsonField.quoted(id.name()) + " is another bid's id", "Give each bid its own.");
      }
    }
    return byId;
  }

  private Bid bid(String id, JsonField bid, int percent) {
    Optional<String> bidder = bid.optional("bidder").map(JsonField::name);
    Optional<String> group = bid.optional("xor").map(JsonField::name);
    JsonField names = bid.required("rollups");
    int[] indices = rollups(names).stream().mapToInt(name -> rollup(names, name)).toArray();
    if (indices.length == 0) {
      throw names.refused("no rollup (limit: at least 1)", "Name those that the bid is for.");
    }
    RollupSet rollupSet = RollupSet.of(indices);
    BigInteger amount = bid.required("amount").amountAboveZero();
    return new Bid(
        bidders.of(Payer.of(bidder, id)),
        rollupSet,
        amount,
        group
            .map(name -> OptionalInt.of(groups.of(new Group(bidder, name))))
            .orElse(OptionalInt.empty()),
        0,
        bid.optional("split").map(split -> split(split, rollupSet, amount)).orElse(List.of()),
        bid.optional("uses").map(uses -> uses(uses, percent)).orElse(List.of()));
  }

  private int rollup(JsonField at, String name) {
    int index = Collections.binarySearch(rollups, name);
    if (index < 0) {
      throw at.refused(
          "there is no rollup " + JsonField.quoted(name) + " in \"rollups\"",
          JsonField.suggestion(name, rollups) + "or add it there.");
    }
    return index;
  }

  private List<BigInteger> split(JsonField split, RollupSet rollupSet, BigInteger amount) {
    SortedMap<String, BigInteger> parts = new TreeMap<>();
    split.members().forEach((name, part) -> parts.put(name, part.amount()));
    List<String> names = rollupSet.indices().mapToObj(rollups::get).toList();
    if (!List.copyOf(parts.keySet()).equals(names)) {
      throw split.refused(
          "it does not name exactly the bid's rollups",
          "Give a part to each of " + String.join(", ", names) + ".");
    }
    BigInteger total = parts.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
    if (!total.equals(amount)) {
      throw split.refused(
          "its parts sum to " + total + " (limit: the bid's amount, " + amount + ")",
          "Correct a part or the amount.");
    }
    return List.copyOf(parts.values());
  }

  private List<OrderUse> uses(JsonField list, int percent) {
    List<OrderUse> uses = new ArrayList<>();
    int total = 0;
    for (JsonField use : list.elements(MAX_USES)) {
      use.requireObject(List.of("order", "identity", "to", "percent"));
      Optional<JsonField> identity = use.optional("identity").or(() -> use.optional("to"));
      if (use.optional("identity").isPresent() && use.optional("to").isPresent()) {
        throw use.refused(
            "\"identity\" and \"to\" are two names of one field", "Leave one of them out.");
      }
      Optional<String> order = use.optional("order").map(JsonField::name);
      String whose =
          identity
              .map(JsonField::name)
              .or(() -> order)
              .orElseThrow(
                  () ->
                      use.refused(
                          "nobody is named whom a refund is for",
                          "Write \"to\": … or at least \"order\": …"));
      int asked = use.optional("percent").map(JsonAuction::percentage).orElse(percent);
      total += asked;
      uses.add(new OrderUse(identities.of(whose), asked));
    }
    if (total > 100) {
      throw list.refused(
          "the percentages sum to " + total + " (limit: 100)", "Ask for less, or use fewer.");
    }
    return uses;
  }

  private static int percentage(JsonField field) {
    return (int) field.whole(0, 100);
  }

  private List<RollupTerms> terms(Optional<JsonField> weights) {
    SortedMap<String, BigInteger> reserves =
        root.optional("reserves").map(this::byRollup).orElseGet(TreeMap::new);
    Optional<SortedMap<String, BigInteger>> agreed = weights.map(this::byRollup);
    return rollups.stream()
        .map(
            name ->
                new RollupTerms(
                    reserves.getOrDefault(name, BigInteger.ZERO),
                    agreed
                        .map(all -> all.getOrDefault(name, BigInteger.ZERO))
                        .orElse(RollupTerms.PLAIN.weight(0))))
        .toList();
  }

  private SortedMap<String, BigInteger> byRollup(JsonField field) {
    SortedMap<String, BigInteger> amounts = new TreeMap<>();
    field
        .members()
        .forEach(
            (name, amount) -> {
              rollup(field, name);
              amounts.put(name, amount.amount());
            });
    return amounts;
  }

  /// A budget of a bidder without bids does no harm, and may be another bidder's with a slip of the
  /// pen.
  private SortedMap<String, BigInteger> budgets(JsonField field) {
    NavigableSet<String> known = new TreeSet<>();
    bidders.keys().forEach(payer -> payer.bidder().ifPresent(known::add));
    SortedMap<String, BigInteger> budgets = new TreeMap<>();
    field
        .members()
        .forEach(
            (name, amount) -> {
              budgets.put(name, amount.amount());
              if (!known.contains(name)) {
                remarks.add(amount.place() + ": no bid has this bidder");
              }
            });
    return budgets;
  }

  private static Mechanism mechanism(JsonField rules) {
    rules.requireObject(
        List.of("selection", "nodeBudget", "pricing", "sharing", "weights", "refunds"));
    rules.optional("selection").ifPresent(field -> field.choice(List.of("exact")));
    return new Mechanism(
        rules
            .optional("nodeBudget")
            .map(nodes -> nodes.whole(1, MAX_NODES))
            .orElse(Mechanism.DEFAULT.nodeBudget()),
        chosen(
            rules.optional("pricing"), Pricing.values(), Pricing::id, Mechanism.DEFAULT.pricing()),
        chosen(
            rules.optional("sharing").flatMap(JsonAuction::declared),
            Sharing.values(),
            Sharing::id,
            Mechanism.DEFAULT.sharing()),
        chosen(
            rules.optional("refunds").map(JsonAuction::rule),
            Refunds.values(),
            Refunds::id,
            Mechanism.DEFAULT.refunds()));
  }

  /// The built-in rule that `sharing` names: itself, or that beside a module.
  private static Optional<JsonField> declared(JsonField sharing) {
    return sharing.node().isObject() ? sharing.optional("declared") : Optional.of(sharing);
  }

  private static Optional<JsonField> module(JsonField rules) {
    return rules.optional("sharing").filter(sharing -> sharing.node().isObject());
  }

  /// What `refunds` names: itself, or its member `rule`.
  private static JsonField rule(JsonField refunds) {
    if (!refunds.node().isObject()) {
      return refunds;
    }
    refunds.requireObject(List.of("rule", "percent"));
    return refunds.required("rule");
  }

  /// What a use asks for that names no percentage.
  private static int percent(JsonField rules) {
    return rules
        .optional("refunds")
        .filter(refunds -> refunds.node().isObject())
        .flatMap(refunds -> refunds.optional("percent"))
        .map(JsonAuction::percentage)
        .orElse(0);
  }

  private static <T> T chosen(
      Optional<JsonField> field, T[] rules, Function<T, String> id, T otherwise) {
    SortedMap<String, T> known = new TreeMap<>();
    for (T rule : rules) {
      known.put(id.apply(rule), rule);
    }
    Function<JsonField, T> choose =
        given -> {
          String name = given.choice(List.copyOf(known.keySet()));
          return Optional.ofNullable(known.get(name)).orElseThrow();
        };
    return field.map(choose).orElse(otherwise);
  }
}
