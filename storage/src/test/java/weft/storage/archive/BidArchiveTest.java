package weft.storage.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.storage.archive.ArchiveSamples.EAST;
import static weft.storage.archive.ArchiveSamples.FLOW;
import static weft.storage.archive.ArchiveSamples.WEST;
import static weft.storage.archive.ArchiveSamples.bid;
import static weft.storage.archive.ArchiveSamples.block;
import static weft.storage.archive.ArchiveSamples.blockHash;
import static weft.storage.archive.ArchiveSamples.key;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.primitives.Amount;
import weft.primitives.PrivateKey;
import weft.protocol.auction.Refund;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.Transaction;
import weft.storage.StoreException;
import weft.storage.archive.BidArchive.Piece;

final class BidArchiveTest {
  private static final ArchiveSettings EVERYTHING = new ArchiveSettings(0, 0);
  private static final PrivateKey ALICE = key("alice");
  private static final PrivateKey BOB = key("bob");

  @TempDir private Path folder = Path.of("");

  private Path file() {
    return folder.resolve("archive").resolve("bids.sqlite");
  }

  private static List<BidTrace> read(BidArchive archive, TraceQuery query)
      throws InterruptedException {
    return archive.read(query).orElseThrow();
  }

  private static TraceQuery received() {
    return TraceQuery.all(false, 100);
  }

  private static TraceQuery delivered() {
    return TraceQuery.all(true, 100);
  }

  private static Piece bids(long lastHeight, ArchivedBid... bids) {
    return new Piece(List.of(bids), List.of(), lastHeight);
  }

  private static Piece blocks(long lastHeight, ArchivedBlock... blocks) {
    return new Piece(List.of(), List.of(blocks), lastHeight);
  }

  @Test
  void aBidThatWonTellsWhatOrderFlowGot() throws InterruptedException {
    Transaction won = bid(ALICE, 0, 500, 0, EAST);
    ArchivedBlock block =
        block(5, List.of(won), List.of(won), List.of(), new Refund(FLOW, Amount.of(120)));
    try (BidArchive archive = BidArchive.open(file(), EVERYTHING)) {
      archive.write(blocks(5, block));
      assertThat(read(archive, delivered()).getFirst().refunds())
          .containsExactly(new Refund(FLOW, Amount.of(120)));
    }
  }

  @Test
  void anArchiveFromBeforeRefundsIsKept() throws InterruptedException, SQLException {
    Transaction old = bid(ALICE, 0, 500, 0, EAST);
    Transaction won = bid(BOB, 0, 600, 0, EAST);
    try (BidArchive archive = BidArchive.open(file(), EVERYTHING)) {
      archive.write(blocks(5, block(5, List.of(old), List.of(old), List.of())));
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE refund");
      statement.execute("PRAGMA user_version = 1");
    }
    Refund refund = new Refund(FLOW, Amount.of(7));
    try (BidArchive archive = BidArchive.open(file(), EVERYTHING)) {
      archive.write(blocks(6, block(6, List.of(won), List.of(won), List.of(), refund)));
      assertThat(read(archive, delivered()).stream().map(BidTrace::refunds))
          .containsExactly(List.of(refund), List.of());
    }
  }

  @Test
  void aBidWaitsAndThenIsWhatItsBlockMadeOfIt() throws InterruptedException {
    Transaction won = bid(ALICE, 0, 500, 0, EAST, WEST);
    Transaction lost = bid(BOB, 0, 400, 0, EAST);
    Transaction voided = bid(BOB, 1, 300, 0, WEST);
    try (BidArchive archive = BidArchive.open(file(), EVERYTHING)) {
      archive.write(bids(4, new ArchivedBid(won, 77, 4), new ArchivedBid(lost, 78, 4)));

      BidTrace waiting = read(archive, received()).getLast();
      assertThat(waiting.bid()).isEqualTo(won);
      assertThat(waiting.slot()).isEqualTo(5);
      assertThat(waiting.receivedTimeMs()).isEqualTo(77);
      assertThat(waiting.outcome()).isEqualTo(BidTrace.Outcome.PENDING);
      assertThat(waiting.block()).isEmpty();
      assertThat(read(archive, delivered())).isEmpty();

      archive.write(blocks(6, block(6, List.of(won, lost, voided), List.of(won), List.of(voided))));

      assertThat(read(archive, delivered()))
          .singleElement()
          .satisfies(
              trace -> {
                assertThat(trace.slot()).isEqualTo(6);
                assertThat(trace.value()).contains(Amount.of(500));
                assertThat(trace.block())
                    .contains(
                        new BidTrace.InBlock(blockHash(6), blockHash(5), ArchiveSamples.PROPOSER));
                assertThat(trace.payments())
                    .containsExactlyInAnyOrder(
                        new BidTrace.Payment(EAST, Amount.of(60), Amount.of(6)),
                        new BidTrace.Payment(WEST, Amount.of(60), Amount.of(6)));
              });
      List<BidTrace> all = read(archive, received());
      assertThat(all)
          .extracting(BidTrace::outcome)
          .containsExactly(BidTrace.Outcome.VOID, BidTrace.Outcome.LOST, BidTrace.Outcome.WON);
      assertThat(all.getFirst().reason()).contains("bond-too-low");
      assertThat(all.getFirst().value()).contains(Amount.of(3));
      assertThat(all.getFirst().receivedTimeMs()).isEqualTo(6_000);
      assertThat(archive.lastHeight()).isEqualTo(6);
    }
  }

  @Test
  void whatIsWrittenTwiceIsThereOnce() throws InterruptedException {
    Transaction bid = bid(ALICE, 0, 500, 0, EAST);
    ArchivedBlock block = block(6, List.of(bid), List.of(bid), List.of());
    try (BidArchive archive = BidArchive.open(file(), EVERYTHING)) {
      archive.write(blocks(6, block));
      archive.write(bids(6, new ArchivedBid(bid, 5_000, 5), new ArchivedBid(bid, 7_000, 5)));
      archive.write(blocks(6, block));

      assertThat(read(archive, received()))
          .singleElement()
          .satisfies(
              trace -> {
                assertThat(trace.receivedTimeMs()).isEqualTo(5_000);
                assertThat(trace.outcome()).isEqualTo(BidTrace.Outcome.WON);
                assertThat(trace.slot()).isEqualTo(6);
              });
    }
  }

  @Test
  void everythingIsThereAfterItWasOpenedAgain() throws InterruptedException {
    Transaction bid = bid(ALICE, 0, 500, 0, EAST);
    try (BidArchive archive = BidArchive.open(file(), EVERYTHING)) {
      archive.write(blocks(6, block(6, List.of(bid), List.of(bid), List.of())));
    }
    try (BidArchive archive = BidArchive.open(file(), EVERYTHING)) {
      assertThat(archive.lastHeight()).isEqualTo(6);
      assertThat(read(archive, delivered())).extracting(BidTrace::bid).containsExactly(bid);
    }
  }

  /// Random bids and blocks; every kind of question is answered as a walk over all of them does.
  @Test
  void answersAreThoseOfAWalkOverAllBids() throws InterruptedException {
    SplittableRandom random = new SplittableRandom(5);
    List<PrivateKey> bidders = List.of(ALICE, BOB, key("carol"));
    try (BidArchive archive = BidArchive.open(file(), EVERYTHING)) {
      for (long height = 1; height <= 30; height++) {
        List<Transaction> inBlock = new ArrayList<>();
        List<ArchivedBid> received = new ArrayList<>();
        for (int i = 0; i < random.nextInt(6); i++) {
          PrivateKey bidder = bidders.get(random.nextInt(bidders.size()));
          RollupId[] rollups =
              switch (random.nextInt(3)) {
                case 0 -> new RollupId[] {EAST};
                case 1 -> new RollupId[] {WEST};
                default -> new RollupId[] {EAST, WEST};
              };
          long sequence = height * 100 + i;
          Transaction bid = bid(bidder, sequence, 1 + random.nextInt(1 << 20), 0, rollups);
          received.add(new ArchivedBid(bid, height * 1_000 + i, height - 1));
          if (random.nextBoolean()) {
            inBlock.add(bid);
          }
        }
        List<Transaction> winners = inBlock.stream().filter(_ -> random.nextBoolean()).toList();
        ArchivedBlock block = block(height, inBlock, winners, List.of());
        archive.write(new Piece(received, inBlock.isEmpty() ? List.of() : List.of(block), height));
      }
      List<BidTrace> all = read(archive, TraceQuery.all(false, 1_000));
      assertThat(all).hasSizeGreaterThan(40);

      for (int round = 0; round < 300; round++) {
        boolean isDelivered = random.nextBoolean();
        TraceQuery query =
            new TraceQuery(
                isDelivered,
                random.nextInt(4) == 0 ? OptionalLong.of(random.nextInt(32)) : OptionalLong.empty(),
                random.nextInt(3) == 0 ? OptionalLong.of(random.nextInt(32)) : OptionalLong.empty(),
                random.nextInt(5) == 0
                    ? Optional.of(blockHash(random.nextInt(32)))
                    : Optional.empty(),
                random.nextInt(2) == 0
                    ? Optional.of(bidders.get(random.nextInt(bidders.size())).address())
                    : Optional.empty(),
                random.nextInt(5) == 0 ? Optional.of(ArchiveSamples.PROPOSER) : Optional.empty(),
                random.nextInt(2) == 0
                    ? Optional.of(random.nextBoolean() ? EAST : WEST)
                    : Optional.empty(),
                isDelivered
                    ? List.of(TraceQuery.Order.values()).get(random.nextInt(3))
                    : TraceQuery.Order.NEWEST,
                1 + random.nextInt(20));
        List<BidTrace> expected =
            all.stream()
                .filter(trace -> matches(trace, query))
                .sorted(order(all, query.order()))
                .limit(query.limit())
                .toList();
        assertThat(read(archive, query)).as(query.toString()).isEqualTo(expected);
      }
    }
  }

  private static boolean matches(BidTrace trace, TraceQuery query) {
    return (!query.isDelivered() || trace.outcome() == BidTrace.Outcome.WON)
        && (query.slot().isEmpty() || query.slot().getAsLong() == trace.slot())
        && (query.cursor().isEmpty() || query.cursor().getAsLong() >= trace.slot())
        && query
            .blockHash()
            .map(hash -> trace.block().map(b -> b.hash().equals(hash)).orElse(false))
            .orElse(true)
        && query.bidder().map(trace.bid().body().account()::equals).orElse(true)
        && query
            .proposer()
            .map(who -> trace.block().map(b -> b.proposer().equals(who)).orElse(false))
            .orElse(true)
        && query
            .rollup()
            .map(rollup -> trace.bid().body().bid().orElseThrow().rollups().contains(rollup))
            .orElse(true);
  }

  /// `all` comes newest first, of one slot the last received first.
  private static Comparator<BidTrace> order(List<BidTrace> all, TraceQuery.Order order) {
    Comparator<BidTrace> byPlace = Comparator.comparingInt(all::indexOf);
    Comparator<BidTrace> byValue = Comparator.comparing(trace -> trace.value().orElse(Amount.ZERO));
    return switch (order) {
      case NEWEST -> byPlace;
      case HIGHEST_VALUE -> byValue.reversed();
      case LOWEST_VALUE -> byValue;
    };
  }

  @Test
  void whatIsOlderThanTheLimitGoesAndTheRestStays() throws InterruptedException {
    try (BidArchive archive = BidArchive.open(file(), new ArchiveSettings(10_000, 0))) {
      for (long height = 1; height <= 30; height++) {
        Transaction bid = bid(ALICE, height, 5, 0, EAST);
        archive.write(
            new Piece(
                List.of(new ArchivedBid(bid, height * 1_000, height - 1)),
                List.of(block(height, List.of(bid), List.of(bid), List.of())),
                height));
      }
      while (archive.prune(30_000)) {
        // Until nothing is left to delete.
      }
      assertThat(read(archive, received()))
          .extracting(BidTrace::slot)
          .containsExactlyElementsOf(
              java.util.stream.LongStream.iterate(30, h -> h >= 20, h -> h - 1).boxed().toList());
      assertThat(read(archive, received()).getLast().payments()).isNotEmpty();
      assertThat(archive.lastHeight()).isEqualTo(30);
    }
  }

  @Test
  void whatIsMoreThanTheLimitGoesFromTheOldestOn() throws InterruptedException {
    long limit = 600_000;
    try (BidArchive archive = BidArchive.open(file(), new ArchiveSettings(0, limit))) {
      List<ArchivedBid> received = new ArrayList<>();
      for (long sequence = 0; sequence < 3_000; sequence++) {
        received.add(new ArchivedBid(bid(ALICE, sequence, 5, 0, EAST), sequence, sequence));
      }
      archive.write(new Piece(received, List.of(), 0));
      assertThat(archive.usedBytes()).isGreaterThan(limit);
      while (archive.prune(0)) {
        // Until nothing is left to delete.
      }
      assertThat(archive.usedBytes()).isLessThanOrEqualTo(limit);
      assertThat(read(archive, received()).getFirst().slot()).isEqualTo(3_000);
      assertThat(read(archive, TraceQuery.all(false, 5_000))).hasSizeBetween(500, 2_000);
    }
  }

  @Test
  void aDamagedFileIsNamedWithWhatToDo() throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(
        file(), "this is no database at all, but it is long enough to be one".repeat(9));

    assertThatThrownBy(() -> BidArchive.open(file(), EVERYTHING))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(file().toString())
        .hasMessageContaining("is damaged")
        .hasMessageContaining("move the file away");
  }

  /// Overwritten pages show when they are read, never as a wrong answer without a word.
  @Test
  void damageInTheMiddleIsNamedToo() throws IOException {
    try (BidArchive archive = BidArchive.open(file(), EVERYTHING)) {
      List<ArchivedBid> received = new ArrayList<>();
      for (long sequence = 0; sequence < 500; sequence++) {
        received.add(new ArchivedBid(bid(ALICE, sequence, 5, 0, EAST), sequence, sequence));
      }
      archive.write(new Piece(received, List.of(), 0));
    }
    byte[] content = Files.readAllBytes(file());
    java.util.Arrays.fill(content, 2 * 4_096, content.length, (byte) 0x5a);
    Files.write(file(), content);

    assertThatThrownBy(
            () -> {
              try (BidArchive archive = BidArchive.open(file(), EVERYTHING)) {
                read(archive, received());
              }
            })
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is damaged");
  }

  @Test
  void theFileOfAnotherVersionIsNotTouched() throws SQLException {
    BidArchive.open(file(), EVERYTHING).close();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA user_version = 9");
    }
    assertThatThrownBy(() -> BidArchive.open(file(), EVERYTHING))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("version 9");
  }
}
