package weft.ledger.admission;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.ledger.rules.BlockTerms;
import weft.ledger.rules.DueChanges;
import weft.ledger.state.KeyReader;
import weft.ledger.state.StateChanges;
import weft.ledger.state.StateOverlay;
import weft.ledger.state.StateReader;
import weft.ledger.state.StateWriter;
import weft.primitives.Bytes;

/// What holds for the block after a committed one. Made once per committed height and shared by all
/// threads that check transactions: parameters, base fees, rates and rollups are read once.
///
/// A view that moves on to a later commit makes the answers a little older, never wrong for the
/// chain: a block's execution checks everything again.
public final class AdmissionContext {
  private final KeyReader state;
  private final BlockTerms terms;

  private AdmissionContext(KeyReader state, BlockTerms terms) {
    this.state = state;
    this.terms = terms;
  }

  /// The context of the block after a committed one.
  ///
  /// @param nextHeight the committed height plus 1
  public static AdmissionContext at(KeyReader committed, long nextHeight) {
    StateOverlay overlay = new StateOverlay(committed);
    DueChanges.apply(new StateWriter(overlay), nextHeight);
    StateChanges due = overlay.changes();
    KeyReader state = due.entries().isEmpty() ? committed : key -> read(committed, due, key);
    return new AdmissionContext(state, new BlockTerms(state, nextHeight));
  }

  /// The height that a transaction can be included at the earliest.
  public long nextHeight() {
    return terms.height();
  }

  /// What holds at that height.
  public BlockTerms terms() {
    return terms;
  }

  /// The state that the block begins with, as far as it is known.
  public StateReader reader() {
    return new StateReader(state);
  }

  KeyReader state() {
    return state;
  }

  // A sorted map's get may return null, and an empty value means a deleted key.
  private static @Nullable Bytes read(KeyReader committed, StateChanges due, Bytes key) {
    Optional<Bytes> changed = due.entries().get(key);
    return changed == null ? committed.get(key) : changed.orElse(null);
  }
}
