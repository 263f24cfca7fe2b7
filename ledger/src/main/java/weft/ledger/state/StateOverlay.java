package weft.ledger.state;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import weft.primitives.Bytes;

/// Changes on top of a committed state, in two layers: what is kept, and what the transaction under
/// way has changed and [#keep] or [#undo] decides about.
///
/// Each key is read from the committed state at most once and found by one lookup afterwards; a
/// transaction costs only a list of what it touched. Not for use by several threads at once.
public final class StateOverlay implements KeyReader {
  private final KeyReader committed;
  private final Map<Bytes, Slot> slots = new LinkedHashMap<>();
  private final List<Undo> undos = new ArrayList<>();

  public StateOverlay(KeyReader committed) {
    this.committed = committed;
  }

  @Override
  public @Nullable Bytes get(Bytes key) {
    return slot(key).value;
  }

  public void put(Bytes key, Bytes value) {
    set(key, value);
  }

  public void delete(Bytes key) {
    set(key, null);
  }

  /// Keeps everything written since the last call of this or [#undo].
  public void keep() {
    undos.clear();
  }

  /// Takes back everything written since the last call of this or [#keep].
  public void undo() {
    for (int i = undos.size() - 1; i >= 0; i--) {
      undos.get(i).slot.value = undos.get(i).before;
    }
    undos.clear();
  }

  /// What differs from the committed state.
  public StateChanges changes() {
    TreeMap<Bytes, Optional<Bytes>> changed = new TreeMap<>();
    slots.forEach(
        (key, slot) -> {
          if (!Objects.equals(slot.original, slot.value)) {
            changed.put(key, Optional.ofNullable(slot.value));
          }
        });
    return new StateChanges(changed);
  }

  private void set(Bytes key, @Nullable Bytes value) {
    Slot slot = slot(key);
    undos.add(new Undo(slot, slot.value));
    slot.value = value;
  }

  private Slot slot(Bytes key) {
    Slot known = slots.get(key);
    if (known != null) {
      return known;
    }
    Slot read = new Slot(committed.get(key));
    slots.put(key, read);
    return read;
  }

  private static final class Slot {
    final @Nullable Bytes original;
    @Nullable Bytes value;

    Slot(@Nullable Bytes original) {
      this.original = original;
      this.value = original;
    }
  }

  private record Undo(Slot slot, @Nullable Bytes before) {}
}
