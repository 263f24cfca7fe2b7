package weft.cli.parameter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import weft.cli.Output;
import weft.ledger.parameter.Parameter;

/// `weft parameter list`.
@Command(
    name = "list",
    description =
        "List every parameter that a chain has, with unit, default and range; 'weft parameter show'"
            + " tells the values.",
    footer = {"", "Example:", "  weft parameter list"})
public final class ParameterListCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    List<String> lines = new ArrayList<>();
    List<Map<String, Object>> all = new ArrayList<>();
    for (Parameter parameter : Parameter.values()) {
      lines.add(
          "%-32s default %s (%s), %s"
              .formatted(
                  parameter.id(), parameter.defaultValue(), parameter.unit(), parameter.range()));
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", parameter.id());
      one.put("default", parameter.defaultValue());
      one.put("unit", parameter.unit());
      one.put("range", parameter.range());
      all.add(one);
    }
    output.print(Map.of("parameters", all), lines.toArray(String[]::new));
    return 0;
  }
}
