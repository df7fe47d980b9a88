// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.partition;

import java.time.Instant;

/** Something else that is removed by its age, after the partitions, once an hour. Harmless when done twice at once. */
@FunctionalInterface
public interface RetentionStep {
    void enforce(Instant now);
}
