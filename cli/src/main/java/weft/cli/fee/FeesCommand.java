package weft.cli.fee;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import weft.cli.Format;
import weft.cli.NodeOption;
import weft.cli.Output;
import weft.rollup.client.Fees;

/// `weft fees`.
@Command(
    name = "fees",
    description = "Show the base fees of the next block, the chain's and each lane's.",
    footer = {"", "Examples:", "  weft fees", "  weft fees --json"})
public final class FeesCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private NodeOption node = new NodeOption();

  @Override
  public Integer call() throws InterruptedException {
    return node.call(
        client -> {
          Fees fees = NodeOption.require(client.chain().fees());
          output.print(document(fees), lines(fees));
          return 0;
        });
  }

  private static String[] lines(Fees fees) {
    String asset = fees.defaultAsset().name();
    List<String> lines = new ArrayList<>();
    lines.add("chain  " + Format.amount(fees.baseFeePerByte(), asset) + " per byte");
    for (Fees.LaneFees lane : fees.lanes()) {
      String gas =
          lane.baseFeePerGas().map(fee -> ", " + Format.amount(fee, asset) + " per gas").orElse("");
      lines.add(
          "lane   %s: %s per byte on top%s; cap %s bytes per block"
              .formatted(
                  lane.rollup().name(),
                  Format.amount(lane.baseFeePerByte(), asset),
                  gas,
                  Format.count(lane.maxBytesPerBlock())));
    }
    for (Fees.AssetRate rate : fees.assets()) {
      lines.add(
          "asset  %s: %s %s for %s %s"
              .formatted(
                  rate.asset().name(),
                  Format.count(rate.numerator()),
                  rate.asset().name(),
                  Format.count(rate.denominator()),
                  asset));
    }
    return lines.toArray(String[]::new);
  }

  private static Map<String, Object> document(Fees fees) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("defaultAsset", fees.defaultAsset().name());
    document.put("baseFeePerByte", fees.baseFeePerByte().toString());
    List<Map<String, Object>> lanes = new ArrayList<>();
    for (Fees.LaneFees lane : fees.lanes()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("rollup", lane.rollup().name());
      one.put("baseFeePerByte", lane.baseFeePerByte().toString());
      lane.baseFeePerGas().ifPresent(fee -> one.put("baseFeePerGas", fee.toString()));
      one.put("maxBytesPerBlock", lane.maxBytesPerBlock());
      lanes.add(one);
    }
    document.put("lanes", lanes);
    List<Map<String, Object>> assets = new ArrayList<>();
    for (Fees.AssetRate rate : fees.assets()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("asset", rate.asset().name());
      one.put("numerator", rate.numerator());
      one.put("denominator", rate.denominator());
      assets.add(one);
    }
    document.put("assets", assets);
    return document;
  }
}
