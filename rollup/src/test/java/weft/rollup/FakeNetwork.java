package weft.rollup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import weft.primitives.BlsPrivateKey;
import weft.primitives.BlsSignature;
import weft.primitives.Bytes;
import weft.primitives.Ed25519PrivateKey;
import weft.primitives.MerkleTree;
import weft.protocol.BlockGen;
import weft.protocol.block.AttestedAnchor;
import weft.protocol.block.BlockAnchor;
import weft.protocol.block.UnattestedAnchor;
import weft.protocol.lane.LaneBlock;
import weft.protocol.lane.LaneBlockProof;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.light.TrustedPoint;
import weft.protocol.validator.Attestation;
import weft.protocol.validator.BlockStatement;
import weft.protocol.validator.Validator;
import weft.protocol.validator.ValidatorSet;
import weft.rollup.client.ClaimedChange;
import weft.rollup.client.Trust;

/// The validators of a network for tests: they attest what they are shown, and change when told to.
public final class FakeNetwork {
  private final ValidatorSet first;
  private final List<ClaimedChange> changes = new ArrayList<>();
  private ValidatorSet current;
  private Optional<ValidatorSet> next = Optional.empty();
  private boolean isNeglected;
  private final List<BlockAnchor> anchors = new ArrayList<>();

  private FakeNetwork(ValidatorSet first) {
    this.first = first;
    this.current = first;
  }

  /// A network that begins with validators of these numbers.
  public static FakeNetwork of(int... validators) {
    return new FakeNetwork(set(validators));
  }

  /// A set of validators, the one with number n having power 10 + n.
  public static ValidatorSet set(int... validators) {
    return ValidatorSet.of(
        IntStream.of(validators)
            .mapToObj(
                number ->
                    new Validator(
                        Ed25519PrivateKey.fromSeed(Bytes.utf8("validator " + number)).publicKey(),
                        key(number).publicKey(),
                        10 + number))
            .toList());
  }

  private static BlsPrivateKey key(int number) {
    return BlsPrivateKey.fromSeed(Bytes.utf8("validator " + number));
  }

  /// The first validators, believed without end.
  public Trust trust() {
    return new Trust.Network(
        new TrustedPoint(FakeChain.CHAIN_ID, 1, first, 1_700_000_000_000L), Long.MAX_VALUE);
  }

  public ValidatorSet first() {
    return first;
  }

  public synchronized ValidatorSet current() {
    return current;
  }

  /// Lets other validators attest from the block after the next one on.
  public synchronized void become(int... validators) {
    next = Optional.of(set(validators));
  }

  /// Lets too few validators attest the next block: two of three or four.
  public synchronized void neglect() {
    isNeglected = true;
  }

  /// Changes from a height on.
  public synchronized List<ClaimedChange> changes(long fromHeight) {
    return changes.stream()
        .filter(change -> change.anchor().statement().height() >= fromHeight)
        .toList();
  }

  /// Who vouches for a block, if anybody does; 0 = the newest that somebody vouches for.
  public synchronized Optional<AttestedAnchor> anchor(long height) {
    List<BlockAnchor> asked =
        height == 0 ? anchors.reversed() : anchors.subList((int) height - 1, (int) height);
    return asked.stream()
        .filter(AttestedAnchor.class::isInstance)
        .map(AttestedAnchor.class::cast)
        .findFirst();
  }

  /// How many blocks there are.
  public synchronized long height() {
    return anchors.size();
  }

  synchronized BlockAnchor attest(BlockGen.Block block) {
    ValidatorSet successor = next.orElse(current);
    AttestedAnchor anchor =
        attested(statement(block, successor), current, isNeglected ? 2 : current.size());
    if (next.isPresent()) {
      changes.add(new ClaimedChange(anchor, successor));
      current = successor;
      next = Optional.empty();
    }
    BlockAnchor known = isNeglected ? new UnattestedAnchor() : anchor;
    isNeglected = false;
    anchors.add(known);
    return known;
  }

  /// What validators say about a block.
  public static BlockStatement statement(BlockGen.Block block, ValidatorSet next) {
    return new BlockStatement(
        block.header().chainId(),
        block.header().height(),
        block.header().timeMs(),
        block.header().hash(),
        MerkleTree.root(block.laneBlocks().stream().map(LaneBlock::header).toList()),
        block.laneBlocks().size(),
        block.anchor().commit().appHash(),
        next.hash());
  }

  /// A statement with the signatures of a whole set.
  public static AttestedAnchor attested(BlockStatement statement, ValidatorSet set) {
    return attested(statement, set, set.size());
  }

  /// A statement with the signatures of the strongest members of a set.
  public static AttestedAnchor attested(BlockStatement statement, ValidatorSet set, int signers) {
    TreeMap<Integer, BlsSignature> signatures = new TreeMap<>();
    for (int place = 0; place < signers; place++) {
      int number = (int) set.get(place).power() - 10;
      signatures.put(place, key(number).sign(statement.digest().bytes()));
    }
    return new AttestedAnchor(statement, set.hash(), Attestation.of(set, signatures));
  }

  /// A lane block with another anchor.
  public static ProvenLaneBlock with(ProvenLaneBlock proven, BlockAnchor anchor) {
    return new ProvenLaneBlock(
        proven.laneBlock(), new LaneBlockProof(anchor, proven.proof().laneProof()));
  }
}
