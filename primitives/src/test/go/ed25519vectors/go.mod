module weft/ed25519vectors

go 1.25.0

require (
	github.com/cometbft/cometbft v0.40.0
	github.com/oasisprotocol/curve25519-voi v0.0.0-20230904125328-1f23a7beb09a
)

require (
	golang.org/x/crypto v0.54.0 // indirect
	golang.org/x/sys v0.47.0 // indirect
)
