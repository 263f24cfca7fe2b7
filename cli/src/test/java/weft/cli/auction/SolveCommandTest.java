package weft.cli.auction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import weft.cli.CommandRun;

/// The vectors of the literature and of the attacks, through the command. Bids are written such as
/// `AB20`: 20 for A and B.
final class SolveCommandTest {
  private static final String T1 = "A10 B6 AB20";
  private static final String T4 = "A4 B3 C2 AB10 BC8 AC7 ABC15";
  private static final String QUADRATIC = "A20 B20 C20 D20 A10 AB18 BCD16";

  @TempDir private Path folder = Path.of(".");

  private JsonNode solve(String json) throws IOException {
    Path file = folder.resolve("auction.json");
    Files.writeString(file, json);
    CommandRun run = CommandRun.of("auction", "solve", file.toString(), "--json");
    assertThat(run.status()).as(run.describe()).isZero();
    assertThat(run.err()).isEmpty();
    return run.json();
  }

  private JsonNode solve(String rollups, String bids, String mechanism) throws IOException {
    StringBuilder json = new StringBuilder("{\"rollups\":" + names(rollups) + ",\"bids\":[");
    int number = 0;
    for (String bid : bids.split(" ", -1)) {
      String digits = bid.replaceAll("[A-Z]", "");
      json.append(number == 0 ? "" : ",")
          .append("{\"id\":\"b%02d\",\"bidder\":\"x%02d\"".formatted(number, number))
          .append(",\"rollups\":" + names(bid.replaceAll("[0-9]", "")))
          .append(",\"amount\":\"" + digits + "\"}");
      number++;
    }
    return solve(json + "],\"mechanism\":{" + mechanism + "}}");
  }

  private static String names(String letters) {
    return "[\"" + String.join("\",\"", letters.split("")) + "\"]";
  }

  private static String words(JsonNode object) {
    return String.join(" ", object.values().stream().map(JsonNode::asString).toList());
  }

  private static String list(JsonNode array) {
    return String.join(" ", array.values().stream().map(JsonNode::asString).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "AB, A10 B6 AB20, 20, 12 8, 12 8, true, -2",
    "AB, A10 B6 AB14, 16, 10 6, 10 6, true, 0",
    "ABC, AB12 BC12 AC12, 12, 4 4 4, 4 4 4, false, 4",
    "ABC, A4 B3 C2 AB10 BC8 AC7 ABC15, 15, 17/3 17/3 11/3, 11/2 6 7/2, true, -3/2",
    "ABC, A10 B6 AB20, 20, 12 8 0, 12 8 0, true, -2",
    // Gloves: two left, one right. The majority of three.
    "ABC, AC6 BC6, 6, 1 1 4, 0 0 6, true, 0",
    "ABC, AB3 AC3 BC3 ABC3, 3, 1 1 1, 1 1 1, false, 1",
    // A split in two: T6.
    "ABC, AB10 C6 ABC20, 20, 19/3 19/3 22/3, 6 6 8, true, -2"
  })
  void solutionsOfTheLiterature(
      String rollups,
      String bids,
      String value,
      String shapley,
      String nucleolus,
      boolean nonEmpty,
      String excess)
      throws IOException {
    JsonNode byShapley = solve(rollups, bids, "\"sharing\":\"shapley\"");
    JsonNode byNucleolus = solve(rollups, bids, "\"sharing\":\"nucleolus\"");
    assertThat(byShapley.get("value").asString()).isEqualTo(value);
    assertThat(words(byShapley.get("solution"))).isEqualTo(shapley);
    assertThat(words(byNucleolus.get("solution"))).isEqualTo(nucleolus);
    assertThat(byNucleolus.get("core").get("nonEmpty").asBoolean()).isEqualTo(nonEmpty);
    assertThat(byNucleolus.get("core").get("excess").asString()).isEqualTo(excess);
  }

  @Test
  void theAnswerHasEveryField() throws IOException {
    JsonNode solved = solve("AB", T1, "");
    assertThat(solved.propertyNames())
        .containsExactly(
            "value",
            "winners",
            "charged",
            "values",
            "solution",
            "shares",
            "payments",
            "core",
            "refunds",
            "dust",
            "exact",
            "fallbacks",
            "certificate",
            "millis");
    assertThat(list(solved.get("winners"))).isEqualTo("b02");
    assertThat(words(solved.get("charged"))).isEqualTo("20");
    assertThat(solved.get("values").toString())
        .isEqualTo("{\"A\":\"10\",\"B\":\"6\",\"A,B\":\"20\"}");
    assertThat(words(solved.get("shares"))).isEqualTo("12 8");
    assertThat(words(solved.get("payments"))).isEqualTo("12 8");
    assertThat(solved.get("dust").asString()).isEqualTo("0");
    assertThat(solved.get("exact").asBoolean()).isTrue();
    assertThat(solved.get("refunds").isEmpty()).isTrue();
    assertThat(solved.get("millis").isNumber()).isTrue();
  }

  @Test
  void valuesAreOfSingletonsAllAndEachCoalitionThatABidNames() throws IOException {
    JsonNode values = solve("ABCD", "BA9 CB5 C2", "").get("values");
    assertThat(values.toString())
        .isEqualTo(
            "{\"A\":\"0\",\"B\":\"0\",\"C\":\"2\",\"D\":\"0\",\"A,B\":\"9\",\"B,C\":\"5\","
                + "\"A,B,C,D\":\"11\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "first, A6 B8 AB10, 6 8",
    "vcg, A6 B8 AB10, 2 4",
    "core, A6 B8 AB10, 4 6",
    "vcg, A10 B4 AB9, 5 0",
    "core, A10 B4 AB9, 7 2",
    "vcg, A80 B60 AB100, 40 20",
    "core, A80 B60 AB100, 60 40",
    "vcg, AB20 AB18 A10 B6, 18",
    "core, AB20 AB18 A10 B6, 18",
    // False names, and revenue that falls as a bid is added.
    "vcg, A10 B10 AB10, 0 0",
    "core, A10 B10 AB10, 5 5",
    "vcg, AB2 A2, 2",
    "vcg, AB2 A2 B2, 0 0",
    "core, AB2 A2 B2, 1 1"
  })
  void pricesOfTheLiterature(String pricing, String bids, String charged) throws IOException {
    JsonNode solved = solve("AB", bids, "\"pricing\":\"" + pricing + "\"");
    assertThat(words(solved.get("charged"))).as(solved.toString()).isEqualTo(charged);
  }

  @Test
  void secondPricesOfTheLiterature() throws IOException {
    String second = "\"pricing\":\"second\"";
    assertThat(words(solve("AB", "A6 B8 AB10", second).get("charged"))).isEqualTo("0 0");
    assertThat(words(solve("AB", "AB20 AB18 A10 B6", second).get("charged"))).isEqualTo("18");
    assertThat(words(solve("AB", "A6 A4 B8", second).get("charged"))).isEqualTo("4 0");
    assertThat(words(solve("AB", "AB20 A10 B6", second).get("charged"))).isEqualTo("16");
  }

  @Test
  void linearAgainstQuadratic() throws IOException {
    JsonNode vcg = solve("ABCD", QUADRATIC, "\"pricing\":\"vcg\"");
    JsonNode core = solve("ABCD", QUADRATIC, "\"pricing\":\"core\"");
    assertThat(words(vcg.get("charged"))).isEqualTo("10 0 0 0");
    assertThat(words(core.get("charged"))).isEqualTo("10 8 4 4");
  }

  /// A's owner bids 13 on A and loses: 19 are less than 20.
  @Test
  void aLosingShillMovesRulesThatReadIt() throws IOException {
    String shilled = T1 + " A13";
    assertThat(words(solve("AB", T1, "\"sharing\":\"proportional\"").get("solution")))
        .isEqualTo("25/2 15/2");
    assertThat(words(solve("AB", shilled, "\"sharing\":\"proportional\"").get("solution")))
        .isEqualTo("260/19 120/19");
    for (String rule : List.of("shapley", "nucleolus")) {
      assertThat(words(solve("AB", shilled, "\"sharing\":\"" + rule + "\"").get("solution")))
          .isEqualTo("27/2 13/2");
    }
  }

  @Test
  void theFlatTaxLeavesARollupBelowItsOwnBid() throws IOException {
    JsonNode solved = solve("ABC", "A10 BC10", "\"sharing\":\"marginal\"");
    assertThat(words(solved.get("solution"))).isEqualTo("20/3 20/3 20/3");
    assertThat(words(solved.get("payments"))).isEqualTo("10 5 5");
    assertThat(words(solve("ABC", "AB12 BC12 AC12", "\"sharing\":\"marginal\"").get("solution")))
        .isEqualTo("0 0 0");
  }

  @Test
  void dudsGetNothingOfWhatTheyDoNotBring() throws IOException {
    JsonNode equal = solve("ABC", T1, "\"sharing\":\"equal-surplus\"");
    assertThat(words(equal.get("solution"))).isEqualTo("34/3 22/3 4/3");
    assertThat(words(equal.get("payments"))).isEqualTo("12 8 0");
    // Bribed: a bid names C, which brings nothing but is in it.
    assertThat(words(solve("ABC", "A10 B6 ABC20", "\"sharing\":\"shapley\"").get("solution")))
        .isEqualTo("34/3 22/3 4/3");
  }

  @Test
  void aRollupInTwoPartsIsMovedByTheRule() throws IOException {
    JsonNode surplus = solve("ABC", "AB10 C6 ABC20", "\"sharing\":\"equal-surplus\"");
    assertThat(words(surplus.get("solution"))).isEqualTo("14/3 14/3 32/3");
    JsonNode parts = solve("ABC", "AB10 C6 ABC20", "\"sharing\":\"proportional\"");
    assertThat(words(parts.get("solution"))).isEqualTo("0 0 20");
  }

  @Test
  void unitsAreNeitherLostNorMade() throws IOException {
    JsonNode solved =
        solve("ABC", "ABC100", "\"sharing\":\"fixed\",\"weights\":{\"A\":1,\"B\":1,\"C\":1}");
    assertThat(words(solved.get("shares"))).isEqualTo("100/3 100/3 100/3");
    assertThat(words(solved.get("payments"))).isEqualTo("34 33 33");
  }

  @Test
  void reservesGroupsAndBudgetsHold() throws IOException {
    JsonNode reserve =
        solve(
            """
            {"rollups":["A","B"],"bids":[
              {"id":"a","rollups":["A"],"amount":2},{"id":"b","rollups":["B"],"amount":5}],
             "reserves":{"A":3}}
            """);
    assertThat(list(reserve.get("winners"))).isEqualTo("b");
    String two =
        """
        {"rollups":["A","B"],"bids":[
          {"id":"a","bidder":"x","rollups":["A"],"amount":7,"xor":"g"},
          {"id":"b","bidder":"%s","rollups":["B"],"amount":5,"xor":"g"}]%s}
        """;
    assertThat(list(solve(two.formatted("x", "")).get("winners"))).isEqualTo("a");
    assertThat(list(solve(two.formatted("y", "")).get("winners"))).isEqualTo("a b");
    String budget =
        """
        {"rollups":["A","B"],"bids":[
          {"id":"a","bidder":"x","rollups":["A"],"amount":7},
          {"id":"b","bidder":"x","rollups":["B"],"amount":5}],"budgets":{"x":%s}}
        """;
    assertThat(list(solve(budget.formatted("11")).get("winners"))).isEqualTo("a");
    assertThat(list(solve(budget.formatted("12")).get("winners"))).isEqualTo("a b");
  }

  @Test
  void refundsComeOutOfTheSurplus() throws IOException {
    String bids =
        """
        {"rollups":["A","B"],"bids":[
          {"id":"a","rollups":["A"],"amount":10},{"id":"b","rollups":["B"],"amount":6},
          {"id":"ab","rollups":["A","B"],"amount":20,
           "uses":[{"order":"o","to":"alice","percent":50},{"order":"p","to":"bob","percent":25}]}],
         "mechanism":{"refunds":"percent"}}
        """;
    JsonNode solved = solve(bids);
    assertThat(solved.get("refunds").toString()).isEqualTo("{\"alice\":\"2\",\"bob\":\"1\"}");
    assertThat(sum(solved.get("payments"))).isEqualTo(17);
  }

  private static long sum(JsonNode payments) {
    return payments.values().stream().mapToLong(one -> Long.parseLong(one.asString())).sum();
  }

  @Test
  void bidsSaySplitsByVector() throws IOException {
    JsonNode solved =
        solve(
            """
            {"rollups":["A","B"],"bids":[
              {"id":"a","rollups":["A"],"amount":10},{"id":"b","rollups":["B"],"amount":6},
              {"id":"s1","rollups":["A","B"],"amount":19,"split":{"A":12,"B":7}},
              {"id":"s2","rollups":["A","B"],"amount":20,"split":{"A":15,"B":5}}],
             "mechanism":{"sharing":"vector"}}
            """);
    // s2 offers more but B less than b does.
    assertThat(list(solved.get("winners"))).isEqualTo("s1");
    assertThat(words(solved.get("payments"))).isEqualTo("12 7");
  }

  @Test
  void theOrderOfBidsAndRollupsDoesNotMatter() throws IOException {
    JsonNode forth = solve("ABC", T4, "");
    JsonNode back =
        solve(
            """
            {"bids":[
              {"id":"b06","bidder":"x06","rollups":["C","A","B"],"amount":"15"},
              {"id":"b05","bidder":"x05","rollups":["C","A"],"amount":"7"},
              {"id":"b04","bidder":"x04","rollups":["C","B"],"amount":"8"},
              {"id":"b03","bidder":"x03","rollups":["B","A"],"amount":"10"},
              {"id":"b02","bidder":"x02","rollups":["C"],"amount":"2"},
              {"id":"b01","bidder":"x01","rollups":["B"],"amount":"3"},
              {"id":"b00","bidder":"x00","rollups":["A"],"amount":"4"}],
             "rollups":["C","B","A"]}
            """);
    assertThat(withoutTime(back)).isEqualTo(withoutTime(forth));
  }

  private static SortedMap<String, String> withoutTime(JsonNode solved) {
    SortedMap<String, String> fields = new TreeMap<>();
    solved.properties().forEach(one -> fields.put(one.getKey(), one.getValue().toString()));
    fields.remove("millis");
    return fields;
  }

  @Test
  void aSpentNodeBudgetIsFlagged() throws IOException {
    JsonNode solved = solve("ABC", "AB12 BC12 AC12 A3 B3 C3", "\"nodeBudget\":1");
    assertThat(solved.get("value").isString()).isTrue();
    assertThat(solved.get("exact").isBoolean()).isTrue();
  }

  @Test
  void anAuctionWithoutBidsSellsNothing() throws IOException {
    JsonNode solved = solve("{\"rollups\":[\"A\"],\"bids\":[]}");
    assertThat(solved.get("value").asString()).isEqualTo("0");
    assertThat(solved.get("winners").isEmpty()).isTrue();
    assertThat(words(solved.get("payments"))).isEqualTo("0");
    JsonNode nothing = solve("{\"rollups\":[],\"bids\":[]}");
    assertThat(nothing.get("value").asString()).isEqualTo("0");
  }

  @Test
  void amountsOf128BitsAreExact() throws IOException {
    String most = "340282366920938463463374607431768211455";
    JsonNode solved = solve("ABC", "A" + most + " BC" + most, "");
    assertThat(solved.get("value").asString()).isEqualTo("680564733841876926926749214863536422910");
    assertThat(words(solved.get("solution")))
        .isEqualTo(
            most
                + " 340282366920938463463374607431768211455/2"
                + " 340282366920938463463374607431768211455/2");
  }

  @Test
  void aModuleShares() throws IOException {
    Path module =
        Path.of(System.getProperty("weft.root", ".."))
            .resolve("examples/src/main/wasm/split-by-state/split-by-state.wasm")
            .toAbsolutePath();
    String file =
        """
        {"rollups":["A","B"],"bids":[
          {"id":"a","rollups":["A"],"amount":10},{"id":"b","rollups":["B"],"amount":6},
          {"id":"ab","rollups":["A","B"],"amount":20}],
         "mechanism":{"sharing":{"module":"%s","declared":"shapley","state":[3,1],"fuel":%d}}}
        """;
    JsonNode solved = solve(file.formatted(module, 1_500));
    assertThat(words(solved.get("payments"))).isEqualTo("13 7");
    assertThat(words(solved.get("solution"))).isEqualTo("12 8");
    assertThat(solved.get("module").toString())
        .isEqualTo("[{\"bid\":\"ab\",\"fuel\":1500,\"fault\":null}]");
    JsonNode spent = solve(file.formatted(module, 1_499));
    assertThat(words(spent.get("payments"))).isEqualTo("12 8");
    assertThat(spent.get("module").get(0).get("fault").asString()).isEqualTo("out-of-fuel");
  }

  @Test
  void everyCertificateIsChecked() throws IOException {
    for (String pricing : List.of("first", "second", "vcg", "core")) {
      for (String bids : List.of(T1, "A6 B8 AB10", "A10 B4 AB9")) {
        JsonNode solved = solve("AB", bids, "\"pricing\":\"" + pricing + "\"");
        assertThat(solved.get("certificate").get("check").get("valid").asBoolean())
            .as(solved.toString())
            .isTrue();
      }
    }
  }

  @Test
  void peopleGetATable() throws IOException {
    Path file = folder.resolve("auction.json");
    Files.writeString(
        file,
        """
        {"rollups":["A","B"],"bids":[{"id":"ab","rollups":["A","B"],"amount":3}],
         "budgets":{"nobody":1}}
        """);
    CommandRun run = CommandRun.of("auction", "solve", file.toString());
    assertThat(run.status()).as(run.describe()).isZero();
    assertThat(run.err()).contains("budgets.nobody: no bid has this bidder");
    assertThat(run.out().lines())
        .contains(
            "winning bid  rollups  offers  pays",
            "ab               A,B       3     3",
            "rollup  alone  solution  share  payment",
            "A           0       3/2    3/2        2",
            "B           0       3/2    3/2        1",
            "together  3, the most that bids can offer together");
  }
}
