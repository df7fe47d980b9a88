// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.ingress;

import io.glowplug.trigger.HeaderField;
import io.glowplug.trigger.IngressExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An exchange whose answers, problems included, say of other origins what the platform says, and not the function. */
record CorsExchange(IngressExchange exchange, Cors cors) implements IngressExchange {

    @Override
    public String method() {
        return exchange.method();
    }

    @Override
    public String path() {
        return exchange.path();
    }

    @Override
    public @Nullable String query() {
        return exchange.query();
    }

    @Override
    public String protocol() {
        return exchange.protocol();
    }

    @Override
    public String host() {
        return exchange.host();
    }

    @Override
    public String sourceAddress() {
        return exchange.sourceAddress();
    }

    @Override
    public List<HeaderField> headers() {
        return exchange.headers();
    }

    @Override
    public byte[] body(int most) throws IOException {
        return exchange.body(most);
    }

    @Override
    public void answer(int status, List<HeaderField> headers, byte[] body) throws IOException {
        exchange.answer(status, with(headers), body);
    }

    @Override
    public OutputStream begin(int status, List<HeaderField> headers) throws IOException {
        return exchange.begin(status, with(headers));
    }

    @Override
    public boolean begun() {
        return exchange.begun();
    }

    private List<HeaderField> with(List<HeaderField> headers) {
        List<HeaderField> all = new ArrayList<>();
        for (HeaderField header : headers) {
            if (!Cors.isCorsHeader(header.name())) {
                all.add(header);
            }
        }
        all.addAll(cors.onAnswer(exchange.header("Origin")));
        return all;
    }
}
