package weft.cli.upgrade;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import weft.cli.Format;
import weft.cli.NodeOption;
import weft.cli.Output;
import weft.cli.RemoteState;
import weft.ledger.state.UpgradeRecord;

/// `weft upgrade show`.
@Command(
    name = "show",
    description = "Show the upgrade that the validators decided last, as the node says.",
    footer = {"", "Example:", "  weft upgrade show"})
public final class UpgradeShowCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private NodeOption node = new NodeOption();

  @Override
  public Integer call() throws InterruptedException {
    return node.call(
        client -> {
          long height = NodeOption.require(client.chain().nodeStatus()).height();
          Optional<UpgradeRecord> upgrade = RemoteState.of(client).upgrade();
          output.print(document(height, upgrade), lines(height, upgrade));
          return 0;
        });
  }

  private static String[] lines(long height, Optional<UpgradeRecord> upgrade) {
    return upgrade
        .map(
            decided ->
                new String[] {
                  "upgrade   " + decided.name(),
                  "hash      " + decided.hash(),
                  "from      block "
                      + Format.count(decided.activationHeight())
                      + (decided.activationHeight() > height
                          ? ", in " + Format.count(decided.activationHeight() - height, "block")
                          : ", reached")
                })
        .orElseGet(() -> new String[] {"none was decided"});
  }

  private static Map<String, Object> document(long height, Optional<UpgradeRecord> upgrade) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("height", height);
    document.put("decided", upgrade.isPresent());
    upgrade.ifPresent(
        decided -> {
          document.put("name", decided.name());
          document.put("hash", decided.hash().toString());
          document.put("activationHeight", decided.activationHeight());
        });
    return document;
  }
}
