// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

/** What the function gets. */
enum EventShape {
    /** What AWS Lambda hands over for a self-managed cluster: keys and values in base64. */
    LAMBDA,
    /** A list of records with decoded keys and values. */
    PLAIN
}
