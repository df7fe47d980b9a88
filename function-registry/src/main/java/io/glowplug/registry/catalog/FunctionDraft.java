// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.FlowControl;
import io.glowplug.registry.FunctionConfiguration;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.registry.SealedSecret;
import java.util.Map;

/** What a user asked for, checked and complete: everything about a function apart from its name and code. */
record FunctionDraft(
        FunctionConfiguration configuration, RetryPolicy asyncRetry, Map<String, String> tags, FlowControl flow) {

    FunctionDraft withSecrets(Map<String, SealedSecret> secrets) {
        return new FunctionDraft(configuration.withSecrets(secrets), asyncRetry, tags, flow);
    }
}
