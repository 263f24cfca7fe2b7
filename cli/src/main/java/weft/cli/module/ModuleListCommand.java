package weft.cli.module;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import weft.cli.NodeOption;
import weft.cli.Output;
import weft.primitives.Hash32;
import weft.rollup.client.RegisteredModule;
import weft.rollup.client.WeftClient;

/// `weft module list`.
@Command(
    name = "list",
    description = "List the registered modules, ascending by id.",
    footer = {"", "Examples:", "  weft module list", "  weft module list --json"})
public final class ModuleListCommand implements Callable<Integer> {
  /// No chain has more.
  private static final int MAX_LISTED = 65_536;

  @Mixin private Output output = new Output();
  @Mixin private NodeOption node = new NodeOption();

  @Override
  public Integer call() throws InterruptedException {
    return node.call(
        client -> {
          List<RegisteredModule> modules = all(client);
          output.print(
              Map.of("modules", modules.stream().map(ModuleText::document).toList()),
              modules.isEmpty()
                  ? new String[] {"no modules"}
                  : modules.stream().map(ModuleText::line).toArray(String[]::new));
          return 0;
        });
  }

  private static List<RegisteredModule> all(WeftClient client) {
    List<RegisteredModule> all = new ArrayList<>();
    List<RegisteredModule> page;
    do {
      Optional<Hash32> after =
          all.isEmpty() ? Optional.empty() : Optional.of(all.getLast().module());
      page = NodeOption.require(client.chain().modules(after, 0));
      all.addAll(page);
    } while (!page.isEmpty() && all.size() < MAX_LISTED);
    return all;
  }
}
