// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whole documents, as API Gateway's documentation shows them. */
class ProxyEventMapperTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Instant AT = Instant.parse("2026-03-12T19:03:58.390Z");

    private static TestExchange request() {
        return TestExchange.of("POST", "/orders/a%2Fb?x=1&x=2&q=a+b%26c&flag")
                .at("api.example")
                .with("Host", "api.example:8081")
                .with("User-Agent", "curl/8")
                .with("X-Many", "one")
                .with("x-many", "two")
                .with("Cookie", "c=1; d=2")
                .with("Connection", "close, X-Hop")
                .with("X-Hop", "gone")
                .with("Transfer-Encoding", "chunked")
                .with("X-Api-Key", "secret")
                .body("application/json", "{\"n\":1}");
    }

    private static RequestEvent event(TestExchange exchange, Authorizer authorizer) {
        try {
            return new RequestEvent(
                    exchange,
                    new RoutedRequest("POST /orders/{id}", "/orders/{id}", exchange.path(), Map.of("id", "a/b")),
                    RequestEvent.visible(exchange.headers(), Set.of("x-api-key")),
                    exchange.body(Integer.MAX_VALUE),
                    authorizer,
                    "endpoint",
                    "request",
                    AT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode map(PayloadFormat format, RequestEvent event) {
        return JSON.readTree(ProxyEventMapper.event(format, event));
    }

    @Test
    void format2IsWhole() {
        assertThat(map(PayloadFormat.V2, event(request(), new Authorizer.Nobody())))
                .isEqualTo(JSON.readTree("""
                {"version":"2.0","routeKey":"POST /orders/{id}","rawPath":"/orders/a%2Fb",
                 "rawQueryString":"x=1&x=2&q=a+b%26c&flag","cookies":["c=1","d=2"],
                 "headers":{"host":"api.example:8081","user-agent":"curl/8","x-many":"one,two",
                            "content-type":"application/json"},
                 "queryStringParameters":{"x":"1,2","q":"a b&c","flag":""},
                 "requestContext":{"accountId":"anonymous","apiId":"endpoint","domainName":"api.example",
                   "domainPrefix":"api",
                   "http":{"method":"POST","path":"/orders/a%2Fb","protocol":"HTTP/1.1","sourceIp":"192.0.2.7",
                           "userAgent":"curl/8"},
                   "requestId":"request","routeKey":"POST /orders/{id}","stage":"$default",
                   "time":"12/Mar/2026:19:03:58 +0000","timeEpoch":1773342238390},
                 "pathParameters":{"id":"a/b"},"body":"{\\"n\\":1}","isBase64Encoded":false}"""));
    }

    @Test
    void format1IsWhole() {
        assertThat(map(PayloadFormat.V1, event(request(), new Authorizer.Nobody())))
                .isEqualTo(JSON.readTree("""
                {"version":"1.0","resource":"/orders/{id}","path":"/orders/a%2Fb","httpMethod":"POST",
                 "headers":{"Host":"api.example:8081","User-Agent":"curl/8","X-Many":"two","Cookie":"c=1; d=2",
                            "Content-Type":"application/json"},
                 "multiValueHeaders":{"Host":["api.example:8081"],"User-Agent":["curl/8"],"X-Many":["one","two"],
                            "Cookie":["c=1; d=2"],"Content-Type":["application/json"]},
                 "queryStringParameters":{"x":"2","q":"a b&c","flag":""},
                 "multiValueQueryStringParameters":{"x":["1","2"],"q":["a b&c"],"flag":[""]},
                 "pathParameters":{"id":"a/b"},"stageVariables":null,
                 "requestContext":{"accountId":"anonymous","apiId":"endpoint","authorizer":null,
                   "domainName":"api.example","domainPrefix":"api","extendedRequestId":"request","httpMethod":"POST",
                   "identity":{"accessKey":null,"accountId":null,"caller":null,"cognitoAuthenticationProvider":null,
                     "cognitoAuthenticationType":null,"cognitoIdentityId":null,"cognitoIdentityPoolId":null,
                     "principalOrgId":null,"user":null,"userArn":null,"clientCert":null,"sourceIp":"192.0.2.7",
                     "userAgent":"curl/8"},
                   "path":"/orders/a%2Fb","protocol":"HTTP/1.1","requestId":"request",
                   "requestTime":"12/Mar/2026:19:03:58 +0000","requestTimeEpoch":1773342238390,"resourceId":null,
                   "resourcePath":"/orders/{id}","stage":"$default"},
                 "body":"{\\"n\\":1}","isBase64Encoded":false}"""));
    }

    @Test
    void whatIsAbsentIsLeftOutIn2AndNullIn1() {
        TestExchange bare = TestExchange.of("GET", "/");
        RequestEvent event = new RequestEvent(
                bare,
                new RoutedRequest("$default", "/{proxy+}", "/", Map.of()),
                List.of(),
                new byte[0],
                new Authorizer.Nobody(),
                "endpoint",
                "request",
                AT);

        assertThat(map(PayloadFormat.V2, event).propertyNames())
                .containsExactly(
                        "version",
                        "routeKey",
                        "rawPath",
                        "rawQueryString",
                        "headers",
                        "requestContext",
                        "isBase64Encoded");
        JsonNode v1 = map(PayloadFormat.V1, event);
        for (String name : List.of(
                "headers",
                "multiValueHeaders",
                "queryStringParameters",
                "multiValueQueryStringParameters",
                "pathParameters",
                "stageVariables",
                "body")) {
            assertThat(v1.get(name).isNull()).as(name).isTrue();
        }
    }

    @Test
    void whatIsNoTextIsBase64() {
        byte[] bytes = {(byte) 0x89, 'P', 'N', 'G', 0};
        JsonNode png = map(
                PayloadFormat.V2,
                event(
                        TestExchange.of("POST", "/x")
                                .with("Content-Type", "image/png")
                                .body(bytes),
                        new Authorizer.Nobody()));
        JsonNode broken = map(
                PayloadFormat.V2,
                event(
                        TestExchange.of("POST", "/x")
                                .with("Content-Type", "text/plain")
                                .body(bytes),
                        new Authorizer.Nobody()));
        JsonNode zipped = map(
                PayloadFormat.V2,
                event(
                        TestExchange.of("POST", "/x")
                                .with("Content-Encoding", "gzip")
                                .body("application/json", "{}"),
                        new Authorizer.Nobody()));

        assertThat(png.get("body").binaryValue()).isEqualTo(bytes);
        assertThat(png.get("isBase64Encoded").booleanValue()).isTrue();
        assertThat(broken.get("isBase64Encoded").booleanValue()).isTrue();
        assertThat(zipped.get("isBase64Encoded").booleanValue()).isTrue();
    }

    @Test
    void callersAreInTheContext() {
        Authorizer jwt = new Authorizer.Jwt(Map.of("sub", "joe"), List.of("read"));

        assertThat(map(PayloadFormat.V2, event(request(), jwt)).at("/requestContext/authorizer"))
                .isEqualTo(JSON.readTree("{\"jwt\":{\"claims\":{\"sub\":\"joe\"},\"scopes\":[\"read\"]}}"));
        assertThat(map(PayloadFormat.V1, event(request(), jwt)).at("/requestContext/authorizer"))
                .isEqualTo(JSON.readTree("{\"claims\":{\"sub\":\"joe\"},\"scopes\":[\"read\"]}"));
        assertThat(map(PayloadFormat.V1, event(request(), new Authorizer.ApiKey("7", "partner")))
                        .at("/requestContext/identity/apiKeyId")
                        .stringValue())
                .isEqualTo("7");
    }

    @Test
    void filtersSeeABodyThatIsJsonAsAValue() {
        RequestEvent json = event(request(), new Authorizer.Nobody());
        RequestEvent text = event(TestExchange.of("POST", "/x").body("text/plain", "hello"), new Authorizer.Nobody());

        assertThat(JSON.readTree(ProxyEventMapper.filterDocument(PayloadFormat.V2, json))
                        .at("/body/n")
                        .intValue())
                .isEqualTo(1);
        assertThat(JSON.readTree(ProxyEventMapper.filterDocument(PayloadFormat.V2, text))
                        .get("body")
                        .stringValue())
                .isEqualTo("hello");
    }
}
