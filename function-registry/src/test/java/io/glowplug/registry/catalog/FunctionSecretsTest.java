// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glowplug.registry.FunctionChange;
import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.FunctionExtras;
import io.glowplug.registry.FunctionSecrets;
import io.glowplug.registry.FunctionSecrets.Reencryption;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.SecretText;
import io.glowplug.registry.UnreadableSecretException;
import io.glowplug.registry.testing.RegistryHarness;
import io.glowplug.registry.testing.TestFunctions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FunctionSecretsTest {

    private final RegistryHarness harness = RegistryHarness.start();

    @AfterEach
    void stop() {
        harness.close();
    }

    @Test
    void secretsAreKeptUntilGivenAnewOrRemovedAndVersionsFreezeThem() {
        FunctionDetails created = create("pay", Map.of("PASSWORD", "tulip-1", "TOKEN", "rose"));
        harness.registry().publish("pay", "", null);

        FunctionDetails untouched = harness.registry()
                .update("pay", new FunctionChange(null, null, 256, null, null, null, null, null, null, null), null);
        FunctionDetails same = update("pay", "PASSWORD", "tulip-1");
        update("pay", "PASSWORD", "tulip-2");
        FunctionDetails changed = update("pay", "TOKEN", null);

        assertThat(untouched.configuration().secrets())
                .isEqualTo(created.configuration().secrets());
        assertThat(same.revision()).isEqualTo(untouched.revision());
        assertThat(changed.configuration().secrets()).containsOnlyKeys("PASSWORD");
        assertThat(open("pay", null)).isEqualTo(Map.of("PASSWORD", "tulip-2"));
        assertThat(open("pay", "1")).isEqualTo(Map.of("PASSWORD", "tulip-1", "TOKEN", "rose"));
        assertThat(harness.jdbc()
                        .sql(
                                "select string_agg(f::text, '') || string_agg(v::text, '') from function f, function_version v")
                        .query(String.class)
                        .single())
                .contains("PASSWORD")
                .doesNotContain("tulip")
                .doesNotContain("rose");
    }

    @Test
    void refusesNamesThatAreReservedMalformedOrTakenAndTooMuchInAll() {
        assertThatThrownBy(() -> create("bad", Map.of("AWS_REGION", "x", "1x", "x", "NUL", "\0")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("secrets.AWS_REGION is reserved")
                .hasMessageContaining("secrets.1x must have a name")
                .hasMessageContaining("secrets.NUL must be well-formed")
                .hasMessageNotContaining("\0");
        assertThatThrownBy(() -> create("bad", Map.of("BIG", "x".repeat(4_090))))
                .hasMessageContaining("environment must be at most 4096 bytes in all with the secrets");
        create("good", Map.of("PASSWORD", "tulip"));
        var asVariable =
                new FunctionChange(null, null, null, null, null, Map.of("PASSWORD", "x"), null, null, null, null);
        assertThatThrownBy(() -> harness.registry().update("good", asVariable, null))
                .hasMessageContaining("environment.PASSWORD must not be a secret at the same time");
    }

    @Test
    void aSecretInTheRowOfAnotherFunctionOrNameIsNotOpened() {
        create("mine", Map.of("PASSWORD", "tulip", "OTHER", "rose"));
        create("yours", Map.of("PASSWORD", "carnation"));
        harness.jdbc()
                .sql(
                        "update function set secrets = (select secrets from function where name = 'mine') where name = 'yours'")
                .update();
        harness.jdbc().sql("""
                        update function set secrets = jsonb_build_object('OTHER', secrets -> 'PASSWORD')
                        where name = 'mine'
                        """).update();
        // What was read ahead of the first call is forgotten with a change.
        harness.registry().update("mine", FunctionChange.of(FunctionExtras.NONE), null);
        harness.registry().update("yours", FunctionChange.of(FunctionExtras.NONE), null);

        assertThatThrownBy(() -> open("yours", null))
                .isInstanceOf(UnreadableSecretException.class)
                .hasMessageContaining("of function yours cannot be decrypted")
                .hasMessageNotContaining("tulip");
        assertThatThrownBy(() -> open("mine", null)).isInstanceOf(UnreadableSecretException.class);
    }

    @Test
    void reencryptionChangesTheSealsAndNothingElse() {
        create("pay", Map.of("PASSWORD", "tulip", "TOKEN", "rose"));
        harness.registry().publish("pay", "", null);
        FunctionDetails before = harness.registry().get("pay");
        harness.secretCipher().changeKey(false);

        assertThat(secrets().reencrypt()).isEqualTo(new Reencryption(2, 0));
        assertThat(secrets().reencrypt()).isEqualTo(new Reencryption(0, 0));

        FunctionDetails after = harness.registry().get("pay");
        assertThat(after.revision()).isEqualTo(before.revision());
        assertThat(after.configuration().secrets())
                .isNotEqualTo(before.configuration().secrets());
        assertThat(open("pay", "1")).isEqualTo(Map.of("PASSWORD", "tulip", "TOKEN", "rose"));
        assertThat(harness.registry().publish("pay", "", null).number()).isEqualTo(1);

        harness.secretCipher().changeKey(true);
        assertThat(secrets().reencrypt()).isEqualTo(new Reencryption(0, 2));
        update("pay", "PASSWORD", "daisy");
        update("pay", "TOKEN", null);
        assertThat(open("pay", null)).isEqualTo(Map.of("PASSWORD", "daisy"));
        assertThatThrownBy(() -> open("pay", "1")).isInstanceOf(UnreadableSecretException.class);
    }

    private FunctionDetails create(String name, Map<String, String> secrets) {
        Map<String, SecretText> texts = new HashMap<>();
        secrets.forEach((secret, text) -> texts.put(secret, new SecretText(text)));
        return harness.awaitSettled(harness.registry()
                .create(TestFunctions.python(name).toNewFunction().with(FunctionExtras.ofSecrets(texts)))
                .name());
    }

    private FunctionDetails update(String name, String secret, String text) {
        Map<String, SecretText> change = new HashMap<>();
        change.put(secret, text == null ? null : new SecretText(text));
        return harness.registry().update(name, FunctionChange.of(FunctionExtras.ofSecrets(change)), null);
    }

    private Map<String, String> open(String name, String qualifier) {
        return secrets().open(harness.resolver().resolve(name, qualifier));
    }

    private FunctionSecrets secrets() {
        return harness.bean(FunctionSecrets.class);
    }
}
