// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

/** How the plain shape shows a record's value. */
enum ValueFormat {
    JSON,
    TEXT,
    BASE64
}
