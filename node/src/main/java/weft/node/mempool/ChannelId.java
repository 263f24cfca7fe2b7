package weft.node.mempool;

import weft.primitives.Address;

/// Names a channel of an account.
record ChannelId(Address account, long channel) {
  static ChannelId of(PoolEntry entry) {
    return new ChannelId(entry.account(), entry.channel());
  }

  static ChannelId of(Newcomer newcomer) {
    return new ChannelId(newcomer.account(), newcomer.nonce().channel());
  }
}
