package weft.chain.snapshot;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.chain.store.BlockSeal;
import weft.ledger.state.ChainRecord;
import weft.ledger.state.KeyValueView.Entry;
import weft.ledger.state.Keys;
import weft.ledger.state.ValidatorSets;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.protocol.validator.ValidatorSet;

/// Whether a snapshot is true; rules SYNC-6 and SYNC-8. The root says that the state is the one
/// that CometBFT's light client trusts. The state names its chain and the validators of its block,
/// and their attestation says the rest: the block's hash and the time of its lanes.
public final class SnapshotProof {
  private final SnapshotManifest manifest;
  private @Nullable Bytes chain;
  private @Nullable Bytes sets;

  /// @param manifest without a [#contradiction]
  public SnapshotProof(SnapshotManifest manifest) {
    this.manifest = manifest;
  }

  /// Why a manifest cannot be that of a chain's snapshot; empty if it can.
  ///
  /// @param trustedRoot the app hash after the block at this height
  public static Optional<String> contradiction(
      SnapshotManifest manifest, long chainId, long height, Hash32 trustedRoot) {
    if (manifest.statement().chainId() != chainId) {
      return Optional.of("it is of chain " + manifest.statement().chainId() + ", not " + chainId);
    }
    if (manifest.height() != height) {
      return Optional.of("it is of block " + manifest.height() + ", not " + height);
    }
    Hash32 root = manifest.statement().stateRoot();
    return root.equals(trustedRoot)
        ? Optional.empty()
        : Optional.of("its state root is " + root + ", trusted is " + trustedRoot);
  }

  /// Notes what is needed of the state as it passes; copies it, so that the chunks may go.
  public void see(List<Entry> entries) {
    for (Entry entry : entries) {
      if (entry.key().equals(Keys.CHAIN)) {
        chain = Bytes.wrap(entry.value().toArray());
      } else if (entry.key().equals(Keys.VALIDATOR_SETS)) {
        sets = Bytes.wrap(entry.value().toArray());
      }
    }
  }

  /// The verdict over a whole snapshot.
  public sealed interface Verdict {
    /// @param seal of the block
    record True(BlockSeal.Network seal) implements Verdict {}

    record False(String reason) implements Verdict {}
  }

  /// @param root of all entries
  /// @param genesisHash of the chain that is to go on from here
  public Verdict judge(Hash32 root, Hash32 genesisHash) {
    if (!root.equals(manifest.statement().stateRoot())) {
      return new Verdict.False(
          "its entries have the root " + root + ", not " + manifest.statement().stateRoot());
    }
    if (chain == null || sets == null) {
      return new Verdict.False("its state is not that of a network");
    }
    try {
      Hash32 genesis = ChainRecord.decode(chain).genesisHash();
      if (!genesis.equals(genesisHash)) {
        return new Verdict.False("its genesis is " + genesis + ", not " + genesisHash);
      }
      ValidatorSet set = ValidatorSets.decode(sets).last();
      return manifest.attestation().attests(manifest.statement().digest(), set)
          ? new Verdict.True(manifest.seal(set))
          : new Verdict.False("the validators of its block did not attest it");
    } catch (MalformedException e) {
      return new Verdict.False("its state is malformed: " + e.getMessage());
    }
  }
}
