package weft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weft.chain.store.BlockCommit;
import weft.chain.store.BlockSeal;
import weft.chain.store.CommittedBlock;
import weft.ledger.validator.Misbehavior;
import weft.primitives.Address;
import weft.primitives.BlsPrivateKey;
import weft.primitives.BlsSignature;
import weft.primitives.Bytes;
import weft.primitives.Ed25519PrivateKey;
import weft.primitives.Sha256;
import weft.protocol.block.AttestedAnchor;
import weft.protocol.block.BlockAnchor;
import weft.protocol.block.UnattestedAnchor;
import weft.protocol.transaction.RollupId;
import weft.protocol.validator.Attestation;
import weft.protocol.validator.BlockStatement;
import weft.protocol.validator.Validator;
import weft.protocol.validator.ValidatorSet;

/// What every store keeps of the validators of a network.
abstract class SealsContract extends StoreScenario {
  private final List<ValidatorSet> sets =
      IntStream.range(1, 6).mapToObj(SealsContract::set).toList();
  private final List<BlockSeal.Network> seals = new ArrayList<>();

  /// In each block.
  private int transactions;

  @Test
  void tellsWhoVouchesForABlock() {
    BlockSeal.Network first = append(sets.get(0), sets.get(0), true, Optional.empty());
    BlockSeal.Network second = append(sets.get(0), sets.get(0), false, Optional.empty());

    assertThat(store.seal(0)).isEmpty();
    assertThat(store.seal(1)).contains(first);
    assertThat(store.seal(2)).contains(second);
    assertThat(store.seal(3)).isEmpty();

    append(sets.get(0), sets.get(0), true, Optional.of(attested(second)));
    assertThat(store.seal(2)).contains(attested(second));
  }

  @Test
  void keepsEveryChangeOfValidators() {
    append(sets.get(0), sets.get(0), true, Optional.empty());
    append(sets.get(0), sets.get(1), true, Optional.empty());
    append(sets.get(1), sets.get(2), true, Optional.empty());
    append(sets.get(2), sets.get(2), true, Optional.empty());
    append(sets.get(2), sets.get(3), true, Optional.empty());

    assertThat(store.validatorChanges(0, 10))
        .containsExactly(change(2, 1), change(3, 2), change(5, 3));
    assertThat(store.validatorChanges(2, 2)).containsExactly(change(2, 1), change(3, 2));
    assertThat(store.validatorChanges(4, 10)).containsExactly(change(5, 3));
    assertThat(store.validatorChanges(6, 10)).isEmpty();
    assertThat(store.validatorChanges(1, 0)).isEmpty();
  }

  @Test
  void tellsAChangeOnceItIsAttested() {
    append(sets.get(0), sets.get(1), true, Optional.empty());
    BlockSeal.Network late = append(sets.get(1), sets.get(2), false, Optional.empty());

    assertThat(store.validatorChanges(0, 10)).containsExactly(change(1, 1));

    append(sets.get(2), sets.get(3), true, Optional.of(attested(late)));
    seals.set(1, attested(late));
    assertThat(store.validatorChanges(0, 10))
        .containsExactly(change(1, 1), change(2, 2), change(3, 3));
  }

  @Test
  void keepsWhatShowsAChangeThatIsNeverAttested() {
    BlockSeal.Network never = append(sets.get(0), sets.get(1), false, Optional.empty());
    append(
        sets.get(1), sets.get(1), true, Optional.empty(), Optional.of(attested(never)), List.of());
    append(sets.get(1), sets.get(2), true, Optional.empty());

    assertThat(store.seal(1)).as("it shows nothing else").contains(never);
    seals.set(0, attested(never));
    assertThat(store.validatorChanges(0, 10)).containsExactly(change(1, 1), change(3, 2));
    store.pruneBelow(3);
    assertThat(store.validatorChanges(0, 10)).containsExactly(change(1, 1), change(3, 2));
  }

  @Test
  void lanesGoOnPastABlockThatIsNeverAttested() {
    transactions = 9;
    RollupId rollup = chain.rollups().getFirst();
    append(sets.get(0), sets.get(0), true, Optional.empty());
    append(sets.get(0), sets.get(0), false, Optional.empty());
    assertThat(anchors(rollup)).as("the next block may bring it").hasSize(1);
    assertThat(store.laneBlock(rollup, 2)).isEmpty();

    append(sets.get(0), sets.get(0), true, Optional.empty());
    append(sets.get(0), sets.get(0), false, Optional.empty());
    assertThat(anchors(rollup))
        .containsExactly(
            seals.get(0).anchor().orElseThrow(),
            new UnattestedAnchor(),
            seals.get(2).anchor().orElseThrow());
    assertThat(store.laneBlock(rollup, 2)).isPresent();
    assertThat(store.laneHeaders(rollup, 1, 10, Long.MAX_VALUE)).hasSize(4);

    BlockSeal.Network late = attested(seals.get(3));
    append(sets.get(0), sets.get(0), true, Optional.of(late));
    assertThat(anchors(rollup)).hasSize(5).contains(late.anchor().orElseThrow());
  }

  private List<BlockAnchor> anchors(RollupId rollup) {
    return store.laneBlocks(rollup, 1, 10, Long.MAX_VALUE).stream()
        .map(block -> block.proof().anchor())
        .toList();
  }

  @Test
  void keepsChangesWhenTheirBlocksArePruned() {
    append(sets.get(0), sets.get(1), true, Optional.empty());
    append(sets.get(1), sets.get(2), true, Optional.empty());
    for (int i = 0; i < 5; i++) {
      append(sets.get(2), sets.get(2), true, Optional.empty());
    }

    store.pruneBelow(6);

    assertThat(store.block(2)).isEmpty();
    assertThat(store.seal(2)).isEmpty();
    assertThat(store.validatorChanges(0, 10)).containsExactly(change(1, 1), change(2, 2));
  }

  private StoredValidatorChange change(int height, int next) {
    return new StoredValidatorChange(
        (AttestedAnchor) seals.get(height - 1).anchor().orElseThrow(), sets.get(next).encode());
  }

  @Test
  void evidenceIsKeptWithItsBlock() {
    append(sets.get(0), sets.get(0), true, Optional.empty());
    List<Misbehavior> proven =
        List.of(
            new Misbehavior(Misbehavior.Kind.DUPLICATE_VOTE, address(1), 1, 10),
            new Misbehavior(Misbehavior.Kind.LIGHT_CLIENT_ATTACK, address(2), 7, 1L << 46));
    append(sets.get(0), sets.get(0), true, Optional.empty(), Optional.empty(), proven);
    append(sets.get(0), sets.get(0), true, Optional.empty());
    assertThat(misbehaviors(1)).isEmpty();
    assertThat(misbehaviors(2)).isEqualTo(proven);
    assertThat(misbehaviors(3)).isEmpty();
  }

  private List<Misbehavior> misbehaviors(long height) {
    return store.block(height).orElseThrow().misbehaviors();
  }

  private static Address address(int index) {
    return Address.of(Sha256.hash(Bytes.utf8("address " + index)).bytes().slice(0, Address.SIZE));
  }

  private BlockSeal.Network append(
      ValidatorSet set,
      ValidatorSet next,
      boolean isAttested,
      Optional<BlockSeal.Network> parentSeal) {
    return append(set, next, isAttested, parentSeal, Optional.empty(), List.of());
  }

  private BlockSeal.Network append(
      ValidatorSet set,
      ValidatorSet next,
      boolean isAttested,
      Optional<BlockSeal.Network> parentSeal,
      Optional<BlockSeal.Network> handOver,
      List<Misbehavior> misbehaviors) {
    BlockCommit solo = chain.block(chain.transactions(transactions, 20));
    CommittedBlock block = solo.block();
    BlockSeal.Network bare =
        new BlockSeal.Network(
            new BlockStatement(
                7,
                block.header().height(),
                block.header().timeMs(),
                block.blockHash(),
                Sha256.hash(Bytes.EMPTY),
                0,
                block.appHash(),
                next.hash()),
            set.hash(),
            Optional.empty());
    BlockSeal.Network seal = isAttested ? attested(bare) : bare;
    seals.add(seal);
    store.commit(
        new BlockCommit(
            new CommittedBlock(
                block.header(),
                block.blockHash(),
                seal,
                block.entries(),
                block.transactions(),
                block.lanes(),
                block.appHash(),
                parentSeal,
                Optional.empty()),
            solo.stateChanges(),
            solo.treeChanges(),
            next.equals(set) ? Optional.empty() : Optional.of(next),
            handOver,
            misbehaviors));
    return seal;
  }

  private BlockSeal.Network attested(BlockSeal.Network seal) {
    ValidatorSet set =
        sets.stream()
            .filter(one -> one.hash().equals(seal.validatorsHash()))
            .findFirst()
            .orElseThrow();
    TreeMap<Integer, BlsSignature> signatures = new TreeMap<>();
    for (int i = 0; i < set.size(); i++) {
      signatures.put(i, key(0).sign(seal.statement().digest().bytes()));
    }
    return seal.with(Attestation.of(set, signatures));
  }

  private static BlsPrivateKey key(int index) {
    return BlsPrivateKey.fromSeed(Sha256.hash(Bytes.utf8("bls " + index)).bytes());
  }

  private static ValidatorSet set(int size) {
    return ValidatorSet.of(
        IntStream.range(0, size)
            .mapToObj(
                i ->
                    new Validator(
                        Ed25519PrivateKey.fromSeed(Sha256.hash(Bytes.utf8("ed " + i)).bytes())
                            .publicKey(),
                        key(i).publicKey(),
                        10 + i))
            .toList());
  }
}
