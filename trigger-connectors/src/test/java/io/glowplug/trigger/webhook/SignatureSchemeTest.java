// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glowplug.dispatch.SettingsReader;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.SecretText;
import io.glowplug.trigger.ingress.TestExchange;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of the senders' own documentation, and what is like them and must not pass. */
class SignatureSchemeTest {

    private static final String GITHUB_BODY = "Hello, World!";
    private static final SecretText GITHUB_SECRET = new SecretText("It's a Secret to Everybody");
    private static final String GITHUB_SIGNATURE =
            "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    private static final Instant STRIPE_TIME = Instant.ofEpochSecond(1_492_774_577);
    private static final String STRIPE_V1 = "5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd";
    private static final String STRIPE_V0 = "6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39";
    private static final SecretText STRIPE_SECRET = new SecretText("whsec_test_secret");
    private static final String STRIPE_BODY = "{\"id\":\"evt_1\",\"type\":\"charge.succeeded\"}";

    private static final Instant SLACK_TIME = Instant.ofEpochSecond(1_531_420_618);
    private static final SecretText SLACK_SECRET = new SecretText("8f742231b10e8888abcd99yyyzzz85a5");
    private static final String SLACK_BODY = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
            + "&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
            + "&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J"
            + "%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121"
            + ".803a0bc887a14d10d2c447fce8b6703c";
    private static final String SLACK_SIGNATURE = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";

    private static final Instant STANDARD_TIME = Instant.ofEpochSecond(1_614_265_330);
    private static final SecretText STANDARD_SECRET = new SecretText("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static final String STANDARD_BODY = "{\"test\": 2432232314}";
    private static final String STANDARD_SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    private static SignatureScheme scheme(String settings) {
        return SignatureScheme.of(
                new SettingsReader("settings", "triggers").read("webhook", SignatureSettings.class, settings));
    }

    private static Notice notice(String body, String... headers) {
        TestExchange exchange = TestExchange.of("POST", "/hook");
        for (int i = 0; i < headers.length; i += 2) {
            exchange.with(headers[i], headers[i + 1]);
        }
        return new Notice(exchange, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void refused(SignatureScheme scheme, Notice notice, SecretText secret, Instant now) {
        assertThatThrownBy(() -> scheme.verify(notice, secret, now)).isInstanceOf(BadSignatureException.class);
    }

    private static String hex(String algorithm, SecretText secret, String text) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret.value().getBytes(StandardCharsets.UTF_8), algorithm));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void gitHubsDocumentedExamplePasses() throws BadSignatureException {
        SignatureScheme github = scheme("{\"scheme\":\"github\"}");
        Notice right =
                notice(GITHUB_BODY, "X-Hub-Signature-256", GITHUB_SIGNATURE, "X-GitHub-Delivery", "72d3162e-cc78");

        github.verify(right, GITHUB_SECRET, Instant.EPOCH);

        assertThat(github.deliveryId(right)).isEqualTo("72d3162e-cc78");
        refused(github, notice("Hello, World?", "X-Hub-Signature-256", GITHUB_SIGNATURE), GITHUB_SECRET, Instant.EPOCH);
        refused(github, right, new SecretText("It's a secret to everybody"), Instant.EPOCH);
        refused(github, notice(GITHUB_BODY), GITHUB_SECRET, Instant.EPOCH);
        refused(
                github,
                notice(GITHUB_BODY, "X-Hub-Signature-256", GITHUB_SIGNATURE.substring(7)),
                GITHUB_SECRET,
                Instant.EPOCH);
        refused(
                github,
                notice(GITHUB_BODY, "X-Hub-Signature", "sha1=" + hex("HmacSHA1", GITHUB_SECRET, GITHUB_BODY)),
                GITHUB_SECRET,
                Instant.EPOCH);
    }

    @Test
    void stripesDocumentedHeaderIsReadAndItsOldSchemeCountsForNothing() throws BadSignatureException {
        SignatureScheme stripe = scheme("{\"scheme\":\"stripe\"}");
        String time = "t=" + STRIPE_TIME.getEpochSecond();
        String right = hex("HmacSHA256", STRIPE_SECRET, STRIPE_TIME.getEpochSecond() + "." + STRIPE_BODY);

        // As documented: several signatures while a secret follows another, and v0 of test events.
        Notice good = notice(
                STRIPE_BODY, "Stripe-Signature", time + ",v1=" + STRIPE_V1 + ",v1=" + right + ",v0=" + STRIPE_V0);
        stripe.verify(good, STRIPE_SECRET, STRIPE_TIME.plusSeconds(300));

        assertThat(stripe.deliveryId(good)).isEqualTo("evt_1");
        refused(stripe, notice(STRIPE_BODY, "Stripe-Signature", time + ",v1=" + STRIPE_V1), STRIPE_SECRET, STRIPE_TIME);
        refused(stripe, notice(STRIPE_BODY, "Stripe-Signature", time + ",v0=" + right), STRIPE_SECRET, STRIPE_TIME);
        refused(stripe, notice(STRIPE_BODY, "Stripe-Signature", "v1=" + right), STRIPE_SECRET, STRIPE_TIME);
        refused(
                stripe,
                notice(STRIPE_BODY, "Stripe-Signature", "t=1492774578,v1=" + right),
                STRIPE_SECRET,
                STRIPE_TIME);
        refused(stripe, good, STRIPE_SECRET, STRIPE_TIME.plusSeconds(301));
        refused(stripe, good, STRIPE_SECRET, STRIPE_TIME.minusSeconds(301));
    }

    @Test
    void slacksDocumentedExamplePasses() throws BadSignatureException {
        SignatureScheme slack = scheme("{\"scheme\":\"slack\"}");
        Notice right =
                notice(SLACK_BODY, "X-Slack-Request-Timestamp", "1531420618", "X-Slack-Signature", SLACK_SIGNATURE);

        slack.verify(right, SLACK_SECRET, SLACK_TIME.plusSeconds(10));

        assertThat(slack.deliveryId(right)).isNull();
        refused(slack, right, SLACK_SECRET, SLACK_TIME.plusSeconds(301));
        refused(
                slack,
                notice(SLACK_BODY, "X-Slack-Request-Timestamp", "1531420619", "X-Slack-Signature", SLACK_SIGNATURE),
                SLACK_SECRET,
                SLACK_TIME);
    }

    @Test
    void theStandardsTestVectorPasses() throws BadSignatureException {
        SignatureScheme standard = scheme("{\"scheme\":\"standard\",\"toleranceSeconds\":60}");
        Notice right = notice(
                STANDARD_BODY,
                "webhook-id",
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                "webhook-timestamp",
                "1614265330",
                "webhook-signature",
                "v1,b2xkIG9uZQ== " + STANDARD_SIGNATURE);

        standard.verify(right, STANDARD_SECRET, STANDARD_TIME.plusSeconds(60));

        assertThat(standard.deliveryId(right)).isEqualTo("msg_p5jXN8AQM9LWM0D4loKWxJek");
        refused(standard, right, STANDARD_SECRET, STANDARD_TIME.plusSeconds(61));
        refused(
                standard,
                notice(
                        STANDARD_BODY,
                        "webhook-id",
                        "msg_other",
                        "webhook-timestamp",
                        "1614265330",
                        "webhook-signature",
                        STANDARD_SIGNATURE),
                STANDARD_SECRET,
                STANDARD_TIME);
    }

    @Test
    void anOwnSchemeIsWhatItsSettingsSay() throws BadSignatureException {
        SignatureScheme plain = scheme("{\"scheme\":\"hmac\",\"header\":\"X-Sign\"}");
        SignatureScheme full = scheme("""
                {"scheme":"hmac","header":"X-Sign","algorithm":"sha512","encoding":"base64","prefix":"sha512=",
                 "timestampHeader":"X-Time","deliveryIdHeader":"X-Id"}""");
        SecretText secret = new SecretText("key");
        byte[] mac = HexFormat.of().parseHex(hex("HmacSHA512", secret, "1000.body"));
        String written = "sha512=" + Base64.getEncoder().encodeToString(mac);
        Notice right = notice("body", "X-Sign", written, "X-Time", "1000", "X-Id", "7");

        plain.verify(notice("body", "X-Sign", hex("HmacSHA256", secret, "body")), secret, Instant.EPOCH);
        full.verify(right, secret, Instant.ofEpochSecond(1000));

        assertThat(full.deliveryId(right)).isEqualTo("7");
        refused(full, right, secret, Instant.ofEpochSecond(2000));
        refused(full, notice("body", "X-Sign", written, "X-Time", "soon"), secret, Instant.EPOCH);
        refused(full, notice("body", "X-Sign", written), secret, Instant.EPOCH);
    }

    @Test
    void aSecretThatNoSenderCanHaveIsRefused() {
        SignatureScheme standard = scheme("{\"scheme\":\"standard\"}");

        assertThatCode(() -> standard.validate(STANDARD_SECRET)).doesNotThrowAnyException();
        assertThatThrownBy(() -> standard.validate(new SecretText("whsec_short")))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> standard.validate(new SecretText("not base64 at all")))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> scheme("{\"scheme\":\"github\"}").validate(new SecretText(" ")))
                .isInstanceOf(RefusedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"scheme\":\"gitlab\"}",
                "{\"scheme\":\"github\",\"toleranceSeconds\":60}",
                "{\"scheme\":\"github\",\"header\":\"X\"}",
                "{\"scheme\":\"stripe\",\"toleranceSeconds\":0}",
                "{\"scheme\":\"hmac\"}",
                "{\"scheme\":\"hmac\",\"header\":\"X Y\"}",
                "{\"scheme\":\"hmac\",\"header\":\"X\",\"algorithm\":\"md5\"}",
                "{\"scheme\":\"hmac\",\"header\":\"X\",\"encoding\":\"base32\"}",
                "{\"scheme\":\"hmac\",\"header\":\"X\",\"toleranceSeconds\":60}"
            })
    void settingsThatMeanNothingAreRefusedByField(String settings) {
        assertThatThrownBy(() -> scheme(settings))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.violations())
                                .allSatisfy(broken -> assertThat(broken.field()).startsWith("settings.signature")));
    }
}
