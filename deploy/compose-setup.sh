#!/bin/sh
# Makes the folders of the four validators of deploy/compose.yaml, unless they are there:
# compose-setup.sh DIR. For trying things out: in earnest each operator makes keys alone, on the own
# machine.
set -eu

base="$1"
addresses="10.96.0.10 10.96.0.11 10.96.0.12 10.96.0.13"

if [ -f "$base/complete" ]; then
  echo "the network is there already"
  exit 0
fi
validators=""
node=0
for address in $addresses; do
  weft network keys --data "$base/node$node" --address "$address:26656"
  validators="$validators --validator $base/node$node/validator.json"
  node=$((node + 1))
done
peers=""
for file in "$base"/node*/validator.json; do
  peers="$peers,$(sed -n 's/.*"peer" : "\([^"]*\)".*/\1/p' "$file")"
done
# What an interrupted run made stays.
# shellcheck disable=SC2086
[ -f "$base/genesis.json" ] || weft network genesis $validators --bond 1_000_000_000_000_000 --operator-balance 1_000_000_000_000 \
  --dev-accounts --out "$base/genesis.json"
for folder in "$base"/node*; do
  [ -f "$folder/genesis.json" ] || weft node init --data "$folder" --genesis "$base/genesis.json" --peer "${peers#,}" --set api.host=0.0.0.0
done
touch "$base/complete"
