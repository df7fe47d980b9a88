// SPDX-License-Identifier: Apache-2.0
/**
 * Payloads that people keep to try functions with. Start at {@link TestEventController}.
 */
@NullMarked
package io.glowplug.app.api.testevents;

import org.jspecify.annotations.NullMarked;
