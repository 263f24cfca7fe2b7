package weft.examples.hello;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MerkleTree;
import weft.protocol.lane.LaneEntry;
import weft.rollup.Rollup;
import weft.rollup.client.WeftClient;
import weft.rollup.execution.Conductor;
import weft.rollup.execution.StateMachine;

/// A rollup that remembers: a payload `name=value` sets a value, anything else is skipped.
public final class HelloRollup implements StateMachine {
  private final TreeMap<String, String> values = new TreeMap<>();

  @Override
  public Applied apply(LaneEntry entry, BlockContext block) {
    String text = entry.data().toUtf8();
    int equals = text.indexOf('=');
    if (equals < 1) {
      return Applied.skipped("not-an-assignment", "A payload is name=value.");
    }
    values.put(text.substring(0, equals), text.substring(equals + 1));
    return Applied.DONE;
  }

  @Override
  public Hash32 stateRoot() {
    List<Bytes> leaves = new ArrayList<>();
    values.forEach((name, value) -> leaves.add(Bytes.utf8(name + "=" + value)));
    return MerkleTree.root(leaves);
  }

  /// Arguments: the node's gRPC address and the rollup's name.
  public static void main(String[] args) throws InterruptedException {
    HelloRollup rollup = new HelloRollup();
    try (WeftClient client = WeftClient.connect(args[0]);
        Conductor conductor =
            Rollup.follow(
                client,
                args[1],
                rollup,
                (_, block) -> System.out.println(block.number() + " " + rollup.values))) {
      while (conductor.awaitEnd(1_000).isEmpty()) {}
      System.out.println(conductor.state());
    }
  }
}
