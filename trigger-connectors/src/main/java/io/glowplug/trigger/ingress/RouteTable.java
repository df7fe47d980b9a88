// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.ingress;

import io.glowplug.trigger.ingress.RoutePattern.Piece;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every endpoint of this node. The most specific one takes a request: first those that name its host; among routes those
 * that match the whole path, piece by piece a literal before a parameter; then those with a greedy parameter, the longest
 * first; then {@code $default}. A method comes before {@code ANY} within the same path. Immutable.
 */
final class RouteTable {

    static final RouteTable EMPTY = new RouteTable(List.of(), "localhost");

    private static final String FUNCTIONS = "/fn/";

    private final Map<String, Branch> hosts = new HashMap<>();
    private final Branch anyHost = new Branch();
    private final Map<String, Receiver> byName = new HashMap<>();
    private final Map<String, Receiver> byLabel = new HashMap<>();
    private final String belowDomain;

    /**
     * Makes a table.
     *
     * @param functionDomain the domain below which each function URL has a host of its own
     */
    RouteTable(Collection<? extends Receiver> receivers, String functionDomain) {
        belowDomain = "." + functionDomain;
        for (Receiver receiver : receivers) {
            for (Endpoint endpoint : receiver.endpoints()) {
                switch (endpoint) {
                    case Endpoint.OfFunction url -> {
                        byName.put(url.function(), receiver);
                        byLabel.put(url.label(), receiver);
                    }
                    case Endpoint.OfRoute route -> {
                        String host = route.host();
                        Branch root = host == null ? anyHost : hosts.computeIfAbsent(host, _ -> new Branch());
                        root.add(route.pattern(), receiver);
                    }
                }
            }
        }
    }

    /** A receiver and what the request is to it. */
    record Found(Receiver receiver, RoutedRequest request) {}

    /** Finds who takes a request; the path is as it was sent. */
    Optional<Found> find(String host, String method, String path) {
        if (host.endsWith(belowDomain)) {
            Receiver receiver = byLabel.get(host.substring(0, host.length() - belowDomain.length()));
            if (receiver != null) {
                RoutePath.pieces(path);
                return Optional.of(atFunction(receiver, path));
            }
        }
        List<String> pieces = RoutePath.pieces(path);
        if (path.startsWith(FUNCTIONS)) {
            Receiver receiver = byName.get(pieces.get(1));
            if (receiver == null) {
                return Optional.empty();
            }
            int slash = path.indexOf('/', FUNCTIONS.length());
            return Optional.of(atFunction(receiver, slash < 0 ? "/" : path.substring(slash)));
        }
        Branch ofHost = hosts.get(host);
        Route route = ofHost == null ? null : ofHost.find(method, pieces);
        if (route == null) {
            route = anyHost.find(method, pieces);
        }
        return Optional.ofNullable(route).map(found -> atRoute(found, path, pieces));
    }

    private static Found atFunction(Receiver receiver, String path) {
        return new Found(receiver, new RoutedRequest(RoutePattern.DEFAULT, "/{proxy+}", path, Map.of()));
    }

    private static Found atRoute(Route route, String path, List<String> pieces) {
        Map<String, String> parameters = new LinkedHashMap<>();
        List<Piece> wanted = route.pattern().pieces();
        for (int i = 0; i < wanted.size(); i++) {
            switch (wanted.get(i)) {
                case Piece.Literal _ -> {}
                case Piece.One one -> parameters.put(one.name(), pieces.get(i));
                case Piece.Rest rest -> parameters.put(rest.name(), String.join("/", pieces.subList(i, pieces.size())));
            }
        }
        return new Found(
                route.receiver(),
                new RoutedRequest(route.pattern().text(), route.pattern().path(), path, parameters));
    }

    private record Route(RoutePattern pattern, Receiver receiver) {}

    /** All routes that begin alike. */
    private static final class Branch {

        private final Map<String, Branch> literals = new HashMap<>();
        private final List<Route> ending = new ArrayList<>();
        private final List<Route> greedy = new ArrayList<>();
        private final List<Route> otherwise = new ArrayList<>();
        private @Nullable Branch parameter;

        void add(RoutePattern pattern, Receiver receiver) {
            Route route = new Route(pattern, receiver);
            if (pattern.isDefault()) {
                otherwise.add(route);
                return;
            }
            Branch at = this;
            for (Piece piece : pattern.pieces()) {
                switch (piece) {
                    case Piece.Literal literal -> at = at.literals.computeIfAbsent(literal.text(), _ -> new Branch());
                    case Piece.One _ -> {
                        if (at.parameter == null) {
                            at.parameter = new Branch();
                        }
                        at = at.parameter;
                    }
                    case Piece.Rest _ -> {
                        at.greedy.add(route);
                        return;
                    }
                }
            }
            at.ending.add(route);
        }

        @Nullable
        Route find(String method, List<String> pieces) {
            Route whole = whole(method, pieces, 0);
            if (whole != null) {
                return whole;
            }
            Route rest = rest(method, pieces, 0);
            return rest != null ? rest : best(otherwise, method);
        }

        private @Nullable Route whole(String method, List<String> pieces, int at) {
            if (at == pieces.size()) {
                return best(ending, method);
            }
            String piece = pieces.get(at);
            Branch literal = literals.get(piece);
            Route found = literal == null ? null : literal.whole(method, pieces, at + 1);
            if (found == null && parameter != null && !piece.isEmpty()) {
                found = parameter.whole(method, pieces, at + 1);
            }
            return found;
        }

        private @Nullable Route rest(String method, List<String> pieces, int at) {
            if (at == pieces.size()) {
                return null;
            }
            String piece = pieces.get(at);
            Branch literal = literals.get(piece);
            Route found = literal == null ? null : literal.rest(method, pieces, at + 1);
            if (found == null && parameter != null && !piece.isEmpty()) {
                found = parameter.rest(method, pieces, at + 1);
            }
            boolean something = at < pieces.size() - 1 || !piece.isEmpty();
            return found == null && something ? best(greedy, method) : found;
        }

        private static @Nullable Route best(List<Route> routes, String method) {
            Route any = null;
            for (Route route : routes) {
                if (route.pattern().method().equals(method)) {
                    return route;
                }
                any = route.pattern().takes(method) ? route : any;
            }
            return any;
        }
    }
}
