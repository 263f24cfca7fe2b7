package weft.cli.node;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import weft.cli.CliException;
import weft.cli.Format;
import weft.cli.NodeOption;
import weft.node.configuration.Configuration;
import weft.node.configuration.ConfigurationKey;
import weft.node.configuration.HttpAddress;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.protocol.block.BlockAnchor;
import weft.protocol.block.VerifiedAnchor;
import weft.protocol.refusal.Checked;
import weft.protocol.verdict.Verdict;
import weft.rollup.client.AttestedHeight;
import weft.rollup.client.Trust;
import weft.rollup.client.TrustedAnchors;
import weft.rollup.client.UnknownValidatorsException;

/// A block that a joining node's engine begins to trust with, because validators attested it who
/// are trusted themselves.
///
/// @param hash of its header
record SyncPoint(long height, Hash32 hash) {
  /// How many blocks may be without an attestation in a row.
  private static final int MAX_LOOK_AHEAD = 16;

  /// Half of the time for which the engine believes the validators of a block.
  private static final long MAX_AGE_MS = TimeUnit.HOURS.toMillis(12);

  /// Finds one below the newest snapshot: from there the engine's light client goes forward in a
  /// step or two; backwards it would have to look at each header.
  ///
  /// @param servers the first of them is asked
  /// @param intervalBlocks between two snapshots; 0 = unknown
  /// @return empty where the network has made no snapshot yet: an engine would wait for one
  /// @throws CliException if there is no answer, or none to be believed
  static Optional<SyncPoint> find(
      List<HttpAddress> servers, Trust trust, long intervalBlocks, InstantSource clock) {
    try (AttestingNode node = new AttestingNode(servers.getFirst())) {
      TrustedAnchors anchors = TrustedAnchors.of(trust, node, clock);
      VerifiedAnchor head = verified(anchors, NodeOption.require(node.newestAnchor()));
      if (head.height() <= intervalBlocks) {
        return Optional.empty();
      }
      Optional<VerifiedAnchor> older = Optional.empty();
      if (intervalBlocks > 0) {
        long below = Math.max(1, (head.height() / intervalBlocks - 1) * intervalBlocks);
        older =
            attestedFrom(node, below)
                .map(anchor -> verified(anchors, anchor))
                .filter(anchor -> clock.millis() - anchor.timeMs() < MAX_AGE_MS);
      }
      VerifiedAnchor chosen = older.orElse(head);
      return Optional.of(new SyncPoint(chosen.height(), chosen.blockHash()));
    } catch (UnknownValidatorsException e) {
      throw new CliException(
          "not-verified",
          String.valueOf(e.getMessage()),
          "Ask a node that has the changes since then (an older one than those that began with a"
              + " snapshot), or trust a newer point: weft validator pin.");
    } catch (MalformedException e) {
      throw new CliException(
          "malformed-answer",
          "the answer of " + servers.getFirst() + " cannot be read: " + e.getMessage(),
          "Use a node of this version, or another node: this one may be lying.");
    }
  }

  /// The first block from a height on that is attested; empty where the node does not keep it.
  private static Optional<BlockAnchor> attestedFrom(AttestingNode node, long from) {
    for (long height = from; height < from + MAX_LOOK_AHEAD; height++) {
      if (node.attestation(Long.toString(height))
              instanceof Checked.Ok<AttestedHeight>(AttestedHeight attested)
          && attested.anchor().isPresent()) {
        return attested.anchor();
      }
    }
    return Optional.empty();
  }

  private static VerifiedAnchor verified(TrustedAnchors anchors, BlockAnchor anchor) {
    return switch (anchors.check(anchor)) {
      case Verdict.Valid<VerifiedAnchor>(VerifiedAnchor verified) -> verified;
      case Verdict.Invalid<VerifiedAnchor>(String rule, String reason) ->
          throw CliException.notVerified(rule, reason);
    };
  }

  /// Settings of a node that begins with a snapshot from behind a block, or of one that fetches all
  /// blocks.
  static Configuration settings(
      Configuration configuration, Optional<SyncPoint> point, List<HttpAddress> servers) {
    return configuration
        .with(
            ConfigurationKey.ENGINE_STATE_SYNC_SERVERS,
            point.isEmpty()
                ? ""
                : String.join(",", servers.stream().map(HttpAddress::toString).toList()))
        .with(
            ConfigurationKey.ENGINE_STATE_SYNC_TRUST_HEIGHT,
            Long.toString(point.map(SyncPoint::height).orElse(0L)))
        .with(
            ConfigurationKey.ENGINE_STATE_SYNC_TRUST_HASH,
            point.map(one -> one.hash().bytes().toHex()).orElse(""));
  }

  /// What the operator is told.
  static String text(Optional<SyncPoint> point) {
    return point
        .map(
            one ->
                "trusts block %s %s, which its validators attested"
                    .formatted(Format.count(one.height()), one.hash()))
        .orElse("the network has made no snapshot yet: the node will fetch all blocks");
  }
}
