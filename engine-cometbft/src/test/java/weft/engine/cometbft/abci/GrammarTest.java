package weft.engine.cometbft.abci;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The checker itself, on sequences that the specification allows and forbids.
final class GrammarTest {
  /// One letter per call; a digit behind it is its height.
  private static final Map<Character, Call.Kind> LETTERS =
      Map.ofEntries(
          Map.entry('i', Call.Kind.INFO),
          Map.entry('I', Call.Kind.INIT_CHAIN),
          Map.entry('P', Call.Kind.PREPARE_PROPOSAL),
          Map.entry('R', Call.Kind.PROCESS_PROPOSAL),
          Map.entry('E', Call.Kind.EXTEND_VOTE),
          Map.entry('V', Call.Kind.VERIFY_VOTE_EXTENSION),
          Map.entry('F', Call.Kind.FINALIZE_BLOCK),
          Map.entry('C', Call.Kind.COMMIT),
          Map.entry('o', Call.Kind.OFFER_SNAPSHOT),
          Map.entry('a', Call.Kind.APPLY_SNAPSHOT_CHUNK),
          Map.entry('t', Call.Kind.CHECK_TX),
          Map.entry('r', Call.Kind.REAP_TXS),
          Map.entry('q', Call.Kind.QUERY),
          Map.entry('x', Call.Kind.DISCONNECTED));

  private static List<Call> calls(String text) {
    List<Call> calls = new ArrayList<>();
    for (String word : text.split(" ", -1)) {
      long height = word.length() > 1 ? Long.parseLong(word.substring(1)) : 0;
      calls.add(new Call(Objects.requireNonNull(LETTERS.get(word.charAt(0))), height));
    }
    return calls;
  }

  @ParameterizedTest
  @CsvSource({
    "clean start,               i0 I1 P1 R1 E1 F1 C P2 R2 V2 E2 V2 F2 C",
    "other initial height,      i0 I7 R7 F7 C R8",
    "not the proposer,          i0 I1 V1 R1 E1 V1 F1 C",
    "several rounds,            i0 I1 R1 P1 R1 R1 E1 V1 F1 C",
    "a proposal that is locked, i0 I1 R1 E1 E1 F1 C",
    "replay without rounds,     i0 I1 F1 C F2 C F3 C R4",
    "recovery,                  i5 F6 C P7",
    "recovery inside a height,  i5 R6 E6 F6 C",
    "Info through the RPC,      i0 I1 R1 i0 F1 i0 C i1 R2",
    "the pool and queries,      t i0 r I1 q R1 r F1 t C",
    "state sync,                o a a a i9 F10 C R11",
    "a second snapshot,         o o a o a a i9 R10",
    "Info during state sync,    o i0 a i0 a i9 F10 C",
    "killed while committing,   i0 I1 R1 F1 x i0 I1 R1 F1 C x i1 R2",
    "cut after the handshake,   i0",
  })
  void allows(String what, String sequence) {
    assertThat(Grammar.violation(calls(sequence))).as(what).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "no handshake,                    P1,                      call 0",
    "no handshake after a death,      i0 I1 F1 C x F2,         call 5",
    "no InitChain at height 0,        i0 R1,                   call 1",
    "InitChain twice,                 i0 I1 I1,                call 2",
    "InitChain after blocks,          i0 I1 F1 C I1,           call 4",
    "Commit without a block,          i0 I1 C,                 call 2",
    "Commit twice,                    i0 I1 F1 C C,            call 4",
    "a block not committed,           i0 I1 F1 F2,             call 3",
    "a round before Commit,           i0 I1 F1 P2,             call 3",
    "a height left out,               i0 I1 F1 C F3,           call 4",
    "a height repeated,               i0 I1 F1 C F1,           call 4",
    "a round of another height,       i4 R6,                   call 1",
    "a vote of the last height,       i4 F5 C V5,              call 3",
    "a chunk without a snapshot,      a,                       call 0",
    "state sync without chunks,       o i9 F10,                call 2",
    "blocks before the final Info,    o a F10,                 call 2",
    "a snapshot in the middle,        i0 I1 F1 C o,            call 4",
  })
  void forbids(String what, String sequence, String where) {
    assertThat(Grammar.violation(calls(sequence)))
        .as(what)
        .hasValueSatisfying(text -> assertThat(text).startsWith(where + ","));
  }
}
