package weft.network;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.protocol.block.Preamble;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionBody;
import weft.protocol.transaction.TransactionCodec;
import weft.protocol.validator.CommitVote;
import weft.protocol.validator.ExtendedCommit;
import weft.rollup.client.TransactionBuilder;

/// What a dishonest proposer makes of a block: a preamble, the votes for the block before, then
/// transactions.
enum Lie {
  WRONG_LANES_ROOT("EXEC-8") {
    @Override
    List<Bytes> of(List<Bytes> entries) {
      Preamble told = Preamble.decode(entries.getFirst());
      return with(
          entries,
          0,
          new Preamble(Hash32.ZERO, told.laneCount(), told.transactionCount()).encode());
    }
  },
  NO_VOTES("EXEC-4 EXEC-18") {
    @Override
    List<Bytes> of(List<Bytes> entries) {
      List<Bytes> all = new ArrayList<>(entries);
      all.remove(1);
      return all;
    }
  },
  GARBLED_VOTES("EXEC-18") {
    @Override
    List<Bytes> of(List<Bytes> entries) {
      Bytes votes = entries.get(1);
      return with(entries, 1, votes.slice(0, votes.size() - 1));
    }
  },
  FORGED_EXTENSION("EXEC-20") {
    @Override
    List<Bytes> of(List<Bytes> entries) {
      ExtendedCommit commit = ExtendedCommit.decode(entries.get(1));
      return withVotes(
          entries,
          commit,
          commit.votes().stream()
              .map(
                  vote ->
                      vote.kind() == CommitVote.Kind.COMMIT
                          ? new CommitVote(
                              vote.validator(),
                              vote.power(),
                              vote.kind(),
                              Bytes.concat(vote.extension(), Bytes.wrap(new byte[] {0})),
                              vote.signature())
                          : vote)
              .toList());
    }
  },
  HIDDEN_EXTENSIONS("EXEC-21") {
    @Override
    List<Bytes> of(List<Bytes> entries) {
      ExtendedCommit commit = ExtendedCommit.decode(entries.get(1));
      return withVotes(
          entries,
          commit,
          commit.votes().stream()
              .map(
                  vote ->
                      vote.kind() == CommitVote.Kind.COMMIT
                          ? CommitVote.without(
                              vote.validator(),
                              vote.power(),
                              CommitVote.Kind.COMMIT_WITHOUT_EXTENSION)
                          : vote)
              .toList());
    }
  },
  REORDERED_VOTES("EXEC-19") {
    @Override
    List<Bytes> of(List<Bytes> entries) {
      ExtendedCommit commit = ExtendedCommit.decode(entries.get(1));
      return withVotes(entries, commit, commit.votes().reversed());
    }
  },
  CANNOT_PAY("EXEC-7") {
    @Override
    List<Bytes> of(List<Bytes> entries) {
      PrivateKey poor = PrivateKey.fromSeed(Bytes.utf8("who has nothing"));
      return plus(entries, List.of(TestNetwork.submission(poor, 0, 0, PAYLOAD).bytes()));
    }
  },
  LANE_OVER_ITS_CAP("EXEC-7") {
    @Override
    List<Bytes> of(List<Bytes> entries) {
      Bytes large = Bytes.wrap(new byte[400 << 10]);
      List<Bytes> more = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        more.add(TestNetwork.submission(TestNetwork.account(9), 0, i, large).bytes());
      }
      return plus(entries, more);
    }
  },
  BLOCK_OVER_ITS_CAP("EXEC-5") {
    @Override
    List<Bytes> of(List<Bytes> entries) {
      return plus(entries, List.of(Bytes.wrap(new byte[MAX_BLOCK_BYTES])));
    }
  },
  /// A leg is cut out of a bundle that somebody signed.
  BUNDLE_TORN_APART("EXEC-6") {
    @Override
    List<Bytes> of(List<Bytes> entries) {
      Transaction whole = bundle(TestNetwork.LANE);
      return plus(
          entries,
          List.of(
              altered(
                  whole,
                  other -> other.bundle(leg(TestNetwork.LANE)).maxFee(whole.body().maxFee()))));
    }
  },
  /// Only one leg of the bundle can be had.
  HALF_OF_A_BUNDLE("EXEC-7") {
    @Override
    List<Bytes> of(List<Bytes> entries) {
      return plus(entries, List.of(bundle(RollupId.of("nowhere")).envelope()));
    }
  },
  /// More than the sender signed for.
  RAISED_FEE("EXEC-6") {
    @Override
    List<Bytes> of(List<Bytes> entries) {
      Transaction signed = bundle(TestNetwork.LANE);
      return plus(
          entries,
          List.of(
              altered(
                  signed,
                  other ->
                      other
                          .actions(signed.body().actions())
                          .maxFee(signed.body().maxFee().plus(Amount.of(1)))
                          .tip(signed.body().maxFee()))));
    }
  },
  /// Less than a block costs: a favour to the sender.
  REMITTED_FEE("EXEC-7") {
    @Override
    List<Bytes> of(List<Bytes> entries) {
      PrivateKey key = TestNetwork.account(9);
      return plus(
          entries,
          List.of(
              TestNetwork.transaction(0, 0)
                  .submit(TestNetwork.LANE, PAYLOAD)
                  .maxFee(Amount.of(1))
                  .sign(key)
                  .envelope()));
    }
  },
  UNSIGNED("EXEC-6") {
    @Override
    List<Bytes> of(List<Bytes> entries) {
      Bytes signed = TestNetwork.submission(TestNetwork.account(9), 0, 0, PAYLOAD).bytes();
      return plus(entries, List.of(signed.slice(0, signed.size() - 1)));
    }
  },
  TWICE_THE_SAME("EXEC-7") {
    @Override
    List<Bytes> of(List<Bytes> entries) {
      Bytes once = TestNetwork.submission(TestNetwork.account(9), 0, 0, PAYLOAD).bytes();
      return plus(entries, List.of(once, once));
    }
  };

  /// The chain's cap on a block in a network where somebody tells these lies: the lane's is less.
  static final int MAX_BLOCK_BYTES = 3 << 19;

  private static final Bytes PAYLOAD = Bytes.wrap(new byte[] {1});

  private final String rules;

  /// @param rules those of which it breaks one, with spaces between
  Lie(String rules) {
    this.rules = rules;
  }

  /// Whether it breaks a rule.
  boolean breaks(String rule) {
    return List.of(rules.split(" ", -1)).contains(rule);
  }

  /// The block with the lie in it.
  abstract List<Bytes> of(List<Bytes> entries);

  private static Transaction bundle(RollupId second) {
    return TestNetwork.transaction(0, 0)
        .bundle(leg(TestNetwork.LANE), leg(second))
        .sign(TestNetwork.account(9));
  }

  private static Action.BundleEntry leg(RollupId rollup) {
    return new Action.BundleEntry(rollup, Payload.of(PAYLOAD));
  }

  /// Says something else under the signature that is there.
  private static Bytes altered(Transaction signed, UnaryOperator<TransactionBuilder> fill) {
    TransactionBody told =
        fill.apply(new TransactionBuilder(TestNetwork.CHAIN_ID, signed.body().feeAsset()))
            .lastHeight(signed.body().lastHeight())
            .body(signed.body().account());
    return TransactionCodec.encodeEnvelope(
        TransactionCodec.encodeBody(told), signed.scheme(), signed.signature());
  }

  private static List<Bytes> with(List<Bytes> entries, int place, Bytes entry) {
    List<Bytes> all = new ArrayList<>(entries);
    all.set(place, entry);
    return all;
  }

  private static List<Bytes> withVotes(
      List<Bytes> entries, ExtendedCommit commit, List<CommitVote> votes) {
    return with(entries, 1, new ExtendedCommit(commit.round(), votes).encode());
  }

  /// With more transactions than the proposer's chain took, and a preamble that counts them.
  private static List<Bytes> plus(List<Bytes> entries, List<Bytes> transactions) {
    Preamble told = Preamble.decode(entries.getFirst());
    List<Bytes> all =
        new ArrayList<>(
            with(
                entries,
                0,
                new Preamble(
                        told.lanesRoot(),
                        told.laneCount(),
                        told.transactionCount() + transactions.size())
                    .encode()));
    all.addAll(transactions);
    return all;
  }
}
