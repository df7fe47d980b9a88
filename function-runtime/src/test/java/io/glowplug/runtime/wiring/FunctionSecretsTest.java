// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import static io.glowplug.runtime.wiring.RuntimeHarness.describe;
import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.registry.FunctionSecrets;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.UnreadableSecretException;
import io.glowplug.runtime.AttemptOutcome;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Where the secrets of functions go, with real processes. */
class FunctionSecretsTest {

    private static final Map<String, String> SECRETS = Map.of("PASSWORD", "tulip \"42\"", "SHORT", "abc");

    @Test
    void aFunctionGetsItsSecretsAndNobodyReadsThemInLogsErrorsAndHistory() {
        try (var runtime = RuntimeHarness.with().start()) {
            var function = runtime.python("""
                    import os
                    def handler(event, context):
                        print('it is', os.environ['PASSWORD'], 'and', os.environ['SHORT'])
                        if event:
                            raise ValueError('wrong: ' + os.environ['PASSWORD'])
                        return os.environ['PASSWORD']
                    """).secrets(SECRETS).latest();
            UUID id = UUID.randomUUID();

            var returned = (AttemptOutcome.Returned)
                    runtime.invoke(RuntimeHarness.request(id, function, "false", RuntimeHarness.PATIENT));
            var failed = (AttemptOutcome.FunctionFailed) runtime.invoke(function, "true");

            assertThat(returned.answer().utf8()).isEqualTo("\"tulip \\\"42\\\"\"");
            assertThat(returned.answerToShow().utf8()).isEqualTo("\"***\"");
            assertThat(runtime.logOf(id)).contains("it is *** and abc");
            assertThat(failed.errorMessage()).isEqualTo("wrong: ***");
            assertThat(failed.errorPayload().utf8()).contains("wrong: ***").doesNotContain("tulip");
            assertThat(runtime.log()).noneMatch(line -> line.text().contains("tulip"));
        }
    }

    @Test
    void aSecretThatCannotBeReadFailsTheAttemptWithTheReason() {
        var unreadable = new FunctionSecrets() {
            @Override
            public Map<String, String> open(FunctionVersion version) {
                throw new UnreadableSecretException("The secret PASSWORD of function hello cannot be decrypted", null);
            }

            @Override
            public Reencryption reencrypt() {
                return new Reencryption(0, 0);
            }
        };
        try (var runtime = RuntimeHarness.with().secrets(unreadable).start()) {
            var function = runtime.python("").secrets(SECRETS).latest();

            assertThat(describe(runtime.invoke(function, "{}")))
                    .startsWith("platform failed")
                    .endsWith("The secret PASSWORD of function hello cannot be decrypted");
            assertThat(runtime.environments()).isEmpty();
        }
    }
}
