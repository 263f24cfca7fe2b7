package weft.cli.validator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weft.cli.Format;
import weft.cli.NodeOption;
import weft.cli.Output;
import weft.rollup.client.NetworkValidators;

/// `weft validator list`.
@Command(
    name = "list",
    description = "List the validators that attest the newest block, as the node says.",
    footer = {
      "",
      "Examples:",
      "  weft validator list",
      "  weft validator list --of-genesis --json"
    })
public final class ValidatorListCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private NodeOption node = new NodeOption();

  @Option(
      names = "--of-genesis",
      description = "Those that the chain began with, instead of those of the newest block.")
  private boolean ofGenesis;

  @Override
  public Integer call() throws InterruptedException {
    return node.call(
        client -> {
          NetworkValidators validators = NodeOption.require(client.chain().validators(ofGenesis));
          output.print(document(validators), lines(validators));
          return 0;
        });
  }

  private static String[] lines(NetworkValidators validators) {
    List<String> lines = new ArrayList<>();
    lines.add("height    " + Format.count(validators.height()));
    lines.add("set       " + validators.hash());
    lines.add("power     " + Format.count(validators.totalPower()));
    for (NetworkValidators.Member member : validators.members()) {
      lines.add(
          "validator %s  power %s  bond %s  operator %s  %s"
              .formatted(
                  member.consensusAddress(),
                  Format.count(member.power()),
                  Format.amount(member.bond()),
                  member.operator(),
                  member.status()));
    }
    return lines.toArray(String[]::new);
  }

  private static Map<String, Object> document(NetworkValidators validators) {
    List<Map<String, Object>> members = new ArrayList<>();
    for (NetworkValidators.Member member : validators.members()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("operator", member.operator().toString());
      one.put("consensusAddress", member.consensusAddress().toString());
      one.put("consensusKey", "0x" + member.consensusKey().toHex());
      one.put("blsKey", "0x" + member.blsKey().toHex());
      one.put("power", member.power());
      one.put("bond", member.bond().toString());
      one.put("status", member.status());
      members.add(one);
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("height", validators.height());
    document.put("validatorsHash", validators.hash().toString());
    document.put("totalPower", validators.totalPower());
    document.put("validators", members);
    return document;
  }
}
