package weft.rollup.client;

import weft.protocol.block.TrustedValidator;
import weft.protocol.light.TrustedPoint;

/// Whom a reader believes, learnt once from a place that it trusts, such as the genesis file.
public sealed interface Trust {
  /// One day: far below the time for which a validator's bond stays locked.
  long DEFAULT_TRUSTING_PERIOD_MS = 24L * 60 * 60 * 1_000;

  long chainId();

  /// The one validator of a chain.
  record Solo(TrustedValidator validator) implements Trust {
    @Override
    public long chainId() {
      return validator.chainId();
    }
  }

  /// The validators of a network, and those who follow them.
  ///
  /// @param trustingPeriodMs for how long after their newest block validators are believed, from 1
  ///   on; see `LightClient`
  record Network(TrustedPoint point, long trustingPeriodMs) implements Trust {
    public Network {
      if (trustingPeriodMs < 1) {
        throw new IllegalArgumentException(
            "a trusting period has at least 1 ms, got " + trustingPeriodMs);
      }
    }

    @Override
    public long chainId() {
      return point.chainId();
    }
  }

  static Trust of(TrustedValidator validator) {
    return new Solo(validator);
  }

  /// Believes validators for [#DEFAULT_TRUSTING_PERIOD_MS].
  static Trust of(TrustedPoint point) {
    return new Network(point, DEFAULT_TRUSTING_PERIOD_MS);
  }
}
