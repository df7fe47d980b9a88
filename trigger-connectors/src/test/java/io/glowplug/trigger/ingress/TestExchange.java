// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.ingress;

import io.glowplug.trigger.HeaderField;
import io.glowplug.trigger.Ingress;
import io.glowplug.trigger.IngressExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A request made in memory, and what it was answered. */
public final class TestExchange implements IngressExchange {

    private final String method;
    private final String path;
    private final String query;
    private final List<HeaderField> headers = new ArrayList<>();
    private String host = "127.0.0.1";
    private byte[] body = {};
    private int status;
    private List<HeaderField> answered = List.of();
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
    private boolean begun;

    private TestExchange(String method, String target) {
        int mark = target.indexOf('?');
        this.method = method;
        this.path = mark < 0 ? target : target.substring(0, mark);
        this.query = mark < 0 ? null : target.substring(mark + 1);
    }

    public static TestExchange of(String method, String target) {
        return new TestExchange(method, target);
    }

    public TestExchange with(String name, String value) {
        headers.add(new HeaderField(name, value));
        return this;
    }

    public TestExchange at(String otherHost) {
        host = otherHost;
        return this;
    }

    public TestExchange body(String type, String text) {
        return with("Content-Type", type).body(text.getBytes(StandardCharsets.UTF_8));
    }

    public TestExchange body(byte[] bytes) {
        body = bytes;
        return this;
    }

    /** Sends it. */
    public TestExchange to(Ingress ingress) {
        try {
            ingress.answer(this);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The status that it was answered with; 0 if it was not. */
    public int status() {
        return status;
    }

    public String answerText() {
        return answer.toString(StandardCharsets.UTF_8);
    }

    public byte[] answerBytes() {
        return answer.toByteArray();
    }

    public JsonNode answerJson() {
        return JsonMapper.shared().readTree(answer.toByteArray());
    }

    /** Every value of a header of the answer. */
    public List<String> answered(String name) {
        return answered.stream()
                .filter(field -> field.is(name))
                .map(HeaderField::value)
                .toList();
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String query() {
        return query;
    }

    @Override
    public String protocol() {
        return "HTTP/1.1";
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public String sourceAddress() {
        return "192.0.2.7";
    }

    @Override
    public List<HeaderField> headers() {
        return headers;
    }

    @Override
    public byte[] body(int most) throws IOException {
        if (body.length > most) {
            throw new BodyTooLargeException(most);
        }
        return body;
    }

    @Override
    public void answer(int code, List<HeaderField> fields, byte[] bytes) throws IOException {
        begin(code, fields).write(bytes);
    }

    @Override
    public OutputStream begin(int code, List<HeaderField> fields) {
        if (begun) {
            throw new IllegalStateException("answered twice");
        }
        begun = true;
        status = code;
        answered = List.copyOf(fields);
        return answer;
    }

    @Override
    public boolean begun() {
        return begun;
    }
}
