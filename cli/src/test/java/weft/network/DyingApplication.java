package weft.network;

import java.util.function.Supplier;
import weft.engine.cometbft.abci.Application;
import weft.engine.cometbft.wire.RequestCommit;
import weft.engine.cometbft.wire.RequestExtendVote;
import weft.engine.cometbft.wire.RequestFinalizeBlock;
import weft.engine.cometbft.wire.RequestInfo;
import weft.engine.cometbft.wire.RequestInitChain;
import weft.engine.cometbft.wire.RequestPrepareProposal;
import weft.engine.cometbft.wire.RequestProcessProposal;
import weft.engine.cometbft.wire.ResponseCommit;
import weft.engine.cometbft.wire.ResponseExtendVote;
import weft.engine.cometbft.wire.ResponseFinalizeBlock;
import weft.engine.cometbft.wire.ResponseInfo;
import weft.engine.cometbft.wire.ResponseInitChain;
import weft.engine.cometbft.wire.ResponsePrepareProposal;
import weft.engine.cometbft.wire.ResponseProcessProposal;

/// A chain whose process ends, without any warning, before or after one of the engine's calls.
final class DyingApplication extends ForwardingApplication {
  /// The status with which a process ends that died as it was told to.
  static final int STATUS = 77;

  private final Death death;
  private int calls;

  /// @param call a method of [Application]
  /// @param count at which of these calls since the start of the process, from 1 on
  record Death(String call, Moment moment, int count) {
    static Death parse(String text) {
      String[] parts = text.split(":", -1);
      return new Death(parts[0], Moment.valueOf(parts[1]), Integer.parseInt(parts[2]));
    }

    @Override
    public String toString() {
      return call + ":" + moment + ":" + count;
    }
  }

  enum Moment {
    BEFORE,
    AFTER
  }

  DyingApplication(Application chain, Death death) {
    super(chain);
    this.death = death;
  }

  /// Consensus calls come one at a time.
  private <T> T call(String name, Supplier<T> chain) {
    boolean isDue = name.equals(death.call()) && ++calls == death.count();
    if (isDue && death.moment() == Moment.BEFORE) {
      Runtime.getRuntime().halt(STATUS);
    }
    T answer = chain.get();
    if (isDue) {
      Runtime.getRuntime().halt(STATUS);
    }
    return answer;
  }

  @Override
  public ResponseInfo info(RequestInfo request) {
    return call("info", () -> super.info(request));
  }

  @Override
  public ResponseInitChain initChain(RequestInitChain request) {
    return call("initChain", () -> super.initChain(request));
  }

  @Override
  public ResponsePrepareProposal prepareProposal(RequestPrepareProposal request) {
    return call("prepareProposal", () -> super.prepareProposal(request));
  }

  @Override
  public ResponseProcessProposal processProposal(RequestProcessProposal request) {
    return call("processProposal", () -> super.processProposal(request));
  }

  @Override
  public ResponseExtendVote extendVote(RequestExtendVote request) {
    return call("extendVote", () -> super.extendVote(request));
  }

  @Override
  public ResponseFinalizeBlock finalizeBlock(RequestFinalizeBlock request) {
    return call("finalizeBlock", () -> super.finalizeBlock(request));
  }

  @Override
  public ResponseCommit commit(RequestCommit request) {
    return call("commit", () -> super.commit(request));
  }
}
