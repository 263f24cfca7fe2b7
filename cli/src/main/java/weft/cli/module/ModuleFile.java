package weft.cli.module;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import weft.cli.CliException;
import weft.market.wasm.MarketModule;
import weft.market.wasm.ModuleLimits;
import weft.market.wasm.ModuleRefusal;
import weft.market.wasm.Registration;
import weft.primitives.Bytes;

/// A module in a file.
final class ModuleFile {
  private ModuleFile() {}

  /// Reads and checks a module, as every node does.
  ///
  /// @throws CliException if it is none that a chain would take
  static Bytes read(Path file) {
    Bytes code = bytes(file);
    return switch (MarketModule.register(code)) {
      case Registration.Accepted _ -> code;
      case Registration.Refused(ModuleRefusal refusal) ->
          throw new CliException(
              ModuleRefusal.CODE,
              file + ": " + refusal.field() + ": " + refusal.message(),
              refusal.nextStep());
    };
  }

  private static Bytes bytes(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        throw new CliException(
            "file-not-found", "there is no file " + file, "Name the module's file.");
      }
      if (Files.size(file) > ModuleLimits.MAX_BYTES) {
        throw new CliException(
            ModuleRefusal.CODE,
            file + " has " + Files.size(file) + " bytes (limit: " + ModuleLimits.MAX_BYTES + ")",
            "Make the module smaller.");
      }
      return Bytes.wrap(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new CliException(
          "file-unreadable", file + " cannot be read: " + e.getMessage(), "Check its rights.");
    }
  }
}
