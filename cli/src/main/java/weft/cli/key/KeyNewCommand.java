package weft.cli.key;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weft.cli.Output;
import weft.node.configuration.KeyFile;
import weft.primitives.PrivateKey;

/// `weft key new`.
@Command(
    name = "new",
    description = "Make a key and write it to a file that only you can read.",
    footer = {"", "Example:", "  weft key new --file my.key"})
public final class KeyNewCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();

  @Option(names = "--file", required = true, description = "Where to write the key.")
  private Path file = Path.of("weft.key");

  @Override
  public Integer call() {
    PrivateKey key = KeyFile.create(file);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("account", key.address().toString());
    document.put("file", file.toString());
    output.print(document, "account " + key.address(), "key in  " + file + " (keep it secret)");
    return 0;
  }
}
