package weft.rollup;

import weft.protocol.refusal.Checked;
import weft.protocol.transaction.RollupId;
import weft.rollup.client.ClaimedTrust;
import weft.rollup.client.Trust;
import weft.rollup.client.WeftClient;
import weft.rollup.execution.Conductor;
import weft.rollup.execution.ConductorConfig;
import weft.rollup.execution.ConductorListener;
import weft.rollup.execution.ExecutionBounds;
import weft.rollup.execution.StateMachine;
import weft.rollup.execution.StateMachineExecutor;

/// The shortest way to a rollup: a state machine that follows its lane.
public final class Rollup {
  private Rollup() {}

  /// Feeds a state machine with its verified lane, from its stored checkpoint on and then live.
  ///
  /// Believes the node on who validates; where that matters, use the variant that is told.
  ///
  /// @param name the rollup's name; it may be registered later
  /// @throws weft.rollup.client.NodeException if the node does not answer
  /// @throws IllegalStateException if the node refuses to tell its status
  public static Conductor follow(
      WeftClient client, String name, StateMachine machine, ConductorListener listener) {
    Trust claimed =
        switch (ClaimedTrust.of(client)) {
          case Checked.Ok<Trust>(Trust trust) -> trust;
          case Checked.Refused<Trust> refused ->
              throw new IllegalStateException(refused.refusal().toString());
        };
    return follow(client, name, claimed, machine, listener);
  }

  /// The same, believing only blocks of those whom the caller trusts.
  public static Conductor follow(
      WeftClient client,
      String name,
      Trust trust,
      StateMachine machine,
      ConductorListener listener) {
    StateMachineExecutor executor =
        new StateMachineExecutor(machine, ExecutionBounds.all(RollupId.of(name)));
    return Conductor.start(client.lanes(), trust, executor, ConductorConfig.defaults(), listener);
  }
}
