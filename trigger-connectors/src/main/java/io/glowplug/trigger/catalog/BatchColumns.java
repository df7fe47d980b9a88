// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.catalog;

import io.glowplug.trigger.BatchSettings;
import jakarta.persistence.Embeddable;

@Embeddable
record BatchColumns(
        int batchSize,
        int batchWindowSeconds,
        int batchMaxBytes,
        boolean batchReportItemFailures,
        boolean batchBisectOnError) {

    static BatchColumns of(BatchSettings settings) {
        return new BatchColumns(
                settings.size(),
                settings.windowSeconds(),
                settings.maxBytes(),
                settings.reportItemFailures(),
                settings.bisectOnError());
    }

    BatchSettings toSettings() {
        return new BatchSettings(
                batchSize, batchWindowSeconds, batchMaxBytes, batchReportItemFailures, batchBisectOnError);
    }
}
