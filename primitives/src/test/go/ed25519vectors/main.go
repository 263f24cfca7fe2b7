// Writes signatures made to divide nodes, and CometBFT's verdict on each:
// go run . > ../../resources/weft/primitives/ed25519-vectors.json
package main

import (
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/big"
	"math/rand"
	"os"
	"strconv"

	"github.com/cometbft/cometbft/crypto/ed25519"
	"github.com/oasisprotocol/curve25519-voi/curve"
	"github.com/oasisprotocol/curve25519-voi/curve/scalar"
)

type one struct {
	About     string `json:"about"`
	Key       string `json:"key"`
	Message   string `json:"message"`
	Signature string `json:"signature"`
	Valid     bool   `json:"valid"`
}

var random = rand.New(rand.NewSource(215))

func bytesOf(n int) []byte {
	out := make([]byte, n)
	random.Read(out)
	return out
}

func number() *scalar.Scalar {
	s, err := scalar.NewFromBytesModOrderWide(bytesOf(64))
	check(err)
	return s
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func encode(p *curve.EdwardsPoint) []byte {
	var c curve.CompressedEdwardsY
	return append([]byte{}, c.SetEdwardsPoint(p)[:]...)
}

func times(s *scalar.Scalar) *curve.EdwardsPoint {
	return curve.NewEdwardsPoint().MulBasepoint(curve.ED25519_BASEPOINT_TABLE, s)
}

func plus(p *curve.EdwardsPoint, torsion int) *curve.EdwardsPoint {
	return curve.NewEdwardsPoint().Add(p, curve.EIGHT_TORSION[torsion])
}

func challenge(r, a, message []byte) *scalar.Scalar {
	h := sha512.New()
	h.Write(r)
	h.Write(a)
	h.Write(message)
	k, err := scalar.NewFromBytesModOrderWide(h.Sum(nil))
	check(err)
	return k
}

// The 14 encodings of the eight points of small order: each y, and y + p where it fits, with both signs.
func smallOrder() [][]byte {
	p := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 255), big.NewInt(19))
	seen := map[string]bool{}
	var all [][]byte
	for _, point := range curve.EIGHT_TORSION {
		little := encode(point)
		little[31] &= 0x7f
		y := new(big.Int).SetBytes(reverse(little))
		for _, shifted := range []*big.Int{y, new(big.Int).Add(y, p)} {
			if shifted.BitLen() > 255 {
				continue
			}
			for sign := byte(0); sign < 2; sign++ {
				e := reverse(shifted.FillBytes(make([]byte, 32)))
				e[31] |= sign << 7
				if !seen[string(e)] {
					seen[string(e)] = true
					all = append(all, e)
				}
			}
		}
	}
	if len(all) != 14 {
		panic(len(all))
	}
	return all
}

func reverse(in []byte) []byte {
	out := make([]byte, len(in))
	for i, b := range in {
		out[len(in)-1-i] = b
	}
	return out
}

func scalarBytes(s *scalar.Scalar) []byte {
	out := make([]byte, 32)
	check(s.ToBytes(out))
	return out
}

func main() {
	rounds := 12
	if len(os.Args) > 1 {
		var err error
		rounds, err = strconv.Atoi(os.Args[1])
		check(err)
	}
	var all []one
	add := func(about string, key, message, r, s []byte) {
		signature := append(append([]byte{}, r...), s...)
		all = append(all, one{about, hex.EncodeToString(key), hex.EncodeToString(message),
			hex.EncodeToString(signature), ed25519.PubKey(key).VerifySignature(message, signature)})
	}
	small := smallOrder()
	for _, a := range small {
		for _, r := range small {
			add("small order key and R, S = 0", a, []byte("Zcash"), r, make([]byte, 32))
		}
	}
	order, _ := new(big.Int).SetString("7237005577332262213973186563042994240857116359379907606001950938285454250989", 10)
	for i := 0; i < rounds; i++ {
		message := bytesOf(random.Intn(100))
		sign := func(about string, torsionOfKey, torsionOfR int) (a, r, s []byte) {
			secret, nonce := number(), number()
			a = encode(plus(times(secret), torsionOfKey))
			r = encode(plus(times(nonce), torsionOfR))
			k := challenge(r, a, message)
			s = scalarBytes(scalar.New().Add(nonce, scalar.New().Mul(k, secret)))
			add(about, a, message, r, s)
			return
		}
		a, r, s := sign("honest", 0, 0)
		sign("R with a small part", 0, 1+random.Intn(7))
		sign("key with a small part", 1+random.Intn(7), 0)
		sign("key and R with small parts", 1+random.Intn(7), 1+random.Intn(7))
		for j := 0; j < 6; j++ {
			flipped := [][]byte{append([]byte{}, a...), append([]byte{}, r...), append([]byte{}, s...)}
			flipped[j/2][random.Intn(32)] ^= 1 << random.Intn(8)
			add("one bit flipped", flipped[0], message, flipped[1], flipped[2])
		}
		larger := new(big.Int).SetBytes(reverse(s))
		for n := 1; larger.Add(larger, order).BitLen() <= 256 && n < 16; n++ {
			if n == 1 || n == 8 || n == 15 {
				add(fmt.Sprintf("S + %d L", n), a, message, r, reverse(larger.FillBytes(make([]byte, 32))))
			}
		}
		nonce := number()
		free := encode(plus(times(nonce), random.Intn(8)))
		add("small order key, any R", small[random.Intn(14)], message, free, scalarBytes(nonce))
		secret := number()
		keyA := encode(plus(times(secret), random.Intn(8)))
		smallR := small[random.Intn(14)]
		add("small order R", keyA, message, smallR, scalarBytes(scalar.New().Mul(challenge(smallR, keyA, message), secret)))
		huge := reverse(new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 255), big.NewInt(int64(1+random.Intn(19)))).FillBytes(make([]byte, 32)))
		huge[31] |= byte(random.Intn(2)) << 7
		add("y of p or more as key", huge, message, r, s)
		add("y of p or more as R", a, message, huge, s)
		add("anything", bytesOf(32), message, bytesOf(32), scalarBytes(number()))
	}
	out := json.NewEncoder(os.Stdout)
	fmt.Println("[")
	for i, c := range all {
		if i > 0 {
			fmt.Print(",")
		}
		check(out.Encode(c))
	}
	fmt.Println("]")
}
