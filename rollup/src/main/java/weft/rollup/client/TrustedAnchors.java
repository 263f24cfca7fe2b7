package weft.rollup.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import weft.primitives.Bytes;
import weft.protocol.block.AnchorCheck;
import weft.protocol.block.AttestedAnchor;
import weft.protocol.block.BlockAnchor;
import weft.protocol.block.SignedAnchor;
import weft.protocol.block.UnattestedAnchor;
import weft.protocol.block.VerifiedAnchor;
import weft.protocol.light.Equivocation;
import weft.protocol.light.LightClient;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.validator.BlockStatement;
import weft.protocol.validator.ValidatorSet;
import weft.protocol.verdict.Verdict;

/// Checks anchors against whom a reader believes. On a network it follows the validators: an anchor
/// of a set that it does not know yet makes it fetch the changes that lead there, and check them.
///
/// Not for use by several threads at once.
public final class TrustedAnchors implements AnchorCheck {
  /// Verified anchors that are remembered: all lanes of one block have the same.
  private static final int MAX_REMEMBERED = 64;

  /// Answers with changes that one check asks for at most; the next goes on behind them.
  private static final int MAX_ANSWERS = 256;

  /// The rules that say that a block cannot be judged by itself, and nothing about who was asked:
  /// the height lies before what is known, what is known is too old, or nobody vouches for it.
  private static final Set<String> BEYOND_TRUST = Set.of("LIGHT-2", "LIGHT-4", "LIGHT-9");

  /// How old the saved knowledge may become while it still grows.
  private static final long SAVE_MS = 60_000;

  /// Validators are asked for anew when this part of the trusting period has passed in silence.
  private static final int REFRESHES_PER_PERIOD = 8;

  private final Trust trust;
  private final ValidatorSource source;
  private final InstantSource clock;
  private final AnchorCheck solo;
  private final Optional<LightClient> client;
  private final Optional<TrustFile> file;
  private final LinkedHashMap<AttestedAnchor, VerifiedAnchor> remembered = new LinkedHashMap<>();
  private Optional<ClaimedChange> brokenChange = Optional.empty();
  private long savedAtMs = Long.MIN_VALUE;
  private long heardAtMs;

  private TrustedAnchors(
      Trust trust, ValidatorSource source, InstantSource clock, Optional<TrustFile> file) {
    this.trust = trust;
    this.source = source;
    this.clock = clock;
    this.file = file;
    this.heardAtMs = clock.millis();
    switch (trust) {
      case Trust.Solo(var validator) -> {
        solo = AnchorCheck.of(validator);
        client = Optional.empty();
      }
      case Trust.Network(var point, long periodMs) -> {
        solo = _ -> Verdict.invalid("BLOCK-9", "the block is not one of a network");
        client =
            Optional.of(
                file.flatMap(TrustFile::read)
                    .orElseGet(() -> LightClient.startingAt(point, periodMs)));
      }
    }
  }

  /// @param source where changes of validators are fetched, when they are needed
  /// @param clock the present, which says whether validators may still be believed
  public static TrustedAnchors of(Trust trust, ValidatorSource source, InstantSource clock) {
    return new TrustedAnchors(trust, source, clock, Optional.empty());
  }

  /// The same, going on with what was learnt earlier, and keeping what is learnt.
  ///
  /// @param file where it is kept; what began at another trusted point is not used
  /// @throws UncheckedIOException if the file is there and cannot be read
  public static TrustedAnchors kept(
      Trust trust, ValidatorSource source, InstantSource clock, Path file) {
    Optional<TrustFile> kept =
        trust instanceof Trust.Network network
            ? Optional.of(new TrustFile(file, network))
            : Optional.empty();
    return new TrustedAnchors(trust, source, clock, kept);
  }

  public Trust trust() {
    return trust;
  }

  /// Checks an anchor.
  ///
  /// @throws UnknownValidatorsException if nothing shows who the validators are that it names
  /// @throws NodeException if changes are needed, and the source does not answer
  @Override
  public Verdict<VerifiedAnchor> check(BlockAnchor anchor) {
    brokenChange = Optional.empty();
    return client
        .map(
            light ->
                switch (anchor) {
                  case AttestedAnchor attested -> checkAttested(light, attested);
                  case UnattestedAnchor _ ->
                      Verdict.<VerifiedAnchor>invalid(
                          "LIGHT-9", "too few validators attested its block, and no more will");
                  case SignedAnchor signed -> solo.check(signed);
                })
        .orElseGet(() -> solo.check(anchor));
  }

  private Verdict<VerifiedAnchor> checkAttested(LightClient light, AttestedAnchor anchor) {
    VerifiedAnchor known = remembered.get(anchor);
    if (known != null && light.equivocation().isEmpty()) {
      return Verdict.valid(known);
    }
    if (isOfUnknownValidators(light, anchor)
        && follow(light, anchor) instanceof Verdict.Invalid<?>(String rule, String reason)) {
      return Verdict.invalid(rule, reason);
    }
    Verdict<BlockStatement> checked =
        light.check(anchor.statement(), anchor.attestation(), clock.millis());
    save(light, SAVE_MS);
    return checked.then(
        statement -> {
          VerifiedAnchor verified = verified(statement);
          remember(anchor, verified);
          heardAtMs = clock.millis();
          return Verdict.valid(verified);
        });
  }

  /// Whether it may be that validators changed after the newest block that is known. Below it, all
  /// changes are known.
  private static boolean isOfUnknownValidators(LightClient light, AttestedAnchor anchor) {
    return anchor.statement().height() > light.newestHeight() && !namesKnown(light, anchor);
  }

  private static boolean namesKnown(LightClient light, AttestedAnchor anchor) {
    return light
        .validatorsAt(anchor.statement().height())
        .filter(set -> set.hash().equals(anchor.validatorsHash()))
        .isPresent();
  }

  /// Follows changes until the anchor's validators are known.
  private Verdict<Integer> follow(LightClient light, AttestedAnchor anchor) {
    long from = Math.max(1, light.newestHeight());
    for (int answers = 0; answers < MAX_ANSWERS; answers++) {
      List<ClaimedChange> changes = changes(from);
      for (ClaimedChange change : changes) {
        long height = change.anchor().statement().height();
        if (height < from || !namesKnown(light, change.anchor())) {
          throw unknown(anchor);
        }
        if (light.follow(change.toChange(), clock.millis())
            instanceof Verdict.Invalid<?>(String rule, String reason)) {
          brokenChange = Optional.of(change);
          return Verdict.invalid(rule, reason);
        }
        from = height + 1;
        save(light, 0);
        if (!isOfUnknownValidators(light, anchor)) {
          return Verdict.valid(answers);
        }
      }
      if (changes.isEmpty()) {
        break;
      }
    }
    throw unknown(anchor);
  }

  private List<ClaimedChange> changes(long from) {
    return switch (source.validatorChanges(from)) {
      case Checked.Ok<List<ClaimedChange>>(List<ClaimedChange> changes) -> changes;
      case Checked.Refused<List<ClaimedChange>>(Refusal refusal) ->
          throw new UnknownValidatorsException(
              "the node does not list changes of validators: "
                  + refusal.message()
                  + ". "
                  + refusal.nextStep());
    };
  }

  private static UnknownValidatorsException unknown(AttestedAnchor anchor) {
    return new UnknownValidatorsException(
        "the node does not show who the validators "
            + anchor.validatorsHash()
            + " of block "
            + anchor.statement().height()
            + " are");
  }

  private static VerifiedAnchor verified(BlockStatement statement) {
    return new VerifiedAnchor(
        statement.chainId(),
        statement.height(),
        statement.timeMs(),
        statement.blockHash(),
        statement.lanesRoot(),
        statement.laneCount(),
        statement.stateRoot());
  }

  private void remember(AttestedAnchor anchor, VerifiedAnchor verified) {
    if (remembered.size() == MAX_REMEMBERED) {
      remembered.pollFirstEntry();
    }
    remembered.put(anchor, verified);
  }

  /// Keeps the knowledge of the validators fresh while a reader has nothing else to check: asks for
  /// the newest anchor where it has been silent for long. Cheap where it has not.
  ///
  /// @return why that anchor is not believed, if so
  /// @throws NodeException if the source does not answer
  public Optional<Verdict.Invalid<VerifiedAnchor>> refresh() {
    if (!(trust instanceof Trust.Network network)
        || clock.millis() - heardAtMs < network.trustingPeriodMs() / REFRESHES_PER_PERIOD) {
      return Optional.empty();
    }
    heardAtMs = clock.millis();
    return source.newestAnchor() instanceof Checked.Ok<BlockAnchor>(BlockAnchor newest)
            && check(newest) instanceof Verdict.Invalid<VerifiedAnchor> invalid
        ? Optional.of(invalid)
        : Optional.empty();
  }

  /// Whether a rule says that a block cannot be judged by itself, and not that somebody lied.
  public static boolean isBeyondTrust(String rule) {
    return BEYOND_TRUST.contains(rule);
  }

  /// The change that broke a rule in the last check, if it was one and not the anchor itself.
  public Optional<ClaimedChange> brokenChange() {
    return brokenChange;
  }

  /// The validators that are believed at a height of a network, as far as they are known.
  public Optional<ValidatorSet> validatorsAt(long height) {
    return client.flatMap(light -> light.validatorsAt(height));
  }

  /// Evidence that validators attested two different things about one height, if it was seen.
  public Optional<Equivocation> equivocation() {
    return client.flatMap(LightClient::equivocation);
  }

  private void save(LightClient light, long ifOlderMs) {
    long nowMs = clock.millis();
    boolean isDue =
        savedAtMs == Long.MIN_VALUE
            || nowMs - savedAtMs >= ifOlderMs
            || light.equivocation().isPresent();
    if (file.isPresent() && isDue) {
      Bytes known = light.save();
      try {
        file.get().write(known);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      savedAtMs = nowMs;
    }
  }
}
