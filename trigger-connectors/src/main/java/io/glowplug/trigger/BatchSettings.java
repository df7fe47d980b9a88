// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import io.glowplug.registry.Violations;

/**
 * When a batch is closed: at the first of these. Defaults and limits are those of event source mappings:
 * https://docs.aws.amazon.com/lambda/latest/dg/with-kafka.html
 *
 * @param size most records in one event, 1 to 10,000; 1 for connectors that do not batch
 * @param windowSeconds longest wait for a batch to fill, 0 to 300
 * @param maxBytes most bytes of the function's payload, 1 KiB to 6 MiB
 */
public record BatchSettings(int size, int windowSeconds, int maxBytes) {

    public static final BatchSettings SINGLE = new BatchSettings(1, 0, 6 * 1024 * 1024);

    public BatchSettings {
        Violations.of()
                .range("batch.size", size, 1, 10_000)
                .range("batch.windowSeconds", windowSeconds, 0, 300)
                .range("batch.maxBytes", maxBytes, 1024, 6L * 1024 * 1024)
                .refuseIfAny();
    }
}
