package weft.cli.validator;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import weft.cli.CliException;
import weft.cli.Format;
import weft.protocol.block.AttestedAnchor;
import weft.protocol.block.BlockAnchor;
import weft.protocol.block.VerifiedAnchor;
import weft.protocol.validator.ValidatorSet;
import weft.protocol.verdict.Verdict;
import weft.rollup.client.AttestedHeight;
import weft.rollup.client.TrustedAnchors;

/// Who vouches for a block, for people and for programs.
record AttestationText(Map<String, Object> document, String line) {

  /// @throws CliException if the anchor is not to be believed
  static AttestationText of(AttestedHeight attested, TrustedAnchors anchors) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("height", attested.height());
    document.put("attested", attested.anchor().isPresent());
    if (attested.anchor().isEmpty()) {
      return new AttestationText(
          document,
          "block "
              + Format.count(attested.height())
              + " was never attested by more than two thirds of power");
    }
    BlockAnchor anchor = attested.anchor().get();
    VerifiedAnchor verified = verified(attested.height(), anchor, anchors);
    document.put("blockHash", verified.blockHash().toString());
    document.put("timeMs", verified.timeMs());
    document.put("lanesRoot", verified.lanesRoot().toString());
    document.put("stateRoot", verified.appHash().toString());
    StringBuilder line =
        new StringBuilder("block ")
            .append(Format.count(verified.height()))
            .append(' ')
            .append(verified.blockHash());
    if (anchor instanceof AttestedAnchor network) {
      Optional<ValidatorSet> set = anchors.validatorsAt(verified.height());
      long power = set.map(network.attestation()::signingPower).orElse(0L);
      long total = set.map(ValidatorSet::totalPower).orElse(0L);
      document.put("validatorsHash", network.validatorsHash().toString());
      document.put("signingPower", power);
      document.put("totalPower", total);
      line.append(" attested by ")
          .append(Format.count(power))
          .append(" of ")
          .append(Format.count(total))
          .append(" power");
    } else {
      line.append(" signed by its validator");
    }
    return new AttestationText(document, line.toString());
  }

  private static VerifiedAnchor verified(long height, BlockAnchor anchor, TrustedAnchors anchors) {
    return switch (anchors.check(anchor)) {
      case Verdict.Valid<VerifiedAnchor>(VerifiedAnchor verified) -> {
        if (verified.height() != height) {
          throw CliException.notVerified(
              "LANE-4", "the node sent an anchor of block " + verified.height());
        }
        yield verified;
      }
      case Verdict.Invalid<VerifiedAnchor>(String rule, String reason) ->
          throw CliException.notVerified(rule, reason);
    };
  }
}
