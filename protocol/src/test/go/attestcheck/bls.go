package main

import bls "github.com/cloudflare/circl/ecc/bls12381"

const (
	signatureTag  = "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_"
	possessionTag = "BLS_POP_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_"
)

// A point that is compressed, in the subgroup, and not infinity.
func publicKey(raw []byte) (*bls.G1, bool) {
	key := new(bls.G1)
	if len(raw) != 48 || raw[0]&0x80 == 0 || key.SetBytes(raw) != nil || key.IsIdentity() {
		return nil, false
	}
	return key, true
}

// Whether e(sum of keys, H(message)) = e(generator, signature).
func isSigned(keys []*bls.G1, message, raw []byte, tag string) bool {
	signature := new(bls.G2)
	if len(raw) != 96 || raw[0]&0x80 == 0 || signature.SetBytes(raw) != nil {
		return false
	}
	sum := new(bls.G1)
	sum.SetIdentity()
	for _, key := range keys {
		sum.Add(sum, key)
	}
	if sum.IsIdentity() {
		return false
	}
	hashed := new(bls.G2)
	hashed.Hash(message, []byte(tag))
	return bls.ProdPairFrac([]*bls.G1{sum, bls.G1Generator()}, []*bls.G2{hashed, signature}, []int{1, -1}).IsIdentity()
}
