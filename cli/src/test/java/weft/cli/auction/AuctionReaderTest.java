package weft.cli.auction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.cli.CliException;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.OrderUse;
import weft.market.auction.RollupSet;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;

final class AuctionReaderTest {
  @TempDir private Path folder = Path.of(".");

  private AuctionFile read(String json) throws IOException {
    Path file = folder.resolve("auction.json");
    Files.writeString(file, json.replace('\'', '"'));
    return AuctionReader.read(file);
  }

  private void assertRefused(String json, String place, String message, String nextStep)
      throws IOException {
    Path file = folder.resolve("auction.json");
    Files.writeString(file, json.replace('\'', '"'));
    CliException refusal = catchThrowableOfType(CliException.class, () -> AuctionReader.read(file));
    assertThat(refusal).as(json).isNotNull();
    assertThat(refusal.code()).isEqualTo("malformed");
    assertThat(refusal.getMessage())
        .startsWith(file + (place.isEmpty() ? ": " : ", " + place + ": "))
        .contains(message);
    assertThat(refusal.nextStep()).contains(nextStep);
  }

  private static String bids(String bids) {
    return "{'rollups':['A','B','C'],'bids':[" + bids + "]}";
  }

  private static String with(String member) {
    return "{'rollups':['A','B'],'bids':[{'id':'b','bidder':'x','rollups':['A'],'amount':1}],"
        + member
        + "}";
  }

  @Test
  void everyFieldIsRead() throws IOException {
    AuctionFile file =
        read(
            """
            {"rollups":["B","A"],
             "bids":[{"id":"b2","bidder":"x","rollups":["B","A"],"amount":"20","xor":"g1",
                      "uses":[{"order":"o","to":"alice","percent":"40"},{"order":"p"},
                              {"identity":"alice","percent":5}],
                      "split":{"B":"8","A":12}},
                     {"id":"b1","rollups":["B"],"amount":7}],
             "reserves":{"A":"3"},
             "budgets":{"x":"30"},
             "mechanism":{"selection":"exact","nodeBudget":9,"pricing":"core","sharing":"fixed",
                          "weights":{"A":"2"},"refunds":{"rule":"percent","percent":10}}}
            """);
    assertThat(file.rollups()).containsExactly("A", "B");
    assertThat(file.bids()).containsExactly("b1", "b2");
    assertThat(file.bidders()).containsExactly("", "x");
    assertThat(file.identities()).containsExactly("alice", "p");
    Auction auction = file.auction();
    assertThat(auction.mechanisms())
        .containsExactly(new Mechanism(9, Pricing.CORE, Sharing.FIXED, Refunds.PERCENT));
    assertThat(auction.budgets())
        .containsExactly(Optional.empty(), Optional.of(BigInteger.valueOf(30)));
    assertThat(auction.rollups().getFirst().reserve()).isEqualTo(3);
    assertThat(auction.rollups().getFirst().weight(0)).isEqualTo(2);
    // Where some weights are named, the others are 0.
    assertThat(auction.rollups().getLast().weight(0)).isEqualTo(0);
    Bid both = auction.bids().getLast();
    assertThat(both.rollups()).isEqualTo(RollupSet.of(0, 1));
    assertThat(both.split()).containsExactly(BigInteger.valueOf(12), BigInteger.valueOf(8));
    assertThat(both.uses())
        .containsExactly(new OrderUse(0, 40), new OrderUse(1, 10), new OrderUse(0, 5));
    assertThat(auction.bids().getFirst())
        .isEqualTo(Bid.of(0, RollupSet.of(1), BigInteger.valueOf(7)));
  }

  @Test
  void mechanismAndItsPartsMayBeLeftOut() throws IOException {
    assertThat(read(bids("")).auction().mechanisms()).containsExactly(Mechanism.DEFAULT);
    AuctionFile file = read(with("'mechanism':{'refunds':'flat-tax'}"));
    assertThat(file.auction().mechanisms())
        .containsExactly(
            new Mechanism(
                Mechanism.DEFAULT_NODE_BUDGET, Pricing.FIRST, Sharing.NUCLEOLUS, Refunds.FLAT_TAX));
    assertThat(file.auction().rollups().getFirst().weight(0)).isEqualTo(1);
  }

  @Test
  void theOrderOfTheFileDoesNotMatter() throws IOException {
    String a = "{'id':'1','bidder':'x','rollups':['A'],'amount':'5'}";
    String b = "{'id':'2','bidder':'y','rollups':['B'],'amount':'5'}";
    AuctionFile forth = read("{'rollups':['A','B'],'bids':[" + a + "," + b + "]}");
    AuctionFile back = read("{'bids':[" + b + "," + a + "],'rollups':['B','A']}");
    assertThat(back).isEqualTo(forth);
  }

  @Test
  void groupsAreOfOneBidderAndOfAllBidsWithoutOne() throws IOException {
    AuctionFile file =
        read(
            bids(
                """
                {"id":"1","bidder":"x","rollups":["A"],"amount":1,"xor":"g"},
                {"id":"2","bidder":"x","rollups":["B"],"amount":1,"xor":"g"},
                {"id":"3","bidder":"y","rollups":["A"],"amount":1,"xor":"g"},
                {"id":"4","rollups":["A"],"amount":1,"xor":"g"},
                {"id":"5","rollups":["B"],"amount":1,"xor":"g"}
                """));
    List<Integer> groups =
        file.auction().bids().stream().map(bid -> bid.xorGroup().orElseThrow()).toList();
    assertThat(groups).containsExactly(0, 0, 1, 2, 2);
    assertThat(file.auction().bids().stream().map(Bid::bidder)).containsExactly(0, 0, 1, 2, 3);
  }

  @Test
  void unknownFieldsAreRefusedWithASuggestion() throws IOException {
    assertRefused(with("'reserve':{}"), "reserve", "no such field", "Did you mean 'reserves'?");
    assertRefused(with("'zzzzzzzz':{}"), "zzzzzzzz", "no such field", "rollups, bids, reserves");
    assertRefused(
        bids("{'id':'b','rolups':['A'],'amount':1}"),
        "bids[0].rolups",
        "no such field",
        "'rollups'");
    assertRefused(
        with("'mechanism':{'price':'first'}"), "mechanism.price", "no such field", "pricing");
    assertRefused(
        with("'mechanism':{'pricing':'frist'}"), "mechanism.pricing", "'frist' is none", "'first'");
    assertRefused(
        with("'mechanism':{'refunds':{'rule':'flattax'}}"),
        "mechanism.refunds.rule",
        "limit: flat-tax, none, percent",
        "'flat-tax'");
  }

  @Test
  void missingAndWrongFieldsAreRefused() throws IOException {
    assertRefused("{'bids':[]}", "rollups", "missing", "\"rollups\"");
    assertRefused("{'rollups':[]}", "bids", "missing", "\"bids\"");
    assertRefused("[]", "", "no object", "{");
    assertRefused(bids("{'rollups':['A'],'amount':1}"), "bids[0].id", "missing", "\"id\"");
    assertRefused(bids("{'id':'b','rollups':['A']}"), "bids[0].amount", "missing", "amount");
    assertRefused(
        bids("{'id':7,'rollups':['A'],'amount':1}"), "bids[0].id", "no text", "quotation");
    assertRefused(
        bids("{'id':'','rollups':['A'],'amount':1}"), "bids[0].id", "1 to 128", "another");
    assertRefused(
        bids("{'id':'b','rollups':'A','amount':1}"), "bids[0].rollups", "no list", "[ … ]");
    assertRefused(
        bids("{'id':'b','rollups':[],'amount':1}"), "bids[0].rollups", "at least 1", "Name those");
    assertRefused("{'rollups':['A,B'],'bids':[]}", "rollups[0]", "no comma", "another");
    assertRefused("{'rollups':['\\u001b'],'bids':[]}", "rollups[0]", "printable", "another");
  }

  @Test
  void amountsAreWholeNumbersOf128Bits() throws IOException {
    for (String wrong :
        new String[] {
          "-1",
          "1.5",
          "1e3",
          "'1.5'",
          "'-1'",
          "'0x10'",
          "''",
          "null",
          "true",
          "[]",
          "'1_000'",
          "340282366920938463463374607431768211456",
          "'" + "9".repeat(60) + "'"
        }) {
      assertRefused(
          bids("{'id':'b','rollups':['A'],'amount':" + wrong + "}"),
          "bids[0].amount",
          "no whole number of 0 to 2^128-1",
          "such as \"20\"");
    }
    assertRefused(
        bids("{'id':'b','rollups':['A'],'amount':0}"), "bids[0].amount", "at least 1", "Offer");
    BigInteger most = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);
    for (String right : new String[] {most.toString(), "'" + most + "'"}) {
      AuctionFile file = read(bids("{'id':'b','rollups':['A'],'amount':" + right + "}"));
      assertThat(file.auction().bids().getFirst().amount()).isEqualTo(most);
    }
  }

  @Test
  void duplicatesAreRefused() throws IOException {
    assertRefused("{'rollups':['A','A'],'bids':[]}", "rollups[1]", "twice", "once");
    String bid = "{'id':'b','rollups':['A'],'amount':1}";
    assertRefused(bids(bid + "," + bid), "bids[1].id", "another bid's id", "its own");
    assertRefused(
        bids("{'id':'b','rollups':['A','A'],'amount':1}"), "bids[0].rollups[1]", "twice", "once");
    assertRefused("{'rollups':[],'rollups':[],'bids':[]}", "", "uplicate", "docs/market.md");
  }

  @Test
  void namesThatAreNotThereAreRefused() throws IOException {
    assertRefused(
        bids("{'id':'b','rollups':['D'],'amount':1}"),
        "bids[0].rollups",
        "no rollup 'D'",
        "Did you mean 'A'?");
    assertRefused(with("'reserves':{'D':1}"), "reserves", "no rollup 'D'", "Did you mean");
    assertRefused(
        with("'mechanism':{'weights':{'D':1}}"), "mechanism.weights", "no rollup 'D'", "or add it");
    // A budget too many does no harm.
    assertThat(read(with("'budgets':{'X':1}")).remarks())
        .containsExactly("budgets.X: no bid has this bidder");
  }

  @Test
  void splitsSumToTheAmount() throws IOException {
    String bid = "{'id':'b','rollups':['A','B'],'amount':20,'split':%s}";
    assertRefused(
        bids(bid.formatted("{'A':12,'B':9}")), "bids[0].split", "sum to 21", "Correct a part");
    assertRefused(bids(bid.formatted("{'A':20}")), "bids[0].split", "exactly", "A, B");
    assertRefused(bids(bid.formatted("{'A':12,'B':8,'C':0}")), "bids[0].split", "exactly", "A, B");
  }

  @Test
  void refundsSumToAHundredPercent() throws IOException {
    String bid = "{'id':'b','rollups':['A'],'amount':20,'uses':[%s]}";
    assertRefused(
        bids(bid.formatted("{'to':'x','percent':60},{'to':'y','percent':50}")),
        "bids[0].uses",
        "sum to 110 (limit: 100)",
        "less");
    assertRefused(
        bids(bid.formatted("{'to':'x','percent':101}")),
        "bids[0].uses[0].percent",
        "0 to 100",
        "another");
    assertRefused(bids(bid.formatted("{'percent':1}")), "bids[0].uses[0]", "nobody", "\"to\"");
    assertRefused(
        bids(bid.formatted("{'to':'x','identity':'x'}")), "bids[0].uses[0]", "two names", "out");
  }

  @Test
  void whatIsNoJsonIsRefused() throws IOException {
    for (String text : new String[] {"", "{", "{}{}", "null", "'A'", "[".repeat(5_000)}) {
      Path file = folder.resolve("auction.json");
      Files.writeString(file, text);
      CliException refusal =
          catchThrowableOfType(CliException.class, () -> AuctionReader.read(file));
      assertThat(refusal.getMessage()).contains(file.toString());
    }
    Path file = folder.resolve("auction.json");
    Files.write(file, new byte[] {'"', (byte) 0xff, '"'});
    CliException refusal = catchThrowableOfType(CliException.class, () -> AuctionReader.read(file));
    assertThat(refusal.getMessage()).contains("not UTF-8");
    assertThat(refusal.nextStep().getBytes(StandardCharsets.UTF_8)).isNotEmpty();
  }

  @Test
  void catsFilesAreRead() throws IOException {
    Path file = folder.resolve("auction.txt");
    Files.writeString(file, "goods 2\nbids 2\ndummy 1\n7 2.5 0 2 #\n8 1.25 0 1 2 #\n");
    AuctionFile read = AuctionReader.read(file);
    assertThat(read.rollups()).containsExactly("0", "1");
    assertThat(read.bids()).containsExactly("7", "8");
    assertThat(read.one()).isEqualTo(100);
    assertThat(read.auction().bids().getFirst().amount()).isEqualTo(250);
    Files.writeString(file, "goods 2\nbids 2\n7 2.5 5 #\n");
    CliException refusal = catchThrowableOfType(CliException.class, () -> AuctionReader.read(file));
    assertThat(refusal.getMessage()).startsWith(file + ", line 3, items: ");
  }

  @Test
  void aFileThatIsNotThereIsWrongUsage() {
    CliException refusal =
        catchThrowableOfType(
            CliException.class, () -> AuctionReader.read(folder.resolve("none.json")));
    assertThat(refusal.code()).isEqualTo("usage");
  }
}
