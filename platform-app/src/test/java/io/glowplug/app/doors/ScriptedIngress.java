// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.doors;

import io.glowplug.trigger.HeaderField;
import io.glowplug.trigger.Ingress;
import io.glowplug.trigger.IngressExchange;
import io.glowplug.trigger.IngressExchange.BodyTooLargeException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tells what it was asked, by the path: the server itself is what is looked at. */
public final class ScriptedIngress implements Ingress {

    public static final int MOST = 1024 * 1024;

    private final List<String> seen = new CopyOnWriteArrayList<>();

    /** Every request that got here, as method and path. */
    public List<String> seen() {
        return seen;
    }

    @Override
    public void answer(IngressExchange exchange) throws IOException {
        seen.add(exchange.method() + " " + exchange.path());
        switch (exchange.path()) {
            case "/large" -> answer(exchange, "text/plain", "glow".repeat(10_000));
            case "/stream" -> stream(exchange, true);
            case "/broken" -> stream(exchange, false);
            case "/empty" -> exchange.answer(204, List.of(), new byte[0]);
            case "/big" -> readTooMuch(exchange);
            default -> answer(exchange, "text/plain", describe(exchange));
        }
    }

    private static void readTooMuch(IngressExchange exchange) throws IOException {
        try {
            exchange.body(MOST);
        } catch (BodyTooLargeException tooLarge) {
            exchange.answer(413, List.of(), tooLarge.getMessage().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String describe(IngressExchange exchange) throws IOException {
        return String.join(
                "|",
                exchange.method(),
                exchange.path(),
                String.valueOf(exchange.query()),
                exchange.protocol(),
                exchange.host(),
                exchange.sourceAddress(),
                String.valueOf(exchange.header("x-test")),
                new String(exchange.body(MOST), StandardCharsets.UTF_8));
    }

    private static void stream(IngressExchange exchange, boolean whole) throws IOException {
        OutputStream out = exchange.begin(200, List.of(new HeaderField("Content-Type", "text/x-pieces")));
        out.write("one".getBytes(StandardCharsets.UTF_8));
        out.flush();
        if (!whole) {
            throw new IOException("broken off");
        }
        out.write("two".getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(IngressExchange exchange, String type, String text) throws IOException {
        exchange.answer(200, List.of(new HeaderField("Content-Type", type)), text.getBytes(StandardCharsets.UTF_8));
    }
}
