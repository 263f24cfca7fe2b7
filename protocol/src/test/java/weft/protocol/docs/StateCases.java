package weft.protocol.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.SampleBlocks;
import weft.protocol.SampleStates;
import weft.protocol.StateGen;
import weft.protocol.TamperedBlocks;
import weft.protocol.block.Commit;
import weft.protocol.block.SignedAnchor;
import weft.protocol.state.ExistenceProof;
import weft.protocol.state.NonExistenceProof;
import weft.protocol.state.ProofStep;
import weft.protocol.state.StateProof;
import weft.protocol.state.TreeProof;

/// Makes docs/protocol/vectors/state.json: states with their roots, valid proofs about them, and
/// one broken in each way.
final class StateCases {
  private static final String VALID = "";

  /// What a verifier of ICS-23 alone says of the claim under the anchor's state root.
  private enum Ics23 {
    HOLDS,
    REFUSED
  }

  private final SampleStates samples = new SampleStates();
  private final StateGen after = samples.after;
  private final Bytes present = SampleStates.balance(3);
  private final Bytes absent = absentBetweenTwo();
  private final StateProof presence = samples.proof(samples.anchor(), after, present);
  private final StateProof absence = samples.proof(samples.anchor(), after, absent);
  private final ArrayNode proofs = VectorFile.json().createArrayNode();

  ObjectNode all() {
    ObjectNode all = VectorFile.json().createObjectNode();
    ProofJson.putTrusted(all, SampleBlocks.CHAIN_ID, samples.trusted().validator());
    ArrayNode states = all.putArray("states");
    state(states, "empty", samples.empty);
    state(states, "single", samples.single);
    state(states, "before", samples.before);
    state(states, "after", after);
    valid();
    anchors();
    encodings();
    claims();
    paths();
    neighbours();
    all.set("proofs", proofs);
    return all;
  }

  private void valid() {
    for (Bytes key : List.of(present, SampleStates.balance(12), Bytes.utf8("sup/weft"))) {
      honest("present", "after", after, key, Ics23.HOLDS);
    }
    honest("present in the state of one key", "single", samples.single, one(), Ics23.HOLDS);
    honest("absent from the state of one key", "single", samples.single, absent, Ics23.HOLDS);
    honest("absent, between two keys", "after", after, absent, Ics23.HOLDS);
    honest("absent, before all keys", "after", after, withoutNeighbour(true), Ics23.HOLDS);
    honest("absent, after all keys", "after", after, withoutNeighbour(false), Ics23.HOLDS);
    honest("absent from the empty state", "empty", samples.empty, absent, Ics23.REFUSED);
  }

  private void anchors() {
    broken("STATE-12", "asked for another key", SampleStates.balance(4), presence, Ics23.HOLDS);
    SignedAnchor good = (SignedAnchor) presence.anchor();
    Commit commit = good.commit();
    SignedAnchor otherChain =
        new SignedAnchor(flipped(good.header(), 8), good.preamble(), good.preambleProof(), commit);
    broken("BLOCK-3", "another chain", present, under(otherChain, presence), Ics23.HOLDS);
    Commit other = new Commit(TamperedBlocks.hash(commit.appHash()), commit.signature());
    SignedAnchor otherRoot =
        new SignedAnchor(good.header(), good.preamble(), good.preambleProof(), other);
    broken("BLOCK-5", "another root", present, under(otherRoot, presence), Ics23.REFUSED);
  }

  private void encodings() {
    Bytes good = presence.ics23();
    malformed("nothing", Bytes.EMPTY, Ics23.REFUSED);
    malformed("cut short", good.slice(0, good.size() - 1), Ics23.REFUSED);
    malformed("a byte too many", Bytes.concat(good, Bytes.fromHex("00")), Ics23.REFUSED);
    int at = good.get(1) < 0 ? 3 : 2;
    Bytes content = good.slice(at, good.size() - at);
    byte[] length = {(byte) (content.size() | 0x80), (byte) (content.size() >>> 7 | 0x80), 0};
    malformed(
        "a length that is not in its shortest form",
        Bytes.concat(Bytes.fromHex("0a"), Bytes.wrap(length), content),
        Ics23.HOLDS);
    malformed("an unknown field", Bytes.concat(good, Bytes.fromHex("7a00")), Ics23.HOLDS);
    Bytes key = content.slice(0, 2 + present.size());
    Bytes value = content.slice(key.size(), 2 + 16);
    Bytes rest =
        content.slice(key.size() + value.size(), content.size() - key.size() - value.size());
    malformed(
        "fields out of order", Bytes.concat(good.slice(0, at), value, key, rest), Ics23.HOLDS);
  }

  private void claims() {
    claim("a present key claimed absent", present, Optional.empty(), presence, Ics23.REFUSED);
    claim("another value", present, Optional.of(Bytes.utf8("9")), presence, Ics23.REFUSED);
    claim("an empty value", present, Optional.of(Bytes.EMPTY), presence, Ics23.REFUSED);
    claim("an absent key claimed present", absent, presence.value(), absence, Ics23.REFUSED);
    Bytes beside = besideAbsent();
    claim("absence that names another key", beside, Optional.empty(), absence, Ics23.HOLDS);
  }

  private void paths() {
    broken(
        "STATE-15",
        "the root before the block",
        present,
        samples.proof(samples.anchor(), samples.before, present),
        Ics23.REFUSED);
    ExistenceProof good = (ExistenceProof) after.prove(present);
    List<ProofStep> path = good.path();
    ProofStep first = path.getFirst();
    path("another sibling", good, with(path, new ProofStep(first.siblingOnLeft(), Hash32.ZERO)));
    path(
        "a sibling on the other side",
        good,
        with(path, new ProofStep(!first.siblingOnLeft(), first.sibling())));
    path("a step left out", good, path.subList(1, path.size()));
    List<ProofStep> longer = new ArrayList<>(path);
    longer.add(new ProofStep(true, Hash32.ZERO));
    path("a step too many", good, longer);
    offPath();
    NonExistenceProof absent = (NonExistenceProof) after.prove(this.absent);
    ExistenceProof left = Objects.requireNonNull(absent.left());
    ExistenceProof forged = new ExistenceProof(left.key(), Bytes.utf8("forged"), left.path());
    tree(
        "STATE-15",
        "a neighbour with another value",
        new NonExistenceProof(this.absent, forged, absent.right()),
        Ics23.REFUSED);
  }

  /// A validator that signs a tree in which a leaf stands on the wrong side.
  private void offPath() {
    ExistenceProof good = (ExistenceProof) samples.single.prove(one());
    boolean goesRight = Sha256.hash(one()).bit(0);
    Hash32 leaf = samples.single.root();
    Hash32 sibling = after.root();
    Hash32 root = goesRight ? StateGen.inner(leaf, sibling) : StateGen.inner(sibling, leaf);
    ExistenceProof off =
        new ExistenceProof(good.key(), good.value(), List.of(new ProofStep(!goesRight, sibling)));
    StateProof proof =
        new StateProof(
            samples.anchor(after.root(), root),
            good.key(),
            Optional.of(good.value()),
            off.toIcs23());
    broken("STATE-15", "a leaf off its path in a signed tree", good.key(), proof, Ics23.HOLDS);
  }

  private void neighbours() {
    List<Bytes> keys = after.keys();
    Bytes left = keys.get(4);
    Bytes right = keys.get(5);
    denial("STATE-16", "the left neighbour denied", left, left, right);
    denial("STATE-16", "the right neighbour denied", right, left, right);
    denial(
        "STATE-16",
        "neighbours swapped",
        absent,
        neighbour(absent, false),
        neighbour(absent, true));
    denial("STATE-16", "a key beyond the neighbours", keys.get(6), left, right);
    denial("STATE-17", "a key skipped", keys.get(4), keys.get(3), keys.get(5));
    denial("STATE-17", "the right neighbour left out", keys.get(4), keys.get(3), null);
    denial("STATE-17", "the left neighbour left out", keys.get(4), null, keys.get(5));
    denial("STATE-17", "no neighbours", keys.get(4), null, null);
  }

  private static Bytes one() {
    return SampleStates.balance(0);
  }

  private Bytes neighbour(Bytes key, boolean left) {
    NonExistenceProof proof = (NonExistenceProof) after.prove(key);
    return Objects.requireNonNull(left ? proof.left() : proof.right()).key();
  }

  private Bytes absentBetweenTwo() {
    for (int account = 77; ; account++) {
      Bytes key = SampleStates.balance(account);
      NonExistenceProof proof = (NonExistenceProof) after.prove(key);
      if (proof.left() != null && proof.right() != null) {
        return key;
      }
    }
  }

  /// An absent key that would be the first, or the last, of the state.
  private Bytes withoutNeighbour(boolean first) {
    for (int account = 100; ; account++) {
      Bytes key = SampleStates.balance(account);
      NonExistenceProof proof = (NonExistenceProof) after.prove(key);
      if ((first ? proof.left() : proof.right()) == null) {
        return key;
      }
    }
  }

  /// Another absent key between the same neighbours.
  private Bytes besideAbsent() {
    for (int account = 100; ; account++) {
      Bytes key = SampleStates.balance(account);
      NonExistenceProof other = (NonExistenceProof) after.prove(key);
      NonExistenceProof same = (NonExistenceProof) after.prove(absent);
      if (Objects.equals(other.left(), same.left())
          && Objects.equals(other.right(), same.right())) {
        return key;
      }
    }
  }

  private static void state(ArrayNode out, String name, StateGen state) {
    ObjectNode node = out.addObject().put("name", name).put("root", state.root().toString());
    ArrayNode entries = node.putArray("entries");
    for (Bytes key : state.keys()) {
      ObjectNode entry = entries.addObject().put("key", ProofJson.hex(key));
      entry.put("value", ProofJson.hex(Objects.requireNonNull(state.get(key))));
    }
  }

  private void honest(String about, String name, StateGen state, Bytes key, Ics23 ics23) {
    add(VALID, about, key, samples.proof(state, key), ics23).put("state", name);
  }

  private void broken(String rule, String about, Bytes key, StateProof proof, Ics23 ics23) {
    add(rule, about, key, proof, ics23);
  }

  private void malformed(String about, Bytes bytes, Ics23 ics23) {
    StateProof proof = new StateProof(presence.anchor(), present, presence.value(), bytes);
    add("STATE-13", about, present, proof, ics23);
  }

  private void claim(
      String about, Bytes key, Optional<Bytes> value, StateProof proof, Ics23 ics23) {
    StateProof claimed = new StateProof(proof.anchor(), key, value, proof.ics23());
    add("STATE-14", about, key, claimed, ics23);
  }

  private void path(String about, ExistenceProof good, List<ProofStep> path) {
    TreeProof forged = new ExistenceProof(good.key(), good.value(), path);
    StateProof proof =
        new StateProof(presence.anchor(), present, presence.value(), forged.toIcs23());
    add("STATE-15", about, present, proof, Ics23.REFUSED);
  }

  private void denial(
      String rule, String about, Bytes key, @Nullable Bytes left, @Nullable Bytes right) {
    NonExistenceProof denial =
        new NonExistenceProof(
            key,
            left == null ? null : (ExistenceProof) after.prove(left),
            right == null ? null : (ExistenceProof) after.prove(right));
    tree(rule, about, denial, Ics23.REFUSED);
  }

  private void tree(String rule, String about, NonExistenceProof denial, Ics23 ics23) {
    StateProof proof =
        new StateProof(samples.anchor(), denial.key(), Optional.empty(), denial.toIcs23());
    add(rule, about, denial.key(), proof, ics23);
  }

  private ObjectNode add(String rule, String about, Bytes key, StateProof proof, Ics23 ics23) {
    ObjectNode node = proofs.addObject().put("rule", rule).put("about", about);
    node.put("ics23", ics23 == Ics23.HOLDS).put("key", ProofJson.hex(key));
    node.set("proof", ProofJson.of(proof));
    return node;
  }

  private static StateProof under(SignedAnchor anchor, StateProof proof) {
    return new StateProof(anchor, proof.key(), proof.value(), proof.ics23());
  }

  private static List<ProofStep> with(List<ProofStep> path, ProofStep first) {
    List<ProofStep> changed = new ArrayList<>(path);
    changed.set(0, first);
    return changed;
  }

  private static Bytes flipped(Bytes bytes, int at) {
    byte[] changed = bytes.toArray();
    changed[at] ^= 1;
    return Bytes.wrap(changed);
  }
}
