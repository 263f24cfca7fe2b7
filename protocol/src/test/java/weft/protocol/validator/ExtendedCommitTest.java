package weft.protocol.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.MalformedException;
import weft.protocol.Fuzz;
import weft.protocol.Mutator;
import weft.protocol.SampleValidators;
import weft.protocol.validator.CommitVote.Kind;

class ExtendedCommitTest {
  private static final ValidatorSet SET = SampleValidators.of("set", 4, 3, 2, 1).set();
  private static final Bytes SIGNATURE =
      SampleValidators.of("set", 1).consensusKey(0).sign(Bytes.utf8("an extension"));
  private static final ExtendedCommit COMMIT =
      new ExtendedCommit(
          2,
          List.of(
              new CommitVote(address(0), 4, Kind.COMMIT, Bytes.fromHex("abcdef"), SIGNATURE),
              CommitVote.without(address(1), 3, Kind.ABSENT),
              CommitVote.without(address(2), 2, Kind.NIL),
              CommitVote.without(address(3), 1, Kind.COMMIT_WITHOUT_EXTENSION)));

  private static Address address(int index) {
    return SET.get(index).consensusAddress();
  }

  @Test
  void layoutIsRoundThenVotes() {
    Bytes encoded = COMMIT.encode();
    assertThat(encoded)
        .isEqualTo(
            Bytes.concat(
                Bytes.fromHex("01" + "00000002" + "0004"),
                address(0).bytes(),
                Bytes.fromHex("0000000000000004" + "02" + "0003" + "abcdef"),
                SIGNATURE,
                address(1).bytes(),
                Bytes.fromHex("0000000000000003" + "01"),
                address(2).bytes(),
                Bytes.fromHex("0000000000000002" + "03"),
                address(3).bytes(),
                Bytes.fromHex("0000000000000001" + "04")));
    assertThat(ExtendedCommit.decode(encoded)).isEqualTo(COMMIT);
    Bytes none = ExtendedCommit.NONE.encode();
    assertThat(none).isEqualTo(Bytes.fromHex("01" + "00000000" + "0000"));
    assertThat(ExtendedCommit.decode(none)).isEqualTo(ExtendedCommit.NONE);
  }

  @Test
  void onlyVotesForTheBlockCount() {
    assertThat(COMMIT.votes().stream().map(vote -> vote.kind().isForBlock()))
        .containsExactly(true, false, false, true);
  }

  @Test
  void longestVoteIsAsLongAsItsLimit() {
    Bytes extension = Bytes.wrap(new byte[VoteExtension.MAX_SIZE]);
    CommitVote vote = new CommitVote(address(0), 4, Kind.COMMIT, extension, SIGNATURE);
    List<CommitVote> votes = new ArrayList<>();
    for (int i = 0; i < ValidatorSet.MAX_VALIDATORS; i++) {
      votes.add(vote);
    }
    ExtendedCommit largest = new ExtendedCommit(Integer.MAX_VALUE, votes);
    assertThat(largest.encode().size())
        .isEqualTo(7 + ValidatorSet.MAX_VALIDATORS * ExtendedCommit.MAX_VOTE_SIZE);
    assertThat(ExtendedCommit.decode(largest.encode())).isEqualTo(largest);
    votes.add(vote);
    assertMalformed(new ExtendedCommit(0, votes).encode());
  }

  @Test
  void otherBytesAreMalformed() {
    Bytes encoded = COMMIT.encode();
    for (int size = 0; size < encoded.size(); size++) {
      assertMalformed(encoded.slice(0, size));
    }
    assertMalformed(Bytes.concat(encoded, Bytes.fromHex("00")));
    assertMalformed(Bytes.fromHex("02" + "00000000" + "0000"));
    assertMalformed(Bytes.fromHex("01" + "80000000" + "0000"));
    for (String kind : List.of("00", "05", "ff")) {
      assertMalformed(
          Bytes.concat(
              Bytes.fromHex("01" + "00000000" + "0001"),
              address(0).bytes(),
              Bytes.fromHex("0000000000000004" + kind)));
    }
    Bytes tooLong = Bytes.wrap(new byte[VoteExtension.MAX_SIZE + 1]);
    CommitVote vote = new CommitVote(address(0), 4, Kind.COMMIT, tooLong, SIGNATURE);
    assertMalformed(new ExtendedCommit(0, List.of(vote)).encode());
  }

  private static void assertMalformed(Bytes encoded) {
    assertThatThrownBy(() -> ExtendedCommit.decode(encoded)).isInstanceOf(MalformedException.class);
  }

  @Test
  void hostileBytesAreMalformedOrHaveOneEncoding() {
    Fuzz fuzz = Fuzz.few("ExtendedCommitTest", 50_000);
    for (int i = 0; i < fuzz.cases(); i++) {
      Mutator mutator = new Mutator(fuzz.seed(i));
      byte[] hostile = i % 2 == 0 ? mutator.mutate(COMMIT.encode().toArray()) : mutator.noise(400);
      Bytes bytes = Bytes.wrap(hostile);
      try {
        assertThat(ExtendedCommit.decode(bytes).encode()).isEqualTo(bytes);
      } catch (MalformedException e) {
        assertThat(e.field()).isNotEmpty();
      }
    }
  }
}
