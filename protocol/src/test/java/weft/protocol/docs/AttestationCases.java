package weft.protocol.docs;

import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import weft.primitives.Bytes;
import weft.protocol.SampleValidators;
import weft.protocol.validator.Attestation;
import weft.protocol.validator.BlockStatement;
import weft.protocol.validator.CommitVote;
import weft.protocol.validator.ExtendedCommit;
import weft.protocol.validator.Validator;
import weft.protocol.validator.ValidatorSet;
import weft.protocol.validator.VoteExtension;

/// The vectors of validators, what they attest, and how a reader follows them: valid ones, and one
/// broken in each way, with the rule that it breaks.
final class AttestationCases {
  private static final long PERIOD_MS = 100_000;
  private static final SampleValidators A = SampleValidators.of("a", 4, 3, 2, 1);
  private static final SampleValidators B = SampleValidators.of("b", 1, 1, 1, 1, 1, 1, 1, 1, 1);
  private static final SampleValidators C = SampleValidators.of("c", 5);
  private static final BlockStatement STATEMENT = SampleValidators.statement(8, A.set());

  private final ObjectNode all = VectorFile.json().createObjectNode();

  ObjectNode all() {
    layouts();
    attestations();
    chains();
    return all;
  }

  private void layouts() {
    ArrayNode sets = all.putArray("sets");
    for (SampleValidators one : List.of(A, B, C)) {
      ObjectNode set = sets.addObject();
      ArrayNode members = set.putArray("members");
      for (int i = 0; i < one.set().size(); i++) {
        Validator validator = one.set().get(i);
        members
            .addObject()
            .put("consensusKey", ProofJson.hex(validator.consensusKey().bytes()))
            .put("blsKey", ProofJson.hex(validator.blsKey().bytes()))
            .put("possession", ProofJson.hex(one.blsKey(i).provePossession().bytes()))
            .put("power", validator.power());
      }
      set.put("validators", ProofJson.hex(one.set().encode()));
      set.put("hash", ProofJson.hex(one.set().hash().bytes()));
    }
    all.putArray("statements")
        .addObject()
        .put("chainId", STATEMENT.chainId())
        .put("height", STATEMENT.height())
        .put("timeMs", STATEMENT.timeMs())
        .put("blockHash", ProofJson.hex(STATEMENT.blockHash().bytes()))
        .put("lanesRoot", ProofJson.hex(STATEMENT.lanesRoot().bytes()))
        .put("laneCount", STATEMENT.laneCount())
        .put("stateRoot", ProofJson.hex(STATEMENT.stateRoot().bytes()))
        .put("nextValidatorsHash", ProofJson.hex(STATEMENT.nextValidatorsHash().bytes()))
        .put("statement", ProofJson.hex(STATEMENT.encode()))
        .put("digest", ProofJson.hex(STATEMENT.digest().bytes()));
    Bytes signature = A.blsKey(0).sign(STATEMENT.digest().bytes()).bytes();
    Bytes extension = new VoteExtension(signature, SampleValidators.START_MS).encode();
    all.putArray("extensions")
        .addObject()
        .put("attestation", ProofJson.hex(signature))
        .put("clockMs", SampleValidators.START_MS)
        .put("extension", ProofJson.hex(extension));
    all.putArray("extendedCommits")
        .addObject()
        .put("extendedCommit", ProofJson.hex(extendedCommit(extension).encode()));
  }

  private static ExtendedCommit extendedCommit(Bytes extension) {
    Validator first = A.set().get(0);
    return new ExtendedCommit(
        1,
        List.of(
            new CommitVote(
                first.consensusAddress(),
                first.power(),
                CommitVote.Kind.COMMIT,
                extension,
                A.consensusKey(0).sign(extension)),
            without(1, CommitVote.Kind.ABSENT),
            without(2, CommitVote.Kind.NIL),
            without(3, CommitVote.Kind.COMMIT_WITHOUT_EXTENSION)));
  }

  private static CommitVote without(int index, CommitVote.Kind kind) {
    Validator validator = A.set().get(index);
    return CommitVote.without(validator.consensusAddress(), validator.power(), kind);
  }

  private void attestations() {
    all.putArray("attestations");
    Attestation good = A.attest(STATEMENT, 0, 1);
    Bytes encoded = good.encode();
    one("all of them signed", "", A.attestAll(STATEMENT));
    one("7 of 10", "", good);
    one("7 of 10 in another way", "", A.attest(STATEMENT, 0, 2, 3));
    add("7 of 9, a bitmap of two bytes", "", sevenOf(B).encode(), B.set().encode());
    one("6 of 10: no more than two thirds", "ATT-8", A.attest(STATEMENT, 0, 2));
    add("6 of 9", "ATT-8", B.attest(STATEMENT, 0, 1, 2, 3, 4, 5).encode(), B.set().encode());
    one("another signer is named", "ATT-9", new Attestation(hex("d0"), good.signature()));
    one("one signer too many is named", "ATT-9", new Attestation(hex("e0"), good.signature()));
    one(
        "one signer too few is named",
        "ATT-9",
        new Attestation(hex("c0"), A.attestAll(STATEMENT).signature()));
    one("over another statement", "ATT-9", A.attest(SampleValidators.statement(9, A.set()), 0, 1));
    one("a flipped bit", "ATT-9", new Attestation(good.signers(), flip(good.signature())));
    one("infinity", "ATT-9", new Attestation(hex("c0"), hex("c0" + "00".repeat(95))));
    one(
        "proof of possession for a signature",
        "ATT-9",
        new Attestation(hex("80"), A.blsKey(0).provePossession().bytes()),
        C.set());
    one("no bitmap", "ATT-7", new Attestation(Bytes.EMPTY, good.signature()));
    one("a byte too many", "ATT-7", new Attestation(hex("c000"), good.signature()));
    one("a bit beyond the set", "ATT-7", new Attestation(hex("c8"), good.signature()));
    add("a byte missing", "ATT-10", encoded.slice(0, 97), A.set().encode());
    add("a byte at the end", "ATT-10", Bytes.concat(encoded, hex("00")), A.set().encode());
    Bytes set = A.set().encode();
    Bytes swapped =
        Bytes.concat(set.slice(0, 2), set.slice(90, 88), set.slice(2, 88), set.slice(178, 2 * 88));
    add("validators out of order", "ATT-1", encoded, swapped);
    add("a key that is no point", "ATT-1", encoded, replace(set, 34, "80" + "00".repeat(47)));
    add("the infinite key", "ATT-1", encoded, replace(set, 34, "c0" + "00".repeat(47)));
    add("a power of zero", "ATT-1", encoded, replace(set, set.size() - 8, "00".repeat(8)));
    Bytes statement = STATEMENT.encode();
    add("another domain", "ATT-3", replace(statement, 20, "32"), encoded, set);
    add("height 0", "ATT-3", replace(statement, 29, "00".repeat(8)), encoded, set);
    add("a statement cut short", "ATT-3", statement.slice(0, 176), encoded, set);
  }

  private static Attestation sevenOf(SampleValidators nine) {
    return nine.attest(STATEMENT, 0, 1, 3, 4, 6, 7, 8);
  }

  private void one(String about, String rule, Attestation attestation) {
    one(about, rule, attestation, A.set());
  }

  private void one(String about, String rule, Attestation attestation, ValidatorSet set) {
    add(about, rule, attestation.encode(), set.encode());
  }

  private void add(String about, String rule, Bytes attestation, Bytes set) {
    add(about, rule, STATEMENT.encode(), attestation, set);
  }

  private void add(String about, String rule, Bytes statement, Bytes attestation, Bytes set) {
    ((ArrayNode) all.get("attestations"))
        .addObject()
        .put("about", about)
        .put("rule", rule)
        .put("statement", ProofJson.hex(statement))
        .put("attestation", ProofJson.hex(attestation))
        .put("validators", ProofJson.hex(set));
  }

  private static Bytes hex(String text) {
    return Bytes.fromHex(text);
  }

  private static Bytes flip(Bytes bytes) {
    byte[] raw = bytes.toArray();
    raw[raw.length - 1] ^= 1;
    return Bytes.wrap(raw);
  }

  private static Bytes replace(Bytes bytes, int at, String hex) {
    Bytes middle = Bytes.fromHex(hex);
    int after = at + middle.size();
    return Bytes.concat(bytes.slice(0, at), middle, bytes.slice(after, bytes.size() - after));
  }

  private void chains() {
    all.putArray("chains");
    ArrayNode whole = chain("sets that follow each other");
    check(whole, "", A, 1, A);
    follow(whole, "", A, 5, B);
    check(whole, "", B, 6, B);
    check(whole, "ATT-7", A, 6, B);
    check(whole, "", A, 4, A);
    check(whole, "LIGHT-5", A, 3, B);
    follow(whole, "", B, 9, C);
    follow(whole, "", A, 5, B);
    check(whole, "", C, 20, C);

    ArrayNode later = chain("a point at a later height", 10);
    check(later, "LIGHT-2", A, 9, A);
    check(later, "", A, 10, A);

    ArrayNode behind = chain("a change that is not followed yet");
    check(behind, "", A, 5, B);
    check(behind, "LIGHT-3", A, 6, A);
    check(behind, "LIGHT-3", B, 6, B);
    follow(behind, "ATT-7", B, 4, C);
    follow(behind, "", A, 5, B);
    check(behind, "", B, 6, B);

    ArrayNode other = chain("what is of another chain, another set, or too weak");
    step(other, "check", "LIGHT-1", A, SampleValidators.statement(8, 1, "", A.set()), A.set());
    step(other, "follow", "LIGHT-7", A, SampleValidators.statement(5, B.set()), C.set());
    step(other, "follow", "LIGHT-7", A, SampleValidators.statement(5, B.set()), A.set());
    check(other, "", A, 8, A);
    check(other, "LIGHT-5", A, 6, B);

    ArrayNode stale = chain("a set that was not seen for the trusting period");
    long end = SampleValidators.START_MS + PERIOD_MS;
    at(check(stale, "LIGHT-4", A, 3, A), end);
    at(follow(stale, "LIGHT-4", A, 3, B), end);
    at(check(stale, "", A, 3, A), end - 1);
    at(check(stale, "", A, 4, A), end + 2999);
    at(check(stale, "LIGHT-4", A, 4, A), end + 4000);

    ArrayNode thirds = chain("a last height that two thirds never attested");
    handOver(thirds, "LIGHT-8", 5, B, 1);
    handOver(thirds, "", 5, B, 0);
    check(thirds, "", B, 6, B);
    check(thirds, "", A, 5, B);
    handOver(thirds, "LIGHT-5", 4, C, 0, 3);

    ArrayNode known = chain("too few against what is known");
    check(known, "", A, 8, A);
    handOver(known, "LIGHT-5", 7, B, 1, 2);
    handOver(known, "", 9, B, 1, 2);
    step(known, "follow", "LIGHT-7", A, SampleValidators.statement(9, C.set()), B.set());

    ArrayNode fork = chain("two statements about one height");
    check(fork, "", A, 3, A);
    check(fork, "", A, 3, A);
    step(fork, "check", "LIGHT-6", A, SampleValidators.statement(7, 3, "'", A.set()), A.set());
    check(fork, "LIGHT-6", A, 3, A);
    check(fork, "LIGHT-6", A, 4, A);
  }

  private ArrayNode chain(String about) {
    return chain(about, 1);
  }

  private ArrayNode chain(String about, long height) {
    ObjectNode chain = ((ArrayNode) all.get("chains")).addObject();
    chain.put("about", about);
    chain
        .putObject("point")
        .put("chainId", SampleValidators.CHAIN_ID)
        .put("height", height)
        .put("validators", ProofJson.hex(A.set().encode()))
        .put("timeMs", SampleValidators.START_MS);
    chain.put("trustingPeriodMs", PERIOD_MS);
    return chain.putArray("steps");
  }

  private static ObjectNode check(
      ArrayNode steps, String rule, SampleValidators by, long height, SampleValidators next) {
    BlockStatement statement = SampleValidators.statement(height, next.set());
    return step(steps, "check", rule, by, statement, next.set());
  }

  private static ObjectNode follow(
      ArrayNode steps, String rule, SampleValidators by, long height, SampleValidators next) {
    BlockStatement statement = SampleValidators.statement(height, next.set());
    return step(steps, "follow", rule, by, statement, next.set());
  }

  /// Signed by some of A only.
  private static void handOver(
      ArrayNode steps, String rule, long height, SampleValidators next, int... signers) {
    BlockStatement statement = SampleValidators.statement(height, next.set());
    step(steps, "follow", rule, A, statement, next.set())
        .put("attestation", ProofJson.hex(A.attest(statement, signers).encode()));
  }

  private static ObjectNode step(
      ArrayNode steps,
      String what,
      String rule,
      SampleValidators by,
      BlockStatement statement,
      ValidatorSet next) {
    ObjectNode step = steps.addObject();
    step.put("do", what);
    step.put("rule", rule);
    step.put("statement", ProofJson.hex(statement.encode()));
    step.put("attestation", ProofJson.hex(by.attestAll(statement).encode()));
    if (what.equals("follow")) {
      step.put("nextValidators", ProofJson.hex(next.encode()));
    }
    return at(step, statement.timeMs() + 1000);
  }

  private static ObjectNode at(ObjectNode step, long nowMs) {
    return step.put("nowMs", nowMs);
  }
}
