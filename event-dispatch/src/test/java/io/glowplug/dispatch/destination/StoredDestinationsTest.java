// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.glowplug.dispatch.DeliveryPolicy;
import io.glowplug.dispatch.Destination;
import io.glowplug.dispatch.DestinationDraft;
import io.glowplug.dispatch.DestinationEdit;
import io.glowplug.dispatch.DestinationOwner.OfFunction;
import io.glowplug.dispatch.DestinationOwner.OfTrigger;
import io.glowplug.dispatch.DestinationPair;
import io.glowplug.dispatch.Destinations.Reencryption;
import io.glowplug.dispatch.testing.DispatchHarness;
import io.glowplug.registry.CodePackage;
import io.glowplug.registry.FunctionConfiguration;
import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.FunctionRuntime;
import io.glowplug.registry.FunctionState;
import io.glowplug.registry.FunctionUse;
import io.glowplug.registry.NetworkAccess;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.registry.SecretText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredDestinationsTest {

    private static final DestinationEdit KEEP = new DestinationEdit.Keep();
    private static final DestinationEdit REMOVE = new DestinationEdit.Remove();
    private static final OfFunction RESIZE = new OfFunction("resize");
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String URL = "{\"url\":\"https://example.com/hook\"}";

    @AutoClose
    private final DispatchHarness dispatch = new DispatchHarness();

    private final StoredDestinations destinations = dispatch.node().bean(StoredDestinations.class);

    private static DestinationEdit put(String type, String settings, @Nullable String secret) {
        return new DestinationEdit.Put(
                "async.onFailure",
                new DestinationDraft(
                        type, settings, DeliveryPolicy.DEFAULT, secret == null ? null : new SecretText(secret)));
    }

    private boolean onFailure(DestinationEdit edit) {
        return destinations.change(RESIZE, "resize", KEEP, edit);
    }

    private byte[] sealed() {
        return dispatch.jdbc()
                .sql("select secret from destination")
                .query(byte[].class)
                .single();
    }

    @Test
    void isStoredReplacedKeptAndRemoved() {
        dispatch.function("audit");
        var trigger = new OfTrigger(UUID.randomUUID());

        assertThat(onFailure(put("function", "{\"function\":\"audit\"}", null))).isTrue();
        assertThat(onFailure(put("function", "{\"function\": \"audit\"}", null)))
                .isFalse();
        assertThat(onFailure(KEEP)).isFalse();
        destinations.change(trigger, "resize", put("scripted", "{\"place\":\"p\"}", null), KEEP);

        var stored = new Destination("function", "{\"function\":\"audit\"}", DeliveryPolicy.DEFAULT);
        assertThat(destinations.of(RESIZE)).isEqualTo(new DestinationPair(null, stored));
        assertThat(destinations.of(List.of(RESIZE, trigger, new OfFunction("other"))))
                .containsOnlyKeys(RESIZE, trigger);
        assertThat(onFailure(REMOVE)).isTrue();
        assertThat(onFailure(REMOVE)).isFalse();
        assertThat(destinations.of(RESIZE)).isEqualTo(DestinationPair.NONE);
        assertThat(destinations.types()).containsExactly("function", "http", "scripted");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        queue    | {"queue":"q"}                   | async.onFailure.type     | are not supported yet
        topic    | {}                              | async.onFailure.type     | must be one of function, http
        function | {"function":"nobody"}           | async.onFailure.function | must exist
        function | {"function":"resize"}           | async.onFailure.function | cannot be the function
        function | {}                              | async.onFailure.function | must be given
        function | {"function":"audit","x":1}      | async.onFailure.x        | is not a setting of function destinations
        function | {"function":1}                  | async.onFailure.function | must be a string
        http     | {"url":"ftp://example.com"}     | async.onFailure.url      | must be an http
        http     | {"url":"http://127.0.0.1/"}     | async.onFailure.url      | leads to an address
        http     | {"url":"https://example.com"}   | async.onFailure.secret   | must be given
        """)
    void refusesWithTheFieldAndTheRule(String type, String settings, String field, String rule) {
        dispatch.function("resize");
        dispatch.function("audit");

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> onFailure(put(type, settings, null)))
                .satisfies(refused -> assertThat(refused.violations())
                        .singleElement()
                        .satisfies(broken -> {
                            assertThat(broken.field()).isEqualTo(field);
                            assertThat(broken.rule()).contains(rule);
                        }));
        assertThat(dispatch.count("destination")).isZero();
    }

    @Test
    void aSecretIsSealedKeptAsLongAsTheAddressStaysAndNeverShown() {
        assertThat(onFailure(put("http", URL, SECRET))).isTrue();
        byte[] first = sealed();
        assertThat(new String(first, StandardCharsets.ISO_8859_1)).doesNotContain(SECRET);
        assertThat(onFailure(put("http", URL, null))).as("left out, it stays").isFalse();
        assertThat(onFailure(put("http", URL, SECRET))).as("the same").isFalse();
        assertThat(sealed()).isEqualTo(first);
        assertThat(destinations.of(RESIZE).toString()).doesNotContain("whsec");

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> onFailure(put("http", "{\"url\":\"https://evil.example.com/\"}", null)))
                .withMessageContaining("secret");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> onFailure(put("scripted", "{\"place\":\"p\"}", SECRET)))
                .withMessageContaining("does not apply");

        dispatch.cipher().changeKey(false);
        assertThat(destinations.reencrypt()).isEqualTo(new Reencryption(1, 0));
        assertThat(destinations.reencrypt()).isEqualTo(new Reencryption(0, 0));
        dispatch.cipher().changeKey(true);
        assertThat(destinations.reencrypt()).isEqualTo(new Reencryption(0, 1));
    }

    @Test
    void aFunctionIsHeldByThoseWhoseDestinationItIsAndTakesItsOwnAway() {
        dispatch.function("audit");
        FunctionUse use = dispatch.node().bean(FunctionUse.class);
        onFailure(put("function", "{\"function\":\"audit\"}", null));

        assertThat(use.reasonToKeep(details("audit"))).contains("It is the destination of function resize.");
        assertThat(use.reasonToKeep(details("resize"))).isEmpty();
        use.deleted(details("resize"));
        assertThat(use.reasonToKeep(details("audit"))).isEmpty();
        assertThat(dispatch.count("destination")).isZero();
    }

    private static FunctionDetails details(String name) {
        return new FunctionDetails(
                UUID.randomUUID(),
                name,
                new FunctionState.Active(),
                1,
                new FunctionConfiguration(
                        FunctionRuntime.parse("python3.11").orElseThrow(),
                        "index.handler",
                        128,
                        3,
                        512,
                        Map.of(),
                        "",
                        NetworkAccess.NONE),
                RetryPolicy.DEFAULT,
                new CodePackage("0".repeat(64), 1, 1),
                Map.of(),
                Instant.EPOCH,
                Instant.EPOCH);
    }
}
