package weft.node.api.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import weft.node.api.ApiSettings;
import weft.node.api.NodeServices;
import weft.node.api.answer.FeeAnswers;
import weft.node.api.answer.ReadinessAnswers;
import weft.node.api.bundle.BundleReader;
import weft.node.api.wire.Calls;

/// All routes of the HTTP interface.
final class RouteTable {
  private RouteTable() {}

  /// The routes in the order in which they are tried: a literal segment before a parameter.
  static List<Route> of(
      NodeServices services, ApiSettings settings, Calls calls, SseStream streams) {
    Preparation preparation = new Preparation(services, new FeeAnswers(services));
    ReadinessAnswers readiness = new ReadinessAnswers(services, calls.gate()::isClosed);
    List<Route> routes = new ArrayList<>();
    routes.addAll(
        new TransactionRoutes(calls.transactions(), preparation, settings.requests()).routes());
    routes.addAll(new LaneRoutes(calls.lanes()).routes());
    routes.addAll(new ChainRoutes(calls.chain()).routes());
    routes.addAll(new AuctionRoutes(calls.auctions()).routes());
    routes.addAll(new StreamRoutes(calls.follow(), streams).routes());
    routes.addAll(new LightBlockRoutes(services.lightBlocks()).routes());
    routes.addAll(
        new BundleRoutes(
                calls.transactions(), new BundleReader(services.statuses()), settings.requests())
            .routes());
    routes.addAll(new RelayRoutes(services.archive()).routes());
    routes.addAll(new NodeRoutes(readiness, calls.metrics()).routes());
    // In ASCII, braces come after letters and digits.
    routes.sort(Comparator.comparing(Route::path));
    return List.copyOf(routes);
  }
}
