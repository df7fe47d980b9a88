// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.webhook;

import io.glowplug.registry.SecretText;
import io.glowplug.trigger.TriggerCredentials.Kind;
import io.glowplug.trigger.credential.CredentialRows;
import io.glowplug.trigger.credential.CredentialRows.StoredCredential;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The secrets of one trigger, opened. While one follows another, both are valid. */
final class SigningSecrets {

    private final InstantSource time;
    private final List<Opened> opened = new ArrayList<>();
    private boolean unreadable;

    SigningSecrets(UUID triggerId, CredentialRows rows, InstantSource time) {
        this.time = time;
        for (StoredCredential row : rows.read(triggerId, Kind.SIGNING_SECRET)) {
            Optional<SecretText> secret = rows.open(row);
            secret.ifPresent(text -> opened.add(new Opened(row, text)));
            unreadable |= secret.isEmpty();
        }
    }

    /** Secrets that are valid for ever, wherever they come from. */
    SigningSecrets(List<SecretText> secrets, InstantSource time) {
        this.time = time;
        secrets.forEach(secret -> opened.add(new Opened(null, secret)));
    }

    private record Opened(@Nullable StoredCredential row, SecretText secret) {}

    List<SecretText> valid() {
        Instant now = time.instant();
        return opened.stream()
                .filter(each -> each.row() == null || each.row().isValidAt(now))
                .map(Opened::secret)
                .toList();
    }

    /** Why nothing can be verified, or null. */
    @Nullable
    String problem() {
        if (!valid().isEmpty()) {
            return null;
        }
        return unreadable
                ? "its signing secret was encrypted under a master key that this node does not have"
                : "has no valid signing secret yet, so nothing that is sent to it can be verified";
    }
}
