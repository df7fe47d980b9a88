// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.batch;

import io.glowplug.dispatch.RecordLayout;
import io.glowplug.runtime.Payload;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The payload of a batch with its records told apart. Nothing is rewritten: records keep their bytes. */
public final class BatchBody {

    private static final JsonFactory JSON = new JsonFactory();

    private final byte[] bytes;
    private final RecordLayout layout;
    private final List<Place> records;

    private BatchBody(byte[] bytes, RecordLayout layout, List<Place> records) {
        this.bytes = bytes;
        this.layout = layout;
        this.records = records;
    }

    /** Where a record is. */
    private record Place(int from, int to) {}

    /** Returns empty when there are no records where the layout says, as after a redrive with another payload. */
    public static Optional<BatchBody> open(Payload body, RecordLayout layout) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body.bytes())) {
            if (!enter(parser, layout.at()) || parser.currentToken() != JsonToken.START_ARRAY) {
                return Optional.empty();
            }
            List<Place> places = new ArrayList<>();
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                int from = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                places.add(new Place(from, (int) parser.currentLocation().getByteOffset()));
            }
            return parser.currentToken() == JsonToken.END_ARRAY && !places.isEmpty()
                    ? Optional.of(new BatchBody(body.bytes(), layout, places))
                    : Optional.empty();
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    public int size() {
        return records.size();
    }

    /** The payload with only these of its records. */
    public Payload only(RecordSet wanted) {
        if (wanted.size() == size()) {
            return Payload.wrap(bytes);
        }
        int opening = records.getFirst().from();
        int closing = records.getLast().to();
        ByteArrayOutputStream body = new ByteArrayOutputStream(bytes.length);
        body.write(bytes, 0, opening);
        boolean first = true;
        for (int position : wanted.stream().toArray()) {
            if (!first) {
                body.write(',');
            }
            first = false;
            Place place = records.get(position);
            body.write(bytes, place.from(), place.to() - place.from());
        }
        body.write(bytes, closing, bytes.length - closing);
        return Payload.wrap(body.toByteArray());
    }

    /** Finds those of the records that are called so, or returns empty when one of the names is unknown. */
    public Optional<RecordSet> named(List<String> identifiers, RecordSet among) {
        Map<String, Integer> positions = new HashMap<>();
        among.stream().forEach(position -> {
            String name = identifier(position);
            if (name != null) {
                positions.put(name, position);
            }
        });
        return positions.keySet().containsAll(identifiers)
                ? Optional.of(RecordSet.of(identifiers.stream().mapToInt(positions::get)))
                : Optional.empty();
    }

    /** What a record is called, or null if it does not say. */
    public @Nullable String identifier(int position) {
        Place place = records.get(position);
        try (JsonParser parser =
                JSON.createParser(ObjectReadContext.empty(), bytes, place.from(), place.to() - place.from())) {
            if (!enter(parser, layout.identifier())) {
                return null;
            }
            return switch (parser.currentToken()) {
                case VALUE_STRING, VALUE_NUMBER_INT -> parser.getString();
                case null, default -> null;
            };
        }
    }

    /** The first few of their names, for a message. */
    public Stream<String> identifiers(RecordSet some, int most) {
        return some.stream().limit(most).mapToObj(position -> String.valueOf(identifier(position)));
    }

    /** The attributes that say which records there are, for these ones. */
    public Map<String, String> attributes(RecordSet some) {
        Map<String, String> attributes = new LinkedHashMap<>();
        String name = layout.identifierName();
        int[] positions = some.stream().toArray();
        attributes.put(name, String.valueOf(identifier(positions[0])));
        attributes.put(
                "last" + Character.toUpperCase(name.charAt(0)) + name.substring(1),
                String.valueOf(identifier(positions[positions.length - 1])));
        attributes.put("records", Integer.toString(positions.length));
        return attributes;
    }

    /** Stands on the value that the names lead to, or returns false. */
    private static boolean enter(JsonParser parser, List<String> names) {
        parser.nextToken();
        for (String name : names) {
            if (parser.currentToken() != JsonToken.START_OBJECT || !enter(parser, name)) {
                return false;
            }
        }
        return true;
    }

    private static boolean enter(JsonParser parser, String name) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean found = parser.currentName().equals(name);
            parser.nextToken();
            if (found) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }
}
