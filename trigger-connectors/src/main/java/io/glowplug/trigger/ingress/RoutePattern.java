// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.ingress;

import io.glowplug.registry.RefusedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A route as users write it: a method or {@code ANY}, and a path whose pieces are literal, {@code {name}} or, at the
 * end, {@code {name+}}; or {@code $default}. As on API Gateway:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 *
 * @param text as it is shown to functions
 * @param method in upper case; {@code ANY} for every method
 */
public record RoutePattern(String text, String method, List<Piece> pieces) {

    public static final String ANY = "ANY";
    public static final String DEFAULT = "$default";

    private static final Pattern METHOD = Pattern.compile("[A-Za-z]{1,20}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern LITERAL = Pattern.compile("[A-Za-z0-9._~!$&'()*,;=:@-]*");
    private static final int LONGEST = 512;

    /** A piece of a path. */
    public sealed interface Piece {

        /** The text itself. */
        record Literal(String text) implements Piece {}

        /** One piece, whatever it is but empty. */
        record One(String name) implements Piece {}

        /** All that is left, of one piece or more. */
        record Rest(String name) implements Piece {}
    }

    /** Reads a route, or refuses it. */
    public static RoutePattern parse(String field, String route) {
        String text = route.strip();
        if (text.equals(DEFAULT)) {
            return new RoutePattern(DEFAULT, ANY, List.of());
        }
        int space = text.indexOf(' ');
        if (space < 0 || text.length() > LONGEST) {
            throw RefusedException.invalid(
                    field,
                    "must be a method and a path, such as GET /orders/{id}, or $default, of at most " + LONGEST
                            + " characters");
        }
        String method = text.substring(0, space).toUpperCase(Locale.ROOT);
        String path = text.substring(space + 1).strip();
        if (!METHOD.matcher(method).matches() || method.equals("TRACE") || method.equals("CONNECT")) {
            throw RefusedException.invalid(field, "must begin with a method such as GET, or with ANY");
        }
        return new RoutePattern(method + " " + path, method, pieces(field, path));
    }

    private static List<Piece> pieces(String field, String path) {
        if (!path.startsWith("/")) {
            throw RefusedException.invalid(field, "must have a path that begins with a slash");
        }
        List<Piece> pieces = new ArrayList<>();
        Set<String> names = new HashSet<>();
        String[] texts = path.substring(1).split("/", -1);
        for (int i = 0; i < texts.length; i++) {
            boolean last = i == texts.length - 1;
            Piece piece = piece(field, texts[i], last);
            if (texts[i].isEmpty() && !last) {
                throw RefusedException.invalid(field, "must not have two slashes in a row");
            }
            String name = nameOf(piece);
            if (name != null && !names.add(name)) {
                throw RefusedException.invalid(field, "has the parameter " + name + " twice");
            }
            pieces.add(piece);
        }
        return List.copyOf(pieces);
    }

    private static Piece piece(String field, String text, boolean last) {
        if (!text.startsWith("{")) {
            if (!LITERAL.matcher(text).matches() || text.equals(".") || text.equals("..")) {
                throw RefusedException.invalid(
                        field, "has the piece \"" + text + "\": write letters, digits and -._~!$&'()*,;=:@");
            }
            return new Piece.Literal(text);
        }
        boolean rest = text.endsWith("+}");
        String name = text.endsWith("}") ? text.substring(1, text.length() - (rest ? 2 : 1)) : "";
        if (!NAME.matcher(name).matches()) {
            throw RefusedException.invalid(field, "has the piece \"" + text + "\", which is no {name} or {name+}");
        }
        if (rest && !last) {
            throw RefusedException.invalid(field, "can have {" + name + "+} only at its end");
        }
        return rest ? new Piece.Rest(name) : new Piece.One(name);
    }

    private static @Nullable String nameOf(Piece piece) {
        return switch (piece) {
            case Piece.Literal _ -> null;
            case Piece.One one -> one.name();
            case Piece.Rest rest -> rest.name();
        };
    }

    /** Returns a text that is the same for routes which take the same requests. */
    public String shape() {
        return method
                + pieces.stream()
                        .map(piece -> switch (piece) {
                            case Piece.Literal literal -> "/" + literal.text();
                            case Piece.One _ -> "/{}";
                            case Piece.Rest _ -> "/{+}";
                        })
                        .collect(Collectors.joining());
    }

    /** The path as it was written, or {@code $default}. */
    public String path() {
        int space = text.indexOf(' ');
        return space < 0 ? text : text.substring(space + 1);
    }

    boolean isDefault() {
        return text.equals(DEFAULT);
    }

    boolean takes(String other) {
        return method.equals(ANY) || method.equals(other);
    }
}
