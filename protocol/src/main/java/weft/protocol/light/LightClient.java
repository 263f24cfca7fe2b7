package weft.protocol.light;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.protocol.validator.Attestation;
import weft.protocol.validator.BlockStatement;
import weft.protocol.validator.ValidatorSet;
import weft.protocol.verdict.Verdict;

/// Judges what validators attest, from a trusted point on, by rules `LIGHT-n` of
/// docs/protocol/attestations.md. It remembers the sets that it followed, and the statements that
/// it saw last, so that it notices two about one height. Needs no node.
///
/// Whoever holds the keys of more than two thirds of a set can make it attest anything; validators
/// that left can no longer be punished for it. So a set is believed only for the trusting period,
/// counted from the newest block that it was seen to attest: choose it shorter than the time that a
/// bond stays locked.
///
/// Not for use by several threads at once.
public final class LightClient {
  /// The most sets that are remembered; of older heights it knows nothing any more.
  public static final int MAX_SETS = 64;

  /// The most statements that are remembered for the comparison with others.
  public static final int MAX_STATEMENTS = 256;

  private static final int VERSION = 1;

  private final long chainId;
  private final long trustingPeriodMs;
  private final List<KnownSet> sets = new ArrayList<>();
  private final TreeMap<Long, AttestedStatement> statements = new TreeMap<>();

  /// The last height of the newest set, and the hash of the set after it, once that is known.
  private @Nullable HandOver handOver;

  private @Nullable Equivocation equivocation;

  private record HandOver(long height, Hash32 nextHash) {}

  private LightClient(long chainId, long trustingPeriodMs) {
    if (trustingPeriodMs < 1) {
      throw new IllegalArgumentException(
          "a trusting period has at least 1 ms, got " + trustingPeriodMs);
    }
    this.chainId = chainId;
    this.trustingPeriodMs = trustingPeriodMs;
  }

  /// Starts at a point.
  ///
  /// @param trustingPeriodMs how long after its newest block a set is believed, from 1 on
  public static LightClient startingAt(TrustedPoint point, long trustingPeriodMs) {
    LightClient client = new LightClient(point.chainId(), trustingPeriodMs);
    client.sets.add(
        new KnownSet(point.height(), point.validators(), point.height() - 1, point.timeMs()));
    return client;
  }

  /// Whether validators attested the statement, those whom this client knows for its height. Up to
  /// two milliseconds. Never throws on hostile input.
  ///
  /// @param nowMs the present, Unix time in milliseconds
  public Verdict<BlockStatement> check(
      BlockStatement statement, Attestation attestation, long nowMs) {
    return believable(statement, nowMs)
        .then(
            index ->
                attestation
                    .verify(statement.digest(), sets.get(index).validators())
                    .then(_ -> accept(index, new AttestedStatement(statement, attestation))));
  }

  /// The place of the set that attests the statement's height, if it may be believed.
  private Verdict<Integer> believable(BlockStatement statement, long nowMs) {
    Equivocation known = equivocation;
    if (known != null) {
      return Verdict.invalid(
          "LIGHT-6",
          "two statements about height "
              + known.first().statement().height()
              + " were attested: nothing of this chain can be believed until people settled it");
    }
    if (statement.chainId() != chainId) {
      return Verdict.invalid("LIGHT-1", "chain " + statement.chainId() + " instead of " + chainId);
    }
    return set(statement.height()).then(index -> fresh(index, nowMs));
  }

  /// Goes over to the next set of validators. A change that is known already changes nothing.
  ///
  /// More than a third of the old set's power is enough for it: one correct validator is among them
  /// then, and it knew the next set before it signed. Where they are no more than two thirds,
  /// nothing else that the statement says is believed.
  ///
  /// @param nowMs the present, Unix time in milliseconds
  public Verdict<ValidatorSet> follow(ValidatorChange change, long nowMs) {
    BlockStatement statement = change.statement();
    if (!change.nextSet().hash().equals(statement.nextValidatorsHash())) {
      return Verdict.invalid(
          "LIGHT-7",
          "the next set has the hash "
              + change.nextSet().hash()
              + " instead of "
              + statement.nextValidatorsHash());
    }
    return believable(statement, nowMs)
        .then(
            index ->
                change.attestation().namesTwoThirds(sets.get(index).validators())
                    ? check(statement, change.attestation(), nowMs)
                    : checkHandOver(index, change))
        .then(
            _ -> {
              if (handOver != null && handOver.height() == statement.height()) {
                append(statement, change.nextSet());
              }
              return Verdict.valid(change.nextSet());
            });
  }

  private Verdict<BlockStatement> checkHandOver(int index, ValidatorChange change) {
    BlockStatement statement = change.statement();
    return change
        .attestation()
        .verifyHandOver(statement.digest(), sets.get(index).validators())
        .then(
            _ -> {
              if (!fitsWhatIsKnown(index, statement)) {
                return unfit(statement);
              }
              noteHandOver(index, statement);
              return Verdict.valid(statement);
            });
  }

  private void append(BlockStatement last, ValidatorSet next) {
    if (sets.size() == MAX_SETS) {
      sets.removeFirst();
    }
    sets.add(new KnownSet(last.height() + 1, next, last.height(), last.timeMs()));
    handOver = null;
  }

  /// The place of the set that attests a height.
  private Verdict<Integer> set(long height) {
    if (height < sets.getFirst().firstHeight()) {
      return Verdict.invalid(
          "LIGHT-2",
          "height " + height + " is before " + sets.getFirst().firstHeight() + ", the first known");
    }
    if (handOver != null && height > handOver.height()) {
      return Verdict.invalid(
          "LIGHT-3",
          "the validators change after height " + handOver.height() + ": follow that change first");
    }
    int index = sets.size() - 1;
    while (height < sets.get(index).firstHeight()) {
      index--;
    }
    return Verdict.valid(index);
  }

  private Verdict<Integer> fresh(int index, long nowMs) {
    KnownSet set = sets.get(index);
    return nowMs - set.timeMs() < trustingPeriodMs
        ? Verdict.valid(index)
        : Verdict.invalid(
            "LIGHT-4",
            "its validators were last seen at "
                + set.timeMs()
                + " ms, "
                + trustingPeriodMs
                + " ms or more before "
                + nowMs
                + ": get a fresh trusted point");
  }

  private Verdict<BlockStatement> accept(int index, AttestedStatement attested) {
    BlockStatement statement = attested.statement();
    AttestedStatement before = statements.get(statement.height());
    if (before != null && !before.statement().equals(statement)) {
      equivocation = new Equivocation(before, attested);
      return Verdict.invalid(
          "LIGHT-6", "another statement about height " + statement.height() + " was attested too");
    }
    if (!fitsWhatIsKnown(index, statement)) {
      return unfit(statement);
    }
    sets.set(index, sets.get(index).seen(statement.height(), statement.timeMs()));
    noteHandOver(index, statement);
    remember(attested);
    return Verdict.valid(statement);
  }

  private void noteHandOver(int index, BlockStatement statement) {
    boolean changes = !statement.nextValidatorsHash().equals(sets.get(index).validators().hash());
    if (changes && index == sets.size() - 1) {
      handOver = new HandOver(statement.height(), statement.nextValidatorsHash());
    }
  }

  private static Verdict<BlockStatement> unfit(BlockStatement statement) {
    return Verdict.invalid(
        "LIGHT-5",
        "it names the next validators "
            + statement.nextValidatorsHash()
            + ", against what was attested about other heights");
  }

  /// A set stays until its last height, and there names its successor.
  private boolean fitsWhatIsKnown(int index, BlockStatement statement) {
    KnownSet set = sets.get(index);
    Hash32 next = statement.nextValidatorsHash();
    boolean stays = next.equals(set.validators().hash());
    HandOver end = handOver(index);
    if (end == null) {
      return stays || statement.height() >= set.newestHeight();
    }
    return statement.height() == end.height() ? next.equals(end.nextHash()) : stays;
  }

  private @Nullable HandOver handOver(int index) {
    if (index == sets.size() - 1) {
      return handOver;
    }
    KnownSet next = sets.get(index + 1);
    return new HandOver(next.firstHeight() - 1, next.validators().hash());
  }

  private void remember(AttestedStatement attested) {
    statements.putIfAbsent(attested.statement().height(), attested);
    if (statements.size() > MAX_STATEMENTS) {
      statements.pollFirstEntry();
    }
  }

  /// The validators that attest a height, as far as is known.
  public Optional<ValidatorSet> validatorsAt(long height) {
    return switch (set(height)) {
      case Verdict.Valid<Integer>(Integer index) -> Optional.of(sets.get(index).validators());
      case Verdict.Invalid<Integer> _ -> Optional.empty();
    };
  }

  /// The highest height that was seen attested; the one before the trusted point if none was.
  public long newestHeight() {
    return sets.getLast().newestHeight();
  }

  /// The evidence, if two different statements about one height were attested. From then on every
  /// check is refused; a new client from a fresh trusted point is the way out.
  public Optional<Equivocation> equivocation() {
    return Optional.ofNullable(equivocation);
  }

  /// All that this client knows, for [#restore]. Nobody else's word: keep it where only its owner
  /// writes.
  public Bytes save() {
    ByteWriter out = new ByteWriter(4096).u8(VERSION).u64(chainId).u64(trustingPeriodMs);
    out.u16(sets.size());
    sets.forEach(set -> set.write(out));
    out.u8(handOver == null ? 0 : 1);
    if (handOver != null) {
      out.u64(handOver.height()).hash(handOver.nextHash());
    }
    out.u16(statements.size());
    statements.values().forEach(one -> out.bytes(one.encode()));
    out.u8(equivocation == null ? 0 : 1);
    if (equivocation != null) {
      out.bytes(equivocation.encode());
    }
    return out.toBytes();
  }

  /// Goes on where [#save] was called.
  ///
  /// @throws MalformedException if the bytes are anything else
  public static LightClient restore(Bytes saved) {
    ByteReader reader = new ByteReader(saved);
    if (reader.u8("client.version") != VERSION) {
      throw new MalformedException("client.version", "must be " + VERSION);
    }
    long chainId = reader.u64("client.chain_id");
    long periodMs = reader.u64("client.trusting_period_ms");
    if (periodMs < 1) {
      throw new MalformedException("client.trusting_period_ms", "must be at least 1");
    }
    LightClient client = new LightClient(chainId, periodMs);
    client.readSets(reader);
    if (isThere(reader, "client.hand_over")) {
      client.handOver =
          new HandOver(reader.u64("hand_over.height"), reader.hash("hand_over.next_hash"));
    }
    client.readStatements(reader);
    if (isThere(reader, "client.equivocation")) {
      client.equivocation = Equivocation.read(reader);
    }
    reader.expectEnd();
    return client;
  }

  private void readSets(ByteReader reader) {
    int count = reader.u16("client.sets");
    if (count < 1 || count > MAX_SETS) {
      throw new MalformedException("client.sets", "must be 1 to " + MAX_SETS + ", got " + count);
    }
    for (int i = 0; i < count; i++) {
      KnownSet set = KnownSet.read(reader);
      if (i > 0 && set.firstHeight() <= sets.getLast().firstHeight()) {
        throw new MalformedException("client.sets", "are not in order");
      }
      sets.add(set);
    }
  }

  private void readStatements(ByteReader reader) {
    int count = reader.u16("client.statements");
    if (count > MAX_STATEMENTS) {
      throw new MalformedException(
          "client.statements", "are at most " + MAX_STATEMENTS + ", got " + count);
    }
    for (int i = 0; i < count; i++) {
      AttestedStatement one = AttestedStatement.read(reader);
      if (!statements.isEmpty() && one.statement().height() <= statements.lastKey()) {
        throw new MalformedException("client.statements", "are not in order");
      }
      statements.put(one.statement().height(), one);
    }
  }

  private static boolean isThere(ByteReader reader, String field) {
    int flag = reader.u8(field);
    if (flag > 1) {
      throw new MalformedException(field, "must be 0 or 1, got " + flag);
    }
    return flag == 1;
  }
}
