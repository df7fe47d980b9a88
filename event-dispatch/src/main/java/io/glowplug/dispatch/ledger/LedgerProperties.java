// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.ledger;

import io.glowplug.registry.Violations;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The auditor's settings.
 *
 * @param auditEvery pause between two audits, each of which reads all open invocations; at least 1 second, 1 minute by
 *     default
 */
@ConfigurationProperties("glowplug.dispatch.ledger")
public record LedgerProperties(@DefaultValue("1m") Duration auditEvery) {

    public LedgerProperties {
        Violations.of()
                .check(auditEvery.toSeconds() >= 1, "glowplug.dispatch.ledger.audit-every", "must be at least 1 s")
                .refuseIfAny();
    }
}
