package weft.ledger.rules;

import org.jspecify.annotations.Nullable;
import weft.ledger.parameter.MarketParameters;
import weft.ledger.state.ModuleCount;
import weft.ledger.state.ModuleRecord;
import weft.market.wasm.MarketModule;
import weft.market.wasm.ModuleRefusal;
import weft.market.wasm.Registration;
import weft.primitives.Hash32;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;

/// Registering modules. They stay for good: whoever holds an auction of an old block again needs
/// them.
final class ModuleActions {
  /// Modules that one block takes: reading a long one takes about 60 ms.
  static final int MAX_PER_BLOCK = 4;

  private ModuleActions() {}

  /// The cheap checks come first, and the fee before the module is read.
  static @Nullable Refusal register(ActionContext context, Action.RegisterModule action) {
    Hash32 id = action.id();
    String field = context.field("code");
    if (context.reader().module(id).isPresent()) {
      return Refusal.of(
          RefusalCode.MODULE_EXISTS, field, "", "module " + id + " is registered already");
    }
    MarketParameters parameters = MarketParameters.read(context.reader());
    ModuleCount count = context.reader().moduleCount();
    if (count.total() >= parameters.maxModules()) {
      return Refusal.of(
          RefusalCode.TOO_MANY_MODULES,
          field,
          parameters.maxModules() + " modules",
          "the chain has " + count.total() + " modules");
    }
    if (count.at(context.height()) >= MAX_PER_BLOCK) {
      return Refusal.of(
          RefusalCode.BLOCK_FULL,
          field,
          MAX_PER_BLOCK + " modules",
          "the block registers " + MAX_PER_BLOCK + " modules already");
    }
    Refusal refusal =
        new Charge(context.signer(), context.defaultAsset(), parameters.moduleFee(), field)
            .takeFrom(context.state());
    return refusal == null ? read(context, action) : refusal;
  }

  private static @Nullable Refusal read(ActionContext context, Action.RegisterModule action) {
    return switch (MarketModule.register(action.code())) {
      case Registration.Refused(ModuleRefusal refusal) ->
          Refusal.of(
              RefusalCode.MODULE_REFUSED,
              context.field("code"),
              refusal.field(),
              refusal.field() + ": " + refusal.message());
      case Registration.Accepted(MarketModule module) -> {
        context
            .state()
            .addBurned(context.defaultAsset(), MarketParameters.read(context.reader()).moduleFee());
        context
            .state()
            .module(
                module.id(),
                new ModuleRecord(
                    module.isSharing(),
                    module.isSelection(),
                    action.code().size(),
                    context.signer(),
                    context.height()),
                action.code());
        yield null;
      }
    };
  }
}
