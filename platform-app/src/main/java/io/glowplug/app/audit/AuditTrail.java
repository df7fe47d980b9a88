// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.audit;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glowplug.registry.RefusedException;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** The audit log for changes that do not come by the REST API. */
@Component
public class AuditTrail {

    private static final int DONE = 200;
    private static final int REFUSED = 400;
    private static final int FAILED = 500;

    private final AuditLogStore store;
    private final InstantSource clock;

    AuditTrail(AuditLogStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Whose request it is. */
    public record Author(String accessKeyId, String requestId, String remoteAddress) {}

    /** Writes an entry, makes the change, and writes down its outcome. */
    public <T> T record(Author author, String action, String resource, Supplier<T> change) {
        AuditEntry entry = new AuditEntry(
                UuidCreator.getTimeOrderedEpochPlus1(),
                clock.instant(),
                author.accessKeyId(),
                action,
                resource,
                author.requestId(),
                author.remoteAddress(),
                null,
                null);
        store.begin(entry);
        try {
            T result = change.get();
            store.end(entry.id(), "done", DONE);
            return result;
        } catch (RefusedException refused) {
            store.end(entry.id(), "refused", REFUSED);
            throw refused;
        } catch (RuntimeException failed) {
            store.end(entry.id(), "failed", FAILED);
            throw failed;
        }
    }
}
