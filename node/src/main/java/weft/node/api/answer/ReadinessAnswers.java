package weft.node.api.answer;

import java.util.function.BooleanSupplier;
import weft.chain.engine.EngineStatus;
import weft.node.api.NodeServices;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;

/// Whether the node does its work.
public final class ReadinessAnswers {
  private static final long RETRY_AFTER_MS = 1_000;

  private final NodeServices services;
  private final BooleanSupplier stopping;

  public ReadinessAnswers(NodeServices services, BooleanSupplier stopping) {
    this.services = services;
    this.stopping = stopping;
  }

  /// The height at which the engine works, or why it does not and what to do.
  public Checked<Long> ready() {
    if (stopping.getAsBoolean()) {
      return refused(RefusalCode.NODE_STOPPING, "the node is stopping", "");
    }
    return switch (services.engineStatus().get()) {
      case EngineStatus.Running running -> Checked.ok(running.height());
      case EngineStatus.Starting _ ->
          refused(RefusalCode.NODE_NOT_READY, "the engine is starting", "Retry in a second.");
      case EngineStatus.Stopped _ -> refused(RefusalCode.NODE_STOPPING, "the engine stopped", "");
      case EngineStatus.Stalled stalled ->
          refused(
              RefusalCode.NODE_NOT_READY,
              "the engine stalls at height " + stalled.height() + ": " + stalled.reason(),
              stalled.nextStep());
      case EngineStatus.Halted halted ->
          refused(
              RefusalCode.NODE_NOT_READY,
              "the engine halted at height " + halted.height() + ": " + halted.reason(),
              halted.nextStep());
    };
  }

  private static <T> Checked<T> refused(RefusalCode code, String message, String nextStep) {
    Refusal plain = Refusal.of(code, "engine", "", message);
    return Checked.refused(
        new Refusal(
            code,
            plain.field(),
            plain.limit(),
            message,
            nextStep.isEmpty() ? plain.nextStep() : nextStep,
            RETRY_AFTER_MS,
            plain.requiredMaxFee()));
  }
}
