package weft.cli.auction;

import java.util.Optional;
import weft.chain.audit.Vouched;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.protocol.block.BlockAnchor;
import weft.protocol.block.BlockHeader;
import weft.protocol.block.SignedAnchor;
import weft.protocol.block.VerifiedAnchor;
import weft.protocol.comet.CometHeader;
import weft.protocol.verdict.Verdict;
import weft.rollup.client.BlockAuctions;
import weft.rollup.client.TrustedAnchors;

/// Judges who vouches for a block whose auctions a node shows.
final class AuctionReading {
  private AuctionReading() {}

  /// Who vouches for a block.
  sealed interface Standing {
    record Known(Vouched vouched) implements Standing {}

    /// Nobody who is believed does, which is no proof of a lie.
    record Open(String reason) implements Standing {}

    record Broken(String rule, String reason) implements Standing {}
  }

  static Standing standing(BlockAuctions shown, TrustedAnchors anchors) {
    if (shown.anchor().isEmpty()) {
      return new Standing.Open("it is not known who vouches for the block");
    }
    BlockAnchor anchor = shown.anchor().get();
    return switch (anchors.check(anchor)) {
      case Verdict.Invalid<VerifiedAnchor>(String rule, String reason) ->
          TrustedAnchors.isBeyondTrust(rule)
              ? new Standing.Open(reason)
              : new Standing.Broken(rule, reason);
      case Verdict.Valid<VerifiedAnchor>(VerifiedAnchor verified) -> known(shown, anchor, verified);
    };
  }

  private static Standing known(BlockAuctions shown, BlockAnchor anchor, VerifiedAnchor verified) {
    if (verified.height() != shown.height() || !verified.blockHash().equals(shown.blockHash())) {
      return new Standing.Broken(
          "BLOCK-9", "the anchor is that of block " + verified.height() + ", another one");
    }
    Optional<CometHeader> engine = shown.engineHeader();
    if (engine.isPresent() && !engine.get().hash().equals(verified.blockHash())) {
      return new Standing.Broken("ATT-3", "the engine's header is not the one that is attested");
    }
    return new Standing.Known(
        new Vouched(
            verified.lanesRoot(),
            verified.laneCount(),
            signedDataHash(anchor).or(() -> engine.flatMap(AuctionReading::dataHash))));
  }

  /// Empty only for a block without entries, which no network of this house has.
  private static Optional<Hash32> dataHash(CometHeader header) {
    return header.dataHash().size() == Hash32.SIZE
        ? Optional.of(Hash32.of(header.dataHash()))
        : Optional.empty();
  }

  /// Only a header that was checked gets here.
  private static Optional<Hash32> signedDataHash(BlockAnchor anchor) {
    try {
      return anchor instanceof SignedAnchor signed
          ? Optional.of(BlockHeader.decode(signed.header()).dataHash())
          : Optional.empty();
    } catch (MalformedException e) {
      throw new IllegalStateException("a verified header cannot be read", e);
    }
  }
}
