package weft.protocol.light;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weft.primitives.Bytes;
import weft.primitives.MalformedException;
import weft.protocol.Fuzz;
import weft.protocol.Mutator;
import weft.protocol.SampleValidators;
import weft.protocol.validator.Attestation;
import weft.protocol.validator.BlockStatement;
import weft.protocol.validator.ValidatorSet;
import weft.protocol.verdict.Verdict;

class LightClientTest {
  private static final long PERIOD_MS = 1_000_000;
  private static final SampleValidators A = SampleValidators.of("a", 1, 1, 1, 1);
  private static final SampleValidators B = SampleValidators.of("b", 5, 4, 3);
  private static final SampleValidators C = SampleValidators.of("c", 1);
  private static final TrustedPoint POINT =
      new TrustedPoint(SampleValidators.CHAIN_ID, 1, A.set(), SampleValidators.START_MS);

  private static LightClient client() {
    return LightClient.startingAt(POINT, PERIOD_MS);
  }

  /// The present, one second after a height.
  private static long after(long height) {
    return SampleValidators.START_MS + 1000 * (height + 1);
  }

  private static String check(LightClient client, SampleValidators by, BlockStatement statement) {
    return rule(client.check(statement, by.attestAll(statement), after(statement.height())));
  }

  private static String check(
      LightClient client, SampleValidators by, long height, SampleValidators next) {
    return check(client, by, SampleValidators.statement(height, next.set()));
  }

  private static String follow(
      LightClient client, SampleValidators by, long height, SampleValidators next) {
    return rule(client.follow(change(by, height, next), after(height)));
  }

  private static ValidatorChange change(SampleValidators by, long height, SampleValidators next) {
    BlockStatement statement = SampleValidators.statement(height, next.set());
    return new ValidatorChange(statement, by.attestAll(statement), next.set());
  }

  private static String rule(Verdict<?> verdict) {
    return switch (verdict) {
      case Verdict.Valid<?> _ -> "";
      case Verdict.Invalid<?> invalid -> invalid.rule();
    };
  }

  @Test
  void setOfEachHeightDecides() {
    LightClient client = client();
    assertThat(check(client, A, 1, A)).isEmpty();
    assertThat(check(client, B, 2, A)).isEqualTo("ATT-9");
    assertThat(follow(client, A, 5, B)).isEmpty();
    assertThat(check(client, B, 6, B)).isEmpty();
    assertThat(check(client, A, 6, B)).isEqualTo("ATT-7");
    assertThat(check(client, A, 4, A)).isEmpty();
    assertThat(check(client, B, 4, B)).isEqualTo("ATT-9");
    assertThat(follow(client, B, 9, C)).isEmpty();
    assertThat(check(client, C, 1_000, C)).isEmpty();
    assertThat(client.newestHeight()).isEqualTo(1_000);
    for (long height : new long[] {1, 5}) {
      assertThat(client.validatorsAt(height)).contains(A.set());
    }
    assertThat(client.validatorsAt(6)).contains(B.set());
    assertThat(client.validatorsAt(10)).contains(C.set());
    assertThat(client.validatorsAt(0)).isEmpty();
  }

  @Test
  void powerMayChangeAndASetMayComeBack() {
    SampleValidators heavier = SampleValidators.of("a", 1, 1, 1, 2);
    LightClient client = client();
    assertThat(follow(client, A, 3, heavier)).isEmpty();
    assertThat(follow(client, heavier, 4, A)).isEmpty();
    assertThat(check(client, A, 5, A)).isEmpty();
    assertThat(check(client, heavier, 4, A)).isEmpty();
  }

  @Test
  void otherChainsAreRefused() {
    BlockStatement other = SampleValidators.statement(8, 3, "", A.set());
    assertThat(check(client(), A, other)).isEqualTo("LIGHT-1");
  }

  @Test
  void heightsBeforeThePointAreRefused() {
    LightClient client =
        LightClient.startingAt(
            new TrustedPoint(SampleValidators.CHAIN_ID, 10, A.set(), POINT.timeMs()), PERIOD_MS);
    assertThat(check(client, A, 9, A)).isEqualTo("LIGHT-2");
    assertThat(check(client, A, 10, A)).isEmpty();
  }

  @Test
  void setIsNotAskedBeyondItsLastHeight() {
    LightClient client = client();
    assertThat(check(client, A, 5, B)).as("the change, not followed yet").isEmpty();
    assertThat(check(client, A, 6, A)).isEqualTo("LIGHT-3");
    assertThat(check(client, B, 6, B)).isEqualTo("LIGHT-3");
    assertThat(client.validatorsAt(6)).isEmpty();
    assertThat(check(client, A, 4, A)).isEmpty();
    assertThat(follow(client, A, 5, B)).isEmpty();
    assertThat(check(client, B, 6, B)).isEmpty();
  }

  @Test
  void changesCannotBeLeftOut() {
    LightClient client = client();
    assertThat(follow(client, B, 9, C)).isEqualTo("ATT-9");
    assertThat(follow(client, A, 5, B)).isEmpty();
    assertThat(follow(client, B, 9, C)).isEmpty();
  }

  @Test
  void nextSetIsTheOneThatWasAttested() {
    BlockStatement statement = SampleValidators.statement(5, B.set());
    ValidatorChange wrong = new ValidatorChange(statement, A.attestAll(statement), C.set());
    LightClient client = client();
    assertThat(rule(client.follow(wrong, after(5)))).isEqualTo("LIGHT-7");
    assertThat(client.validatorsAt(6)).contains(A.set());
    ValidatorChange unsigned = new ValidatorChange(statement, A.attest(statement, 0), B.set());
    assertThat(rule(client.follow(unsigned, after(5)))).isEqualTo("LIGHT-8");
    assertThat(client.validatorsAt(6)).contains(A.set());
  }

  @Test
  void moreThanAThirdShowsTheNextSetAndNothingElse() {
    BlockStatement last = SampleValidators.statement(5, B.set());
    ValidatorChange half = new ValidatorChange(last, A.attest(last, 1, 3), B.set());
    LightClient client = client();
    assertThat(check(client, A, 4, A)).isEmpty();
    assertThat(rule(client.follow(half, after(5)))).isEmpty();
    assertThat(client.newestHeight()).isEqualTo(5);
    assertThat(client.validatorsAt(5)).contains(A.set());
    assertThat(client.validatorsAt(6)).contains(B.set());
    assertThat(check(client, B, 6, B)).isEmpty();
    assertThat(rule(client.check(last, half.attestation(), after(5)))).isEqualTo("ATT-8");
    // Another block of that height is no equivocation: the first one was never attested.
    BlockStatement other =
        SampleValidators.statement(SampleValidators.CHAIN_ID, 5, " decided", B.set());
    assertThat(check(client, A, other)).isEmpty();
    assertThat(client.equivocation()).isEmpty();
    assertThat(LightClient.restore(client.save()).save()).isEqualTo(client.save());
    assertThat(rule(client.follow(half, after(5)))).as("known by now").isEmpty();
  }

  @Test
  void aThirdShowsNothing() {
    SampleValidators three = SampleValidators.of("three", 3, 3, 3);
    LightClient client =
        LightClient.startingAt(
            new TrustedPoint(SampleValidators.CHAIN_ID, 1, three.set(), POINT.timeMs()), PERIOD_MS);
    BlockStatement last = SampleValidators.statement(5, B.set());
    for (Attestation weak :
        List.of(
            three.attest(last, 1),
            // Two are named, one of them signed.
            new Attestation(Bytes.fromHex("c0"), three.attest(last, 0).signature()),
            // The next set speaks for itself.
            B.attestAll(last),
            new Attestation(Bytes.fromHex("c0"), B.attest(last, 0, 1).signature()),
            three.attest(SampleValidators.statement(5, C.set()), 0, 1),
            new Attestation(Bytes.fromHex("c8"), three.attest(last, 0, 1).signature()))) {
      Bytes saved = client.save();
      assertThat(rule(client.follow(new ValidatorChange(last, weak, B.set()), after(5))))
          .isIn("LIGHT-8", "ATT-7", "ATT-9");
      assertThat(client.save()).isEqualTo(saved);
    }
    Attestation two = three.attest(last, 0, 1);
    assertThat(rule(client.follow(new ValidatorChange(last, two, C.set()), after(5))))
        .isEqualTo("LIGHT-7");
    assertThat(rule(client.follow(new ValidatorChange(last, two, B.set()), Long.MAX_VALUE)))
        .isEqualTo("LIGHT-4");
    assertThat(rule(client.follow(new ValidatorChange(last, two, B.set()), after(5)))).isEmpty();
  }

  @Test
  void aThirdSaysNothingAgainstWhatIsKnown() {
    LightClient client = client();
    assertThat(check(client, A, 8, A)).isEmpty();
    BlockStatement before = SampleValidators.statement(6, B.set());
    ValidatorChange early = new ValidatorChange(before, A.attest(before, 0, 1), B.set());
    assertThat(rule(client.follow(early, after(8)))).isEqualTo("LIGHT-5");
    assertThat(check(client, A, 9, B)).isEmpty();
    BlockStatement last = SampleValidators.statement(9, C.set());
    ValidatorChange other = new ValidatorChange(last, A.attest(last, 0, 1), C.set());
    assertThat(rule(client.follow(other, after(9)))).isEqualTo("LIGHT-5");
    BlockStatement beyond = SampleValidators.statement(10, C.set());
    ValidatorChange late = new ValidatorChange(beyond, A.attest(beyond, 0, 1), C.set());
    assertThat(rule(client.follow(late, after(10)))).isEqualTo("LIGHT-3");
    assertThat(follow(client, A, 9, B)).isEmpty();
  }

  /// The obvious way: whoever has counted out who signed each height knows who can be believed.
  @Test
  void randomGapsAndChangesAreFollowedWhereMoreThanAThirdSigned() {
    long[][] powers = {{5, 4, 3, 2}, {1, 1, 1}, {2, 1, 1, 1, 1}};
    int stopped = 0;
    int passed = 0;
    for (int seed = 0; seed < 12; seed++) {
      Random random = new Random(seed);
      LightClient client = client();
      SampleValidators by = A;
      boolean isKnown = true;
      for (int height = 1; height < 40; height++) {
        SampleValidators next =
            random.nextInt(4) == 0
                ? SampleValidators.of("after " + height, powers[random.nextInt(3)])
                : by;
        BlockStatement statement = SampleValidators.statement(height, next.set());
        SampleValidators signing = by;
        int[] signers =
            IntStream.range(0, by.set().size()).filter(_ -> random.nextInt(5) > 0).toArray();
        long power = IntStream.of(signers).mapToLong(i -> signing.set().get(i).power()).sum();
        if (signers.length > 0) {
          Attestation attestation = by.attest(statement, signers);
          boolean isAttested = 3 * power > 2 * by.set().totalPower();
          boolean isShown = 3 * power > by.set().totalPower();
          if (next != by) {
            Verdict<?> followed =
                client.follow(
                    new ValidatorChange(statement, attestation, next.set()), after(height));
            assertThat(followed.isValid()).isEqualTo(isKnown && isShown);
            passed += isKnown && isShown && !isAttested ? 1 : 0;
          }
          assertThat(client.check(statement, attestation, after(height)).isValid())
              .isEqualTo(isKnown && isAttested);
          isKnown &= next == by || isShown;
        } else {
          isKnown &= next == by;
        }
        stopped += isKnown ? 0 : 1;
        by = next;
      }
    }
    assertThat(passed).as("changes that two thirds never attested").isPositive();
    assertThat(stopped).as("heights after a change that nobody can show").isPositive();
  }

  @Test
  void knownChangesChangeNothing() {
    LightClient client = client();
    assertThat(follow(client, A, 4, A)).as("no change").isEmpty();
    assertThat(follow(client, A, 5, B)).isEmpty();
    assertThat(follow(client, B, 9, C)).isEmpty();
    Bytes saved = client.save();
    assertThat(follow(client, A, 5, B)).isEmpty();
    assertThat(follow(client, B, 9, C)).isEmpty();
    assertThat(client.save()).isEqualTo(saved);
  }

  @Test
  void staleSetsAreNotBelieved() {
    LightClient client = client();
    BlockStatement statement = SampleValidators.statement(3, A.set());
    Attestation attestation = A.attestAll(statement);
    long end = POINT.timeMs() + PERIOD_MS;
    assertThat(client.check(statement, attestation, end))
        .isInstanceOfSatisfying(
            Verdict.Invalid.class,
            invalid -> {
              assertThat(invalid.rule()).isEqualTo("LIGHT-4");
              assertThat(invalid.reason()).contains("fresh trusted point");
            });
    assertThat(rule(client.follow(change(A, 3, B), end))).isEqualTo("LIGHT-4");
    assertThat(rule(client.check(statement, attestation, end - 1))).isEmpty();
    // A newer block makes the set fresh again, as long as it is believed.
    assertThat(rule(client.check(statement, attestation, statement.timeMs() + PERIOD_MS - 1)))
        .isEmpty();
    assertThat(rule(client.check(statement, attestation, statement.timeMs() + PERIOD_MS)))
        .isEqualTo("LIGHT-4");
    assertThat(rule(client.check(statement, attestation, Long.MAX_VALUE))).isEqualTo("LIGHT-4");
    assertThat(rule(client.check(statement, attestation, 0))).isEmpty();
  }

  @Test
  void aSetStaysUntilItsLastHeight() {
    LightClient client = client();
    assertThat(check(client, A, 8, A)).isEmpty();
    assertThat(check(client, A, 6, B)).as("a change before a height seen").isEqualTo("LIGHT-5");
    assertThat(follow(client, A, 9, B)).isEmpty();
    assertThat(check(client, A, 7, B)).isEqualTo("LIGHT-5");
    assertThat(client.validatorsAt(9)).contains(A.set());
  }

  @Test
  void twoStatementsAboutOneHeightEndTheTrust() {
    LightClient client = client();
    BlockStatement one = SampleValidators.statement(3, A.set());
    BlockStatement other =
        SampleValidators.statement(SampleValidators.CHAIN_ID, 3, " forged", A.set());
    assertThat(check(client, A, one)).isEmpty();
    assertThat(check(client, A, one)).isEmpty();
    Attestation forged = A.attest(other, 1, 2, 3);
    assertThat(rule(client.check(other, A.attest(other, 1, 2), after(3)))).isEqualTo("ATT-8");
    assertThat(client.equivocation()).isEmpty();
    assertThat(rule(client.check(other, forged, after(3)))).isEqualTo("LIGHT-6");
    Equivocation evidence = client.equivocation().orElseThrow();
    assertThat(evidence)
        .isEqualTo(
            new Equivocation(
                new AttestedStatement(one, A.attestAll(one)),
                new AttestedStatement(other, forged)));
    assertThat(evidence.isProven(A.set())).isTrue();
    assertThat(evidence.isProven(B.set())).isFalse();
    assertThat(evidence.guilty(A.set()))
        .containsExactly(A.set().get(1), A.set().get(2), A.set().get(3));
    assertThat(Equivocation.decode(evidence.encode())).isEqualTo(evidence);
    assertThat(check(client, A, one)).isEqualTo("LIGHT-6");
    assertThat(follow(client, A, 5, B)).isEqualTo("LIGHT-6");
    LightClient restored = LightClient.restore(client.save());
    assertThat(restored.equivocation()).contains(evidence);
    assertThat(check(restored, A, one)).isEqualTo("LIGHT-6");
  }

  @Test
  void evidenceThatProvesNothingIsTold() {
    BlockStatement one = SampleValidators.statement(3, A.set());
    BlockStatement higher = SampleValidators.statement(4, A.set());
    BlockStatement elsewhere = SampleValidators.statement(8, 3, "", A.set());
    for (BlockStatement second : List.of(one, higher, elsewhere)) {
      assertThat(
              new Equivocation(
                      new AttestedStatement(one, A.attestAll(one)),
                      new AttestedStatement(second, A.attestAll(second)))
                  .isProven(A.set()))
          .isFalse();
    }
  }

  @Test
  void whatIsRememberedIsBounded() {
    LightClient client = client();
    BlockStatement first = SampleValidators.statement(1, A.set());
    assertThat(check(client, A, first)).isEmpty();
    SampleValidators at = C;
    assertThat(follow(client, A, 2, C)).isEmpty();
    for (int i = 0; i < LightClient.MAX_SETS; i++) {
      SampleValidators next = SampleValidators.of("set " + i, 1);
      assertThat(follow(client, at, 3 + i, next)).isEmpty();
      at = next;
    }
    assertThat(check(client, A, first)).isEqualTo("LIGHT-2");
    for (int i = 0; i < LightClient.MAX_STATEMENTS; i++) {
      assertThat(check(client, at, 100 + i, at)).isEmpty();
    }
    int most = 25 + LightClient.MAX_SETS * (28 + 90) + LightClient.MAX_STATEMENTS * (177 + 102);
    assertThat(client.save().size()).isLessThanOrEqualTo(most + 64);
    assertThat(LightClient.restore(client.save()).save()).isEqualTo(client.save());
  }

  /// The obvious way: one trusted table of which set attests which height.
  @Test
  void anyOrderOfHonestAndForgedStatementsIsJudgedByTheTable() {
    List<SampleValidators> sets = List.of(A, B, C);
    for (int seed = 0; seed < 6; seed++) {
      Random random = new Random(seed);
      List<SampleValidators> table = new ArrayList<>();
      table.add(A);
      LightClient client = client();
      for (int height = 1; height < 40; height++) {
        SampleValidators by = table.get(height - 1);
        SampleValidators next = random.nextInt(5) == 0 ? sets.get(random.nextInt(3)) : by;
        table.add(next);
        assertThat(follow(client, by, height, next)).isEmpty();
        client = LightClient.restore(client.save());
        int asked = 1 + random.nextInt(height);
        SampleValidators claimed = sets.get(random.nextInt(3));
        BlockStatement statement = SampleValidators.statement(asked, table.get(asked).set());
        boolean isRight = claimed == table.get(asked - 1);
        assertThat(check(client, claimed, statement).isEmpty()).isEqualTo(isRight);
        assertThat(client.validatorsAt(asked)).contains(table.get(asked - 1).set());
        assertThat(client.validatorsAt(height + 1L)).contains(next.set());
      }
    }
  }

  @Test
  void stateIsSavedAndRestored() {
    LightClient client = client();
    assertThat(LightClient.restore(client.save()).save()).isEqualTo(client.save());
    assertThat(check(client, A, 4, A)).isEmpty();
    assertThat(follow(client, A, 5, B)).isEmpty();
    assertThat(check(client, B, 7, C)).isEmpty();
    LightClient restored = LightClient.restore(client.save());
    assertThat(restored.save()).isEqualTo(client.save());
    assertThat(restored.newestHeight()).isEqualTo(7);
    assertThat(check(restored, C, 8, C)).isEqualTo("LIGHT-3");
    assertThat(follow(restored, B, 7, C)).isEmpty();
    assertThat(check(restored, C, 8, C)).isEmpty();
  }

  @Test
  void hostileStateIsMalformed() {
    LightClient client = client();
    check(client, A, 4, A);
    follow(client, A, 5, B);
    check(client, B, 7, C);
    Bytes saved = client.save();
    for (int size = 0; size < saved.size(); size++) {
      Bytes cut = saved.slice(0, size);
      assertThatThrownBy(() -> LightClient.restore(cut)).isInstanceOf(MalformedException.class);
    }
    Fuzz fuzz = Fuzz.few("LightClientTest", 1_000);
    for (int i = 0; i < fuzz.cases(); i++) {
      Mutator mutator = new Mutator(fuzz.seed(i));
      Bytes hostile = Bytes.wrap(mutator.mutate(saved.toArray()));
      try {
        LightClient restored = LightClient.restore(hostile);
        assertThat(restored.save()).isEqualTo(hostile);
        check(restored, B, 7, C);
      } catch (MalformedException e) {
        assertThat(e.field()).isNotEmpty();
      }
    }
  }

  @Test
  void pointsAndPeriodsHaveLimits() {
    ValidatorSet set = A.set();
    assertThatThrownBy(() -> new TrustedPoint(7, 0, set, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TrustedPoint(-1, 1, set, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LightClient.startingAt(POINT, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
