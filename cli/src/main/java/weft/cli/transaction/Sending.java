package weft.cli.transaction;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import weft.cli.KeyOption;
import weft.cli.Output;
import weft.protocol.orderflow.Hold;
import weft.protocol.transaction.Action;

/// A delivery of what the key of `--key` signs.
public final class Sending {
  @Mixin private KeyOption key = new KeyOption();
  @Mixin private Delivery delivery = new Delivery();

  public KeyOption key() {
    return key;
  }

  /// Sends one action.
  ///
  /// @param waits whether to wait for a block unless the user says otherwise
  public int send(Output output, boolean waits, Action action) throws InterruptedException {
    return send(output, waits, _ -> List.of(action));
  }

  /// Sends the actions in one transaction.
  ///
  /// @param hold how the node is to keep it back; empty: not at all
  int send(Output output, Optional<Hold> hold, List<Action> actions) throws InterruptedException {
    return delivery.send(key.read(), output, hold, actions);
  }

  /// Sends the actions in one transaction.
  public int send(Output output, boolean waits, Delivery.Actions actions)
      throws InterruptedException {
    return delivery.send(key.read(), output, waits, actions);
  }

  /// Sends the actions in one transaction, and says what comes of it.
  public int send(Output output, Delivery.Actions actions, Delivery.Outcome outcome)
      throws InterruptedException {
    return delivery.send(key.read(), output, actions, outcome);
  }
}
