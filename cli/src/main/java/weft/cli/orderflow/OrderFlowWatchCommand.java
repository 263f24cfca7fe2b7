package weft.cli.orderflow;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import weft.cli.FollowOption;
import weft.cli.Format;
import weft.cli.NodeOption;
import weft.cli.Output;
import weft.cli.StopSignal;
import weft.protocol.orderflow.Hint;
import weft.rollup.client.Subscription;
import weft.rollup.client.WeftClient;

/// `weft order-flow watch`.
@Command(
    name = "watch",
    description = {
      "Follow what the node tells of the transactions that it keeps back: those of now first.",
      "A bid names one by its hash ('weft bid submit --transaction'), and repeats the refund that"
          + " it asks for."
    },
    footer = {
      "",
      "Examples:",
      "  weft order-flow watch --count 1",
      "  weft order-flow watch --for 30s --json"
    })
public final class OrderFlowWatchCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private NodeOption node = new NodeOption();
  @Mixin private FollowOption follow = new FollowOption();

  @Override
  public Integer call() throws InterruptedException {
    StopSignal stop = StopSignal.install();
    return node.call(client -> follow(client, stop));
  }

  private int follow(WeftClient client, StopSignal stop) throws InterruptedException {
    try (Subscription<Hint> hints = client.orderFlow().followHints()) {
      long seen =
          follow.each(
              stop, hints, hint -> output.event(HintText.document(hint), HintText.lines(hint)));
      output.remark(Format.count(seen, "transaction"));
    }
    return 0;
  }
}
