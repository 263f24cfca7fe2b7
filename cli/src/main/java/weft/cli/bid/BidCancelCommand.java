package weft.cli.bid;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weft.cli.KeyOption;
import weft.cli.NodeOption;
import weft.cli.Output;
import weft.cli.transaction.SubmittedText;
import weft.primitives.PrivateKey;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.Transaction;
import weft.rollup.client.Bidding;
import weft.rollup.client.BiddingConfig;
import weft.rollup.client.WaitingBid;
import weft.rollup.client.WeftClient;

/// `weft bid cancel`.
@Command(
    name = "cancel",
    description = {
      "Take back waiting bids: an empty transaction takes their sequence.",
      "Nodes that have it offer them to no block any more. A bid that more than a third of a"
          + " network's power has reported already is in the next block nevertheless."
    },
    footer = {
      "",
      "Examples:",
      "  weft bid cancel HASH",
      "  weft bid cancel --group 9d9ab9b0-1c2d-4c58-b3c4-5a6b7c8d9e0f --key bidder.key"
    })
public final class BidCancelCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private NodeOption node = new NodeOption();
  @Mixin private KeyOption key = new KeyOption();
  @Mixin private BidChoice choice = new BidChoice();

  @Option(
      names = "--sign-only",
      description = "Print the signed transactions in hexadecimal and do not send them.")
  private boolean signOnly;

  @Override
  public Integer call() throws InterruptedException {
    return node.call(this::cancel);
  }

  private int cancel(WeftClient client) {
    PrivateKey signer = key.read();
    List<Map<String, Object>> cancelled = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (WaitingBid bid : choice.find(client, signer.address()).reversed()) {
      Nonce nonce = bid.transaction().body().nonce();
      Bidding bidding =
          Bidding.open(client, signer, BiddingConfig.DEFAULTS.withChannelsFrom(nonce.channel()));
      Transaction instead =
          bidding.signCancellation(nonce.sequence(), bid.transaction().body().lastHeight());
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("bid", bid.transaction().hash().toString());
      document.put("hash", instead.hash().toString());
      if (signOnly) {
        String hex = "0x" + instead.envelope().toHex();
        document.put("transaction", hex);
        cancelled.add(document);
        lines.add(hex);
        continue;
      }
      document.putAll(
          SubmittedText.document(client.transactions().submit(instead), node.address()));
      cancelled.add(document);
      lines.add("cancelled   " + bid.transaction().hash());
      lines.add("by          " + instead.hash());
    }
    output.print(
        Map.of(signOnly ? "signed" : "cancelled", cancelled), lines.toArray(String[]::new));
    return 0;
  }
}
