package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.protocol.Fuzz;
import weft.protocol.Mutator;

/// `weft auction solve` on mutated files: solved, or a message that names the file.
final class AuctionFuzzTest {
  private static final String GOOD =
      """
      {"rollups":["A","B","C"],
       "bids":[{"id":"b1","bidder":"x","rollups":["A","B"],"amount":"20","xor":"g1",
                "uses":[{"order":"o","to":"alice","percent":40}],"split":{"A":"12","B":"8"}},
               {"id":"b2","bidder":"y","rollups":["A"],"amount":"10"},
               {"id":"b3","rollups":["B"],"amount":6},
               {"id":"b4","bidder":"x","rollups":["B","C"],"amount":9,"xor":"g1"}],
       "reserves":{"A":"3"},"budgets":{"x":"30"},
       "mechanism":{"selection":"exact","nodeBudget":100,"pricing":"core","sharing":"shapley",
                    "weights":{"A":2,"B":1,"C":0},"refunds":{"rule":"percent","percent":5}}}
      """;

  @TempDir private Path folder = Path.of(".");

  @Test
  void mutatedAuctionsAreSolvedOrRefused() throws IOException {
    Fuzz fuzz = Fuzz.few("AuctionFuzzTest", 150);
    List<byte[]> goods = List.of(GOOD.getBytes(StandardCharsets.UTF_8));
    int solved = 0;
    for (int i = 0; i < fuzz.cases(); i++) {
      Mutator mutator = new Mutator(fuzz.seed(i));
      Path file = folder.resolve("auction.json");
      Files.write(file, new TreeMutator(mutator.pick(goods)).mutate(mutator));
      CommandRun run = CommandRun.of("auction", "solve", file.toString(), "--json");
      String where = "seed " + fuzz.seed(i) + ": " + run.describe();
      if (run.status() == 0) {
        solved++;
        assertThat(run.json().get("value").asString()).as(where).matches("[0-9]+");
      } else {
        assertThat(run.json().get("error").asString()).as(where).isEqualTo("malformed");
        assertThat(run.json().get("message").asString()).as(where).contains(file.toString());
      }
    }
    assertThat(solved).isBetween(1, fuzz.cases() - 1);
  }
}
