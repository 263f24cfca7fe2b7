package weft.cli.module;

import java.util.LinkedHashMap;
import java.util.Map;
import weft.cli.Format;
import weft.rollup.client.RegisteredModule;

/// A registered module for a person and as a document.
final class ModuleText {
  private ModuleText() {}

  static Map<String, Object> document(RegisteredModule module) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("module", module.module().toString());
    document.put("shares", module.isSharing());
    document.put("selects", module.isSelection());
    document.put("bytes", module.bytes());
    document.put("registrant", module.registrant().toString());
    document.put("height", module.height());
    return document;
  }

  static String line(RegisteredModule module) {
    return "%s %s %s, registered at block %s by %s"
        .formatted(
            module.module(),
            functions(module),
            Format.count(module.bytes(), "byte"),
            Format.count(module.height()),
            module.registrant());
  }

  private static String functions(RegisteredModule module) {
    if (module.isSharing()) {
      return module.isSelection() ? "selects and shares," : "shares,";
    }
    return "selects,";
  }
}
