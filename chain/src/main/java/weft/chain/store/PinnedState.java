package weft.chain.store;

import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.ledger.state.KeyValueView;
import weft.primitives.Bytes;

/// The state after one block, whatever is committed meanwhile. Holds back what the store could
/// clean up, so it is closed soon. For one thread at a time.
public interface PinnedState extends AutoCloseable {

  /// The block after which the state is.
  ChainHead head();

  /// Who vouches for that block.
  BlockSeal seal();

  /// The value of a key, or null.
  @Nullable Bytes get(Bytes key);

  /// The entries whose keys are greater than a key, ascending; no more once `maxBytes` of keys and
  /// values are reached (but at least one, if there is one).
  List<KeyValueView.Entry> entries(Bytes after, long maxBytes);

  /// Idempotent; also after the store was closed.
  @Override
  void close();
}
