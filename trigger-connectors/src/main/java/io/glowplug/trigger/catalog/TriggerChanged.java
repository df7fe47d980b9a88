// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.catalog;

import java.util.UUID;

/** Published within the transaction that changed a trigger. */
record TriggerChanged(UUID triggerId) {}
