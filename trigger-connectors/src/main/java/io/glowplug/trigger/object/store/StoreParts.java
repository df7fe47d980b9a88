// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object.store;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the store's classes share. */
record StoreParts(
        StoreHome home,
        BucketRows buckets,
        ObjectRows objects,
        UploadRows uploads,
        ObjectChanges changes,
        InstantSource time) {

    static StoreParts over(StoreHome home, JdbcClient jdbc, ObjectChanges changes, InstantSource time) {
        return new StoreParts(home, new BucketRows(jdbc), new ObjectRows(jdbc), new UploadRows(jdbc), changes, time);
    }

    /** As precise as the database keeps it. */
    Instant now() {
        return time.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
