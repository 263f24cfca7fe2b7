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
import weft.primitives.BlsPrivateKey;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.validator.VoteExtension;

/// A validator that proposes one lie after the other, votes for its own proposals, and extends its
/// votes with garbage.
final class LyingApplication extends ForwardingApplication {
  /// As long as the extensions are that nobody takes.
  static final int TOO_LONG = VoteExtension.MAX_SIZE + 1;

  /// So long that the vote comes when the others have decided: nobody looks at it before it is
  /// used.
  private static final int HUGE = 100 << 10;

  private static final List<Lie> LIES = List.of(Lie.values());

  private final Address self;
  private final BlsPrivateKey attestationKey;
  private final SplittableRandom random = new SplittableRandom();
  private int proposals;
  private int votes;

  LyingApplication(Application chain, Address self, BlsPrivateKey attestationKey) {
    super(chain);
    this.self = self;
    this.attestationKey = attestationKey;
  }

  @Override
  public ResponsePrepareProposal prepareProposal(RequestPrepareProposal request) {
    ResponsePrepareProposal honest = super.prepareProposal(request);
    // Who has taken a huge extension of its own lacks votes: that block is a lie already.
    if (request.getHeight() < 2 || honest.getTxsCount() < 2) {
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
        switch (votes++ % 6) {
          case 0 -> garbage(random.nextInt(VoteExtension.MAX_SIZE + 1));
          case 1 -> garbage(TOO_LONG);
          case 2 -> garbage(HUGE);
          case 3 -> wrongSignature(super.extendVote(request).getVoteExtension().toByteArray());
          case 4 -> otherState();
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

  /// The validator's own good signature, over a state in which somebody else has the fees, say.
  private byte[] otherState() {
    Bytes signature = attestationKey.sign(Bytes.wrap(garbage(Hash32.SIZE))).bytes();
    return new VoteExtension(signature, System.currentTimeMillis()).encode().toArray();
  }

  /// Of the right form: the version, the kind and the length come before the signature.
  private static byte[] wrongSignature(byte[] extension) {
    extension[10] ^= 1;
    return extension;
  }
}
