package weft.cli.key;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import weft.cli.KeyOption;
import weft.cli.Output;
import weft.primitives.PrivateKey;

/// `weft key show`.
@Command(
    name = "show",
    description = "Show the account of a key. The secret stays in its file.",
    footer = {"", "Examples:", "  weft key show --key my.key", "  weft key show --key dev:0"})
public final class KeyShowCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private KeyOption key = new KeyOption();

  @Override
  public Integer call() {
    PrivateKey secret = key.read();
    output.print(Map.of("account", secret.address().toString()), "account " + secret.address());
    return 0;
  }
}
