// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import io.glowplug.registry.Violations;

/**
 * When a batch is closed: at the first of these; and how it is taken apart when it fails. Defaults and limits are those
 * of event source mappings: https://docs.aws.amazon.com/lambda/latest/dg/with-kafka.html
 *
 * @param size most records in one event, 1 to 10,000; 1 for connectors that do not batch
 * @param windowSeconds longest wait for a batch to fill, 0 to 300
 * @param maxBytes most bytes of the function's payload, 1 KiB to 6 MiB
 * @param reportItemFailures whether the function's answer says which records failed
 * @param bisectOnError whether a batch that fails as a whole is split in two until the bad record stands alone
 */
public record BatchSettings(
        int size, int windowSeconds, int maxBytes, boolean reportItemFailures, boolean bisectOnError) {

    public static final BatchSettings SINGLE = new BatchSettings(1, 0, 6 * 1024 * 1024);

    public BatchSettings {
        Violations.of()
                .range("batch.size", size, 1, 10_000)
                .range("batch.windowSeconds", windowSeconds, 0, 300)
                .range("batch.maxBytes", maxBytes, 1024, 6L * 1024 * 1024)
                .refuseIfAny();
    }

    /** A batch that succeeds or fails as a whole. */
    public BatchSettings(int size, int windowSeconds, int maxBytes) {
        this(size, windowSeconds, maxBytes, false, false);
    }
}
