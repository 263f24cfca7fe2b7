package weft.node.api.wire;

import weft.node.api.ApiSettings;
import weft.node.api.NodeServices;
import weft.node.api.answer.AuctionAnswers;
import weft.node.api.answer.FeeAnswers;
import weft.node.api.answer.LaneAnswers;
import weft.node.api.answer.TransactionAnswers;
import weft.node.api.stream.Streams;
import weft.node.metrics.NodeMetrics;

/// All calls of the public API with what stands before them: what an interface is made of.
public record Calls(
    TransactionCalls transactions,
    LaneCalls lanes,
    ChainCalls chain,
    AuctionCalls auctions,
    FollowCalls follow,
    Gate gate,
    NodeMetrics metrics) {

  public static Calls of(NodeServices services, ApiSettings settings, NodeMetrics metrics) {
    Gate gate = new Gate(settings);
    return new Calls(
        new TransactionCalls(
            new TransactionAnswers(services, metrics),
            new FeeAnswers(services),
            gate,
            settings.requests()),
        new LaneCalls(new LaneAnswers(services), settings.streams()),
        new ChainCalls(services),
        new AuctionCalls(new AuctionAnswers(services), services.statuses()),
        new FollowCalls(new Streams(services, settings.streams())),
        gate,
        metrics);
  }
}
