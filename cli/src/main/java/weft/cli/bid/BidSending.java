package weft.cli.bid;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weft.cli.CliException;
import weft.cli.Format;
import weft.cli.KeyOption;
import weft.cli.NodeOption;
import weft.cli.Output;
import weft.cli.transaction.StatusFollower;
import weft.cli.transaction.StatusText;
import weft.cli.transaction.SubmittedText;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.protocol.status.TransactionStatus;
import weft.protocol.status.TransactionStatus.Soft;
import weft.protocol.transaction.Transaction;
import weft.rollup.client.Bidding;
import weft.rollup.client.BiddingConfig;
import weft.rollup.client.PlacedBid;
import weft.rollup.client.SignedBid;
import weft.rollup.client.SignedSeal;
import weft.rollup.client.WeftClient;

/// How the commands about bids sign, send and wait.
final class BidSending {
  @Mixin private NodeOption node = new NodeOption();
  @Mixin private KeyOption key = new KeyOption();

  @Option(
      names = "--wait",
      description = "Wait for what becomes of the bid: exit status 0 if it won, 1 otherwise.")
  private boolean wait;

  @Option(
      names = "--sign-only",
      description = "Print the signed transactions in hexadecimal and do not send them.")
  private boolean signOnly;

  NodeOption node() {
    return node;
  }

  PrivateKey key() {
    return key.read();
  }

  /// Bids in one channel, payloads in those above it.
  Bidding open(WeftClient client, long channel) {
    return Bidding.open(client, key.read(), BiddingConfig.DEFAULTS.withChannelsFrom(channel));
  }

  /// Sends, prints, and waits if wanted.
  int send(WeftClient client, Bidding bidding, SignedBid signed, Output output)
      throws InterruptedException {
    if (signOnly) {
      return print(signed, output);
    }
    return tell(client, bidding.send(signed), new Told(), output);
  }

  /// Sends a seal, waits for its block, shows the bid, prints, and waits if wanted.
  int send(WeftClient client, Bidding bidding, SignedSeal signed, Output output)
      throws InterruptedException {
    if (signOnly) {
      throw CliException.usage(
          "--sign-only: a sealed bid is shown once its seal is in a block",
          "Leave out one of --sealed and --sign-only.");
    }
    Told told = new Told();
    Hash32 seal = signed.seal().hash();
    told.document.put("seal", seal.toString());
    told.lines.add("seal        " + seal);
    SubmittedText.document(bidding.send(signed), node.address());
    TransactionStatus status =
        StatusFollower.awaitFinal(client, seal, StatusFollower.LONGEST_WAIT_MS);
    if (!(status.progress() instanceof Soft sealed)) {
      throw new CliException(
          "not-sealed", "the seal got into no block: " + StatusText.line(status), "Try again.");
    }
    told.document.put("sealedHeight", sealed.height());
    told.lines.add("sealed in   block " + Format.count(sealed.height()));
    return tell(client, bidding.show(signed), told, output);
  }

  /// What is printed.
  private record Told(Map<String, Object> document, List<String> lines) {
    Told() {
      this(new LinkedHashMap<>(), new ArrayList<>());
    }
  }

  private int tell(WeftClient client, PlacedBid placed, Told told, Output output)
      throws InterruptedException {
    Map<String, Object> document = told.document();
    List<String> lines = told.lines();
    SignedBid signed = placed.signed();
    Transaction bid = signed.bid();
    document.put("bid", bid.hash().toString());
    lines.add("bid         " + bid.hash());
    signed
        .payloads()
        .ifPresent(
            payloads -> {
              document.put("payloads", payloads.hash().toString());
              lines.add("payloads    " + payloads.hash());
            });
    document.put("channel", bid.body().nonce().channel());
    document.put("sequence", bid.body().nonce().sequence());
    document.put("lastHeight", bid.body().lastHeight());
    document.putAll(SubmittedText.document(placed.outcome(), node.address()));
    lines.add("valid until block " + Format.count(bid.body().lastHeight()));
    if (!wait) {
      output.print(document, lines.toArray(String[]::new));
      return 0;
    }
    BidResult result = BidResult.await(client, bid.hash());
    document.put("result", result.document());
    lines.add(result.line());
    output.print(document, lines.toArray(String[]::new));
    return result.isWon() ? 0 : 1;
  }

  private static int print(SignedBid signed, Output output) {
    Map<String, Object> document = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>();
    Optional<String> payloads = signed.payloads().map(BidSending::hex);
    payloads.ifPresent(hex -> document.put("payloads", hex));
    payloads.ifPresent(lines::add);
    document.put("bid", hex(signed.bid()));
    lines.add(hex(signed.bid()));
    output.print(document, lines.toArray(String[]::new));
    return 0;
  }

  private static String hex(Transaction transaction) {
    return "0x" + transaction.envelope().toHex();
  }
}
