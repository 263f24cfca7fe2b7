package weft.engine.cometbft.abci;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The order of calls that CometBFT promises (`spec/abci/abci++_comet_expected_behavior.md` of
/// v0.40), as an automaton over the calls that the grammar there names:
///
/// ```
/// start            = (info init-chain / state-sync) heights / info [init-chain] heights
/// state-sync       = *(offer-snapshot *apply-chunk) offer-snapshot 1*apply-chunk info
/// heights          = *(*round finalize-block commit)
/// round            = proposer / non-proposer
/// ```
///
/// Any order of the four calls of a round is some sequence of rounds. What the grammar leaves out
/// is told by the heights: an application at height 0 gets InitChain, and each call of a round is
/// of the height after the last committed one. A run may be cut anywhere: an engine can be killed.
final class Grammar {
  private enum State {
    START,
    SHOOK_HANDS,
    SYNC_OFFERED,
    SYNC_APPLIED,
    HEIGHT,
    FINALIZED
  }

  private Set<State> states = EnumSet.of(State.START);
  private long committedHeight;
  private boolean needsInitChain;

  /// How calls break the grammar, if they do; names the first such call.
  static Optional<String> violation(List<Call> calls) {
    Grammar run = new Grammar();
    for (int i = 0; i < calls.size(); i++) {
      Call call = calls.get(i);
      if (call.kind() == Call.Kind.DISCONNECTED) {
        run = new Grammar();
        continue;
      }
      Optional<String> problem = run.take(call);
      if (problem.isPresent()) {
        int at = i;
        return problem.map(text -> "call " + at + ", " + call + ": " + text);
      }
    }
    return Optional.empty();
  }

  private Optional<String> take(Call call) {
    Set<State> before = states;
    states = EnumSet.noneOf(State.class);
    before.forEach(state -> states.addAll(next(state, call.kind())));
    if (states.isEmpty()) {
      return Optional.of("must not come in " + before);
    }
    return switch (call.kind()) {
      case INFO -> {
        if (before.contains(State.START) || before.contains(State.SYNC_APPLIED)) {
          committedHeight = call.height();
          needsInitChain = before.contains(State.START) && call.height() == 0;
        }
        yield Optional.empty();
      }
      case INIT_CHAIN -> {
        committedHeight = call.height() - 1;
        needsInitChain = false;
        yield Optional.empty();
      }
      case PREPARE_PROPOSAL, PROCESS_PROPOSAL, EXTEND_VOTE, VERIFY_VOTE_EXTENSION, FINALIZE_BLOCK ->
          ofNextHeight(call);
      case COMMIT -> {
        committedHeight++;
        yield Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  private Optional<String> ofNextHeight(Call call) {
    if (needsInitChain) {
      return Optional.of("InitChain must come first");
    }
    return call.height() == committedHeight + 1
        ? Optional.empty()
        : Optional.of("the last committed height is " + committedHeight);
  }

  private static Set<State> next(State state, Call.Kind kind) {
    return switch (kind) {
      // Also at any time, for whoever asks the engine's RPC.
      case INFO ->
          switch (state) {
            case START -> EnumSet.of(State.START, State.SHOOK_HANDS);
            case SYNC_APPLIED -> EnumSet.of(State.SYNC_APPLIED, State.HEIGHT);
            default -> EnumSet.of(state);
          };
      case INIT_CHAIN ->
          state == State.SHOOK_HANDS ? EnumSet.of(State.HEIGHT) : EnumSet.noneOf(State.class);
      case OFFER_SNAPSHOT ->
          switch (state) {
            case START, SYNC_OFFERED, SYNC_APPLIED -> EnumSet.of(State.SYNC_OFFERED);
            default -> EnumSet.noneOf(State.class);
          };
      case APPLY_SNAPSHOT_CHUNK ->
          switch (state) {
            case SYNC_OFFERED, SYNC_APPLIED -> EnumSet.of(State.SYNC_APPLIED);
            default -> EnumSet.noneOf(State.class);
          };
      case PREPARE_PROPOSAL, PROCESS_PROPOSAL, EXTEND_VOTE, VERIFY_VOTE_EXTENSION ->
          isReady(state) ? EnumSet.of(State.HEIGHT) : EnumSet.noneOf(State.class);
      case FINALIZE_BLOCK ->
          isReady(state) ? EnumSet.of(State.FINALIZED) : EnumSet.noneOf(State.class);
      case COMMIT ->
          state == State.FINALIZED ? EnumSet.of(State.HEIGHT) : EnumSet.noneOf(State.class);
      case QUERY,
          CHECK_TX,
          INSERT_TX,
          REAP_TXS,
          LIST_SNAPSHOTS,
          LOAD_SNAPSHOT_CHUNK,
          DISCONNECTED ->
          EnumSet.of(state);
    };
  }

  private static boolean isReady(State state) {
    return state == State.SHOOK_HANDS || state == State.HEIGHT;
  }
}
