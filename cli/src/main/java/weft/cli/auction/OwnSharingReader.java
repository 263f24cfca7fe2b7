package weft.cli.auction;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weft.cli.CliException;
import weft.market.wasm.MarketModule;
import weft.market.wasm.ModuleLimits;
import weft.market.wasm.ModuleRefusal;
import weft.market.wasm.Registration;
import weft.market.wasm.ShareInput;
import weft.primitives.Bytes;

/// Reads `{"module": "FILE.wasm", "declared": …, "state": […], "fuel": …}`. The module's path is
/// relative to the auction's file.
final class OwnSharingReader {
  private OwnSharingReader() {}

  /// @throws CliException if the module cannot be used
  static OwnSharing read(JsonField sharing) {
    sharing.requireObject(List.of("module", "declared", "state", "fuel"));
    List<Long> state = new ArrayList<>();
    sharing
        .optional("state")
        .ifPresent(
            list ->
                list.elements(ShareInput.MAX_STATE)
                    .forEach(word -> state.add(word.whole(0, Long.MAX_VALUE))));
    long fuel =
        sharing
            .optional("fuel")
            .map(field -> field.whole(1, ModuleLimits.MAX_FUEL))
            .orElse(ModuleLimits.DEFAULT_FUEL);
    return new OwnSharing(module(sharing.required("module")), fuel, state);
  }

  private static MarketModule module(JsonField field) {
    return switch (MarketModule.register(bytes(field))) {
      case Registration.Accepted accepted when accepted.module().isSharing() -> accepted.module();
      case Registration.Accepted _ ->
          throw field.refused("the module shares nothing", "Export \"share\" from it.");
      case Registration.Refused refused -> {
        ModuleRefusal refusal = refused.refusal();
        throw field.refused(refusal.field() + ": " + refusal.message(), refusal.nextStep());
      }
    };
  }

  private static Bytes bytes(JsonField field) {
    Path folder = Optional.ofNullable(field.file().toAbsolutePath().getParent()).orElseThrow();
    try {
      Path path = folder.resolve(field.name());
      if (!Files.isRegularFile(path)) {
        throw new NoSuchFileException(path.toString());
      }
      if (Files.size(path) > ModuleLimits.MAX_BYTES) {
        throw field.refused(
            Files.size(path) + " bytes (limit: " + ModuleLimits.MAX_BYTES + ")",
            "Make the module smaller.");
      }
      return Bytes.wrap(Files.readAllBytes(path));
    } catch (NoSuchFileException | InvalidPathException e) {
      throw field.refused(
          "there is no such file beside the auction's", "Name the module's file from there.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
