package weft.cli.parameter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import weft.cli.NodeOption;
import weft.cli.Output;
import weft.cli.RemoteState;
import weft.ledger.parameter.Parameter;
import weft.ledger.state.StateReader;

/// `weft parameter show`.
@Command(
    name = "show",
    description = "Show the values that are in force at the newest block, as the node says.",
    footer = {"", "Examples:", "  weft parameter show", "  weft parameter show fee.byte-target"})
public final class ParameterShowCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private NodeOption node = new NodeOption();

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "Which one. Default: all of them.")
  private @Nullable String name;

  @Override
  public Integer call() throws InterruptedException {
    List<Parameter> asked =
        name == null ? List.of(Parameter.values()) : List.of(ParameterApproveCommand.named(name));
    return node.call(
        client -> {
          StateReader state = RemoteState.of(client);
          boolean isNetwork = state.isNetwork();
          List<String> lines = new ArrayList<>();
          List<Map<String, Object>> all = new ArrayList<>();
          for (Parameter parameter : asked) {
            if (isNetwork || !parameter.isOfNetworks()) {
              String value = state.parameter(parameter.id()).orElse(parameter.defaultValue());
              lines.add(
                  "%-32s %s (%s)%s"
                      .formatted(
                          parameter.id(),
                          value,
                          parameter.unit(),
                          value.equals(parameter.defaultValue())
                              ? ""
                              : ", default " + parameter.defaultValue()));
              Map<String, Object> one = new LinkedHashMap<>();
              one.put("name", parameter.id());
              one.put("value", value);
              one.put("default", parameter.defaultValue());
              one.put("unit", parameter.unit());
              all.add(one);
            }
          }
          output.print(Map.of("parameters", all), lines.toArray(String[]::new));
          return 0;
        });
  }
}
