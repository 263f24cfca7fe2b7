// Writes what CometBFT's own packages sign, hash and accept: go run . > ../../../../../docs/protocol/vectors/comet.json
package main

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/cometbft/cometbft/crypto"
	"github.com/cometbft/cometbft/crypto/ed25519"
	"github.com/cometbft/cometbft/crypto/tmhash"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	cmtversion "github.com/cometbft/cometbft/proto/tendermint/version"
	"github.com/cometbft/cometbft/types"
)

const chain = "weft-7"

type validator struct {
	Key     string `json:"key"`
	Power   int64  `json:"power"`
	Address string `json:"address"`
}

type extensionCase struct {
	ChainID   string `json:"chainId"`
	Height    int64  `json:"height"`
	Round     int32  `json:"round"`
	Extension string `json:"extension"`
	SignBytes string `json:"signBytes"`
}

type voteCase struct {
	ChainID   string `json:"chainId"`
	Height    int64  `json:"height"`
	Round     int32  `json:"round"`
	BlockHash string `json:"blockHash"`
	PartCount uint32 `json:"partCount"`
	PartsHash string `json:"partsHash"`
	Seconds   int64  `json:"seconds"`
	Nanos     int    `json:"nanos"`
	SignBytes string `json:"signBytes"`
}

type headerCase struct {
	Header string `json:"header"`
	Hash   string `json:"hash"`
}

type setCase struct {
	Validators []validator `json:"validators"`
	Hash       string      `json:"hash"`
	// The largest power that is not more than two thirds.
	TwoThirds int64 `json:"twoThirds"`
}

type commitCase struct {
	About      string      `json:"about"`
	Rule       string      `json:"rule"`
	ChainID    string      `json:"chainId"`
	Header     string      `json:"header"`
	Commit     string      `json:"commit"`
	Validators []validator `json:"validators"`
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func hx(b []byte) string { return "0x" + hex.EncodeToString(b) }

func hash(text string) []byte { return tmhash.Sum([]byte(text)) }

func blockID(text string, parts uint32) types.BlockID {
	return types.BlockID{Hash: hash(text), PartSetHeader: types.PartSetHeader{Total: parts, Hash: hash(text + " parts")}}
}

func key(i int) ed25519.PrivKey {
	return ed25519.GenPrivKeyFromSecret([]byte(fmt.Sprintf("validator %d", i)))
}

func list(set *types.ValidatorSet) []validator {
	var all []validator
	for _, v := range set.Validators {
		all = append(all, validator{hx(v.PubKey.Bytes()), v.VotingPower, hx(v.Address)})
	}
	return all
}

func set(powers ...int64) (*types.ValidatorSet, map[string]crypto.PrivKey) {
	keys := map[string]crypto.PrivKey{}
	var vals []*types.Validator
	for i, power := range powers {
		vals = append(vals, types.NewValidator(key(i).PubKey(), power))
		keys[string(key(i).PubKey().Address())] = key(i)
	}
	return types.NewValidatorSet(vals), keys
}

func extensions() (all []extensionCase) {
	for _, e := range []struct {
		chain  string
		height int64
		round  int32
		size   int
	}{{chain, 1, 0, 0}, {chain, 300, 2, 3}, {"", 1, 0, 127}, {chain, 1 << 62, 1<<31 - 1, 128}, {string(bytes.Repeat([]byte("c"), 50)), 7, 1, 1024}} {
		extension := make([]byte, e.size)
		for i := range extension {
			extension[i] = byte(7*i + e.size)
		}
		all = append(all, extensionCase{e.chain, e.height, e.round, hx(extension),
			hx(types.VoteExtensionSignBytes(e.chain, &cmtproto.Vote{Height: e.height, Round: e.round, Extension: extension}))})
	}
	return
}

func votes() (all []voteCase) {
	for _, v := range []struct {
		chain  string
		height int64
		round  int32
		id     types.BlockID
		at     time.Time
	}{
		{chain, 1, 0, blockID("a", 1), time.Unix(1_700_000_000, 123_456_789)},
		{chain, 1, 1, types.BlockID{}, time.Unix(1_700_000_000, 1)},
		{chain, 1 << 40, 7, blockID("b", 127), time.Unix(1_700_000_000, 0)},
		{chain, 2, 0, blockID("c", 128), time.Unix(0, 0)},
		{"", 2, 0, blockID("d", 1<<31-1), time.Time{}},
		{string(bytes.Repeat([]byte("c"), 50)), 9, 3, blockID("e", 1600), time.Unix(-1, 999_999_999)},
	} {
		vote := &cmtproto.Vote{Type: cmtproto.PrecommitType, Height: v.height, Round: v.round,
			BlockID: v.id.ToProto(), Timestamp: v.at.UTC()}
		all = append(all, voteCase{v.chain, v.height, v.round, hx(v.id.Hash), v.id.PartSetHeader.Total,
			hx(v.id.PartSetHeader.Hash), v.at.Unix(), v.at.Nanosecond(), hx(types.VoteSignBytes(v.chain, vote))})
	}
	return
}

func header(height int64, vals *types.ValidatorSet) *types.Header {
	h := &types.Header{
		Version: cmtversion.Consensus{Block: 11, App: 1}, ChainID: chain, Height: height,
		Time:           time.Unix(1_700_000_000+height, 5_000_000).UTC(),
		LastBlockID:    blockID(fmt.Sprint("block ", height-1), 3),
		LastCommitHash: hash("last commit"), DataHash: hash("data"), ValidatorsHash: vals.Hash(),
		NextValidatorsHash: vals.Hash(), ConsensusHash: hash("consensus"), AppHash: hash("app"),
		LastResultsHash: hash("results"), EvidenceHash: hash("evidence"),
		ProposerAddress: vals.Validators[0].Address,
	}
	if height == 1 {
		h.LastBlockID = types.BlockID{}
		h.AppHash = nil
	}
	return h
}

func encode(h *types.Header) []byte {
	b, err := h.ToProto().Marshal()
	check(err)
	return b
}

func headers(vals *types.ValidatorSet) (all []headerCase) {
	first, second, old := header(1, vals), header(2, vals), header(1<<40, vals)
	second.AppHash = []byte("an app hash of another length than 32 bytes")
	second.Version.App = 0
	second.EvidenceHash, second.LastResultsHash, second.DataHash = nil, nil, nil
	old.Time = time.Unix(-1, 0).UTC()
	old.Version.App = 1<<64 - 1
	old.ChainID = "wéft"
	for _, h := range []*types.Header{first, second, old} {
		all = append(all, headerCase{hx(encode(h)), hx(h.Hash())})
	}
	return
}

func sets() (all []setCase) {
	for _, powers := range [][]int64{{1}, {1, 1, 1, 1}, {10, 10, 7, 5, 3, 2, 1}, {1, 2, 3}, {1 << 40, 1, 1 << 40, 1},
		{5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5}, {types.MaxTotalVotingPower - 1, 1}, {127, 128, 129}} {
		vals, _ := set(powers...)
		all = append(all, setCase{list(vals), hx(vals.Hash()), vals.TotalVotingPower() * 2 / 3})
	}
	return
}

// A commit that everybody signed, before it is broken.
func commit(h *types.Header, vals *types.ValidatorSet, keys map[string]crypto.PrivKey) *types.Commit {
	c := &types.Commit{Height: h.Height, Round: 1, BlockID: types.BlockID{Hash: h.Hash(),
		PartSetHeader: types.PartSetHeader{Total: 2, Hash: hash("parts")}}}
	for i, v := range vals.Validators {
		c.Signatures = append(c.Signatures, types.CommitSig{BlockIDFlag: types.BlockIDFlagCommit,
			ValidatorAddress: v.Address, Timestamp: time.Unix(1_700_000_000+h.Height, int64(1000*i)).UTC()})
	}
	for i := range c.Signatures {
		sign(c, i, keys)
	}
	return c
}

func sign(c *types.Commit, i int, keys map[string]crypto.PrivKey) {
	signature, err := keys[string(c.Signatures[i].ValidatorAddress)].Sign(c.VoteSignBytes(chain, int32(i)))
	check(err)
	c.Signatures[i].Signature = signature
}

// CometBFT's own verdict, by the checks of its light client for one block.
func verdict(chainID string, headerBytes, commitBytes []byte, vals *types.ValidatorSet) error {
	var ph cmtproto.Header
	if err := ph.Unmarshal(headerBytes); err != nil {
		return err
	}
	var pc cmtproto.Commit
	if err := pc.Unmarshal(commitBytes); err != nil {
		return err
	}
	h, err := types.HeaderFromProto(&ph)
	if err != nil {
		return err
	}
	c, err := types.CommitFromProto(&pc)
	if err != nil {
		return err
	}
	block := types.LightBlock{SignedHeader: &types.SignedHeader{Header: &h, Commit: c}, ValidatorSet: vals}
	if err := block.ValidateBasic(chainID); err != nil {
		return err
	}
	return vals.VerifyCommitLight(chainID, c.BlockID, h.Height, c)
}

func commits() (all []commitCase) {
	vals, keys := set(10, 10, 7, 5, 3, 2, 1) // 38: more than two thirds is 26
	others, _ := set(10, 10, 7, 5, 3, 2, 2)
	type state struct {
		chain  string
		header *types.Header
		commit *types.Commit
		vals   *types.ValidatorSet
	}
	add := func(about, rule string, change func(*state), raw ...func(*cmtproto.Header, *cmtproto.Commit)) {
		h := header(8, vals)
		s := &state{chain, h, commit(h, vals, keys), vals}
		change(s)
		ph, pc := s.header.ToProto(), s.commit.ToProto()
		for _, r := range raw {
			r(ph, pc)
		}
		hb, err := ph.Marshal()
		check(err)
		cb, err := pc.Marshal()
		check(err)
		if err := verdict(s.chain, hb, cb, s.vals); (err == nil) != (rule == "") {
			panic(fmt.Sprint(about, ": CometBFT says ", err))
		}
		all = append(all, commitCase{about, rule, s.chain, hx(hb), hx(cb), list(s.vals)})
	}
	absent := func(s *state, which ...int) {
		for _, i := range which {
			s.commit.Signatures[i] = types.NewCommitSigAbsent()
		}
	}
	toNil := func(s *state, which ...int) {
		for _, i := range which {
			s.commit.Signatures[i].BlockIDFlag = types.BlockIDFlagNil
			sign(s.commit, i, keys)
		}
	}
	same := func(*state) {}
	add("everybody voted for the block", "", same)
	add("the first block", "", func(s *state) { s.header = header(1, vals); s.commit = commit(s.header, vals, keys) })
	add("one voted for no block, one is absent: 26 of 38", "", func(s *state) { toNil(s, 1); absent(s, 5) })
	add("25 of 38 voted: no more than two thirds", "COMET-11", func(s *state) { toNil(s, 1); absent(s, 4) })
	add("nobody voted for the block", "COMET-11", func(s *state) { toNil(s, 0, 1, 2, 3, 4, 5, 6) })
	add("a wrong signature after more than two thirds", "", func(s *state) { s.commit.Signatures[6].Signature[3] ^= 1 })
	add("a wrong signature of a vote for no block", "", func(s *state) { toNil(s, 3); s.commit.Signatures[3].Signature[3] ^= 1 })
	add("header of another chain", "COMET-6", func(s *state) { s.header.ChainID = "weft-8"; s.commit = commit(s.header, vals, keys) })
	add("another chain is asked for", "COMET-6", func(s *state) { s.chain = "weft-8" })
	add("another set is trusted", "COMET-7", func(s *state) { s.vals = others })
	add("another header than that voted for", "COMET-8", func(s *state) { s.header.AppHash = hash("another") })
	add("a commit of another height", "COMET-8", func(s *state) { s.commit.Height++ })
	add("one vote too few", "COMET-9", func(s *state) { s.commit.Signatures = s.commit.Signatures[:6] })
	add("one vote too many", "COMET-9", func(s *state) { s.commit.Signatures = append(s.commit.Signatures, types.NewCommitSigAbsent()) })
	add("two votes in each other's place", "COMET-9", func(s *state) {
		s.commit.Signatures[0], s.commit.Signatures[1] = s.commit.Signatures[1], s.commit.Signatures[0]
	})
	add("one vote twice", "COMET-9", func(s *state) { s.commit.Signatures[1] = s.commit.Signatures[0] })
	add("a flipped bit in a signature", "COMET-10", func(s *state) { s.commit.Signatures[0].Signature[0] ^= 1 })
	add("a signature at another time", "COMET-10", func(s *state) {
		s.commit.Signatures[0].Timestamp = s.commit.Signatures[0].Timestamp.Add(1)
	})
	add("a signature in another round", "COMET-10", func(s *state) { s.commit.Round++ })
	add("a signature over other parts", "COMET-10", func(s *state) { s.commit.BlockID.PartSetHeader.Total++ })
	add("a vote for no block sold as one for the block", "COMET-10", func(s *state) {
		toNil(s, 0)
		s.commit.Signatures[0].BlockIDFlag = types.BlockIDFlagCommit
	})
	add("header of another block protocol", "COMET-5", same, func(h *cmtproto.Header, _ *cmtproto.Commit) { h.Version.Block = 10 })
	add("header of height 0", "COMET-5", same, func(h *cmtproto.Header, _ *cmtproto.Commit) { h.Height = 0 })
	add("header of a negative height", "COMET-5", same, func(h *cmtproto.Header, _ *cmtproto.Commit) { h.Height = -8 })
	add("chain id of 51 bytes", "COMET-5", same, func(h *cmtproto.Header, _ *cmtproto.Commit) { h.ChainID = string(bytes.Repeat([]byte("c"), 51)) })
	add("data hash of 31 bytes", "COMET-5", same, func(h *cmtproto.Header, _ *cmtproto.Commit) { h.DataHash = h.DataHash[1:] })
	add("proposer of 19 bytes", "COMET-5", same, func(h *cmtproto.Header, _ *cmtproto.Commit) { h.ProposerAddress = h.ProposerAddress[1:] })
	add("commit for no block", "COMET-5", same, func(_ *cmtproto.Header, c *cmtproto.Commit) { c.BlockID = cmtproto.BlockID{} })
	add("block hash of 31 bytes", "COMET-5", same, func(_ *cmtproto.Header, c *cmtproto.Commit) { c.BlockID.Hash = c.BlockID.Hash[1:] })
	add("a negative round", "COMET-5", same, func(_ *cmtproto.Header, c *cmtproto.Commit) { c.Round = -1 })
	add("an unknown flag", "COMET-5", same, func(_ *cmtproto.Header, c *cmtproto.Commit) { c.Signatures[0].BlockIdFlag = 4 })
	add("no flag", "COMET-5", same, func(_ *cmtproto.Header, c *cmtproto.Commit) { c.Signatures[0].BlockIdFlag = 0 })
	add("an absent vote with an address", "COMET-5", same, func(_ *cmtproto.Header, c *cmtproto.Commit) {
		c.Signatures[6] = cmtproto.CommitSig{BlockIdFlag: cmtproto.BlockIDFlagAbsent, ValidatorAddress: c.Signatures[6].ValidatorAddress}
	})
	add("an absent vote with a time", "COMET-5", same, func(_ *cmtproto.Header, c *cmtproto.Commit) {
		c.Signatures[6] = cmtproto.CommitSig{BlockIdFlag: cmtproto.BlockIDFlagAbsent, Timestamp: c.Signatures[6].Timestamp}
	})
	add("an absent vote with a signature", "COMET-5", same, func(_ *cmtproto.Header, c *cmtproto.Commit) {
		c.Signatures[6] = cmtproto.CommitSig{BlockIdFlag: cmtproto.BlockIDFlagAbsent, Signature: c.Signatures[6].Signature}
	})
	add("a vote without a signature", "COMET-5", same, func(_ *cmtproto.Header, c *cmtproto.Commit) { c.Signatures[0].Signature = nil })
	add("a vote with an address of 19 bytes", "COMET-5", same, func(_ *cmtproto.Header, c *cmtproto.Commit) {
		c.Signatures[0].ValidatorAddress = c.Signatures[0].ValidatorAddress[1:]
	})
	return
}

func main() {
	vals, _ := set(10, 10, 7, 5, 3, 2, 1)
	out := json.NewEncoder(os.Stdout)
	out.SetIndent("", " ")
	check(out.Encode(struct {
		Generator  string          `json:"generator"`
		Extensions []extensionCase `json:"extensions"`
		Votes      []voteCase      `json:"votes"`
		Headers    []headerCase    `json:"headers"`
		Sets       []setCase       `json:"sets"`
		Commits    []commitCase    `json:"commits"`
	}{"protocol/src/test/go/cometvectors with CometBFT v0.40.0", extensions(), votes(), headers(vals), sets(), commits()}))
}
