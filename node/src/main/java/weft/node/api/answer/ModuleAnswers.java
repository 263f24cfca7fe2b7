package weft.node.api.answer;

import java.util.List;
import java.util.Optional;
import weft.ledger.query.Queries;
import weft.ledger.query.Queries.ModuleInfo;
import weft.ledger.state.ModuleRecord;
import weft.ledger.state.StateReader;
import weft.node.api.NodeServices;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;

/// Registered modules.
public final class ModuleAnswers {
  private final NodeServices services;

  public ModuleAnswers(NodeServices services) {
    this.services = services;
  }

  /// A module with its bytes.
  public record Whole(ModuleInfo info, Bytes code) {}

  /// Modules ascending by id.
  ///
  /// @param after an id, or empty
  public List<ModuleInfo> modules(Bytes after, int limit) {
    return Queries.modules(services.store().state(), after, limit);
  }

  public Checked<Whole> module(Hash32 id) {
    StateReader state = new StateReader(services.store().state());
    Optional<ModuleRecord> record = state.module(id);
    Optional<Bytes> code = state.moduleCode(id);
    return record.isPresent() && code.isPresent()
        ? Checked.ok(new Whole(new ModuleInfo(id, record.get()), code.get()))
        : Checked.refused(
            Refusal.of(
                RefusalCode.MODULE_NOT_FOUND, "module", "", "the chain has no module " + id));
  }
}
