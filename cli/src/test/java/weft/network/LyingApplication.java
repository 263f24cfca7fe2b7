package weft.network;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.SplittableRandom;
import weft.engine.cometbft.abci.Application;
import weft.engine.cometbft.wire.RequestExtendVote;
import weft.engine.cometbft.wire.RequestPrepareProposal;
import weft.engine.cometbft.wire.RequestProcessProposal;
import weft.engine.cometbft.wire.RequestVerifyVoteExtension;
import weft.engine.cometbft.wire.ResponseExtendVote;
import weft.engine.cometbft.wire.ResponsePrepareProposal;
import weft.engine.cometbft.wire.ResponseProcessProposal;
import weft.engine.cometbft.wire.ResponseVerifyVoteExtension;
import weft.primitives.Address;
import weft.primitives.Bytes;

/// A validator that proposes one lie after the other, votes for its own proposals, and extends its
/// votes with garbage.
final class LyingApplication extends ForwardingApplication {
  private static final int LONGEST = 1_100;
  private static final int HUGE = 100 << 10;
  private static final List<Lie> LIES = List.of(Lie.values());

  private final Address self;
  private final SplittableRandom random = new SplittableRandom();
  private int proposals;
  private int votes;

  LyingApplication(Application chain, Address self) {
    super(chain);
    this.self = self;
  }

  @Override
  public ResponsePrepareProposal prepareProposal(RequestPrepareProposal request) {
    ResponsePrepareProposal honest = super.prepareProposal(request);
    if (request.getHeight() < 2) {
      return honest;
    }
    Lie lie = LIES.get(proposals++ % LIES.size());
    System.out.printf("lie height=%d kind=%s%n", request.getHeight(), lie);
    ResponsePrepareProposal.Builder block = ResponsePrepareProposal.newBuilder();
    List<Bytes> entries =
        honest.getTxsList().stream().map(entry -> Bytes.wrap(entry.toByteArray())).toList();
    lie.of(entries).forEach(entry -> block.addTxs(ByteString.copyFrom(entry.toArray())));
    return block.build();
  }

  @Override
  public ResponseProcessProposal processProposal(RequestProcessProposal request) {
    ResponseProcessProposal honest = super.processProposal(request);
    return isSelf(request.getProposerAddress())
        ? ResponseProcessProposal.newBuilder()
            .setStatus(ResponseProcessProposal.ProposalStatus.ACCEPT)
            .build()
        : honest;
  }

  @Override
  public ResponseExtendVote extendVote(RequestExtendVote request) {
    byte[] extension =
        switch (votes++ % 4) {
          case 0 -> garbage(random.nextInt(LONGEST + 1));
          case 1 -> garbage(HUGE);
          case 2 -> wrongSignature(super.extendVote(request).getVoteExtension().toByteArray());
          default -> super.extendVote(request).getVoteExtension().toByteArray();
        };
    return ResponseExtendVote.newBuilder().setVoteExtension(ByteString.copyFrom(extension)).build();
  }

  /// Its engine would stop at a vote of its own that it refuses.
  @Override
  public ResponseVerifyVoteExtension verifyVoteExtension(RequestVerifyVoteExtension request) {
    return isSelf(request.getValidatorAddress())
        ? ResponseVerifyVoteExtension.newBuilder()
            .setStatus(ResponseVerifyVoteExtension.VerifyStatus.ACCEPT)
            .build()
        : super.verifyVoteExtension(request);
  }

  private boolean isSelf(ByteString address) {
    return self.bytes().equals(Bytes.wrap(address.toByteArray()));
  }

  private byte[] garbage(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  /// Of the right form: the version, the kind and the length come before the signature.
  private static byte[] wrongSignature(byte[] extension) {
    extension[10] ^= 1;
    return extension;
  }
}
