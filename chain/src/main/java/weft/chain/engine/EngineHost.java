package weft.chain.engine;

import java.util.List;
import weft.chain.block.Candidates;
import weft.chain.block.Proposal;
import weft.chain.store.CommittedBlock;

/// What the node around an engine provides. Calls come from the engine's thread.
public interface EngineHost {

  /// What may go into the next block, best first.
  Candidates candidates();

  /// Candidates that turned out not to be includable.
  void dropped(List<Proposal.Dropped> dropped);

  /// A block is durable and final. Returns quickly: the next block waits for it.
  void committed(CommittedBlock block);
}
