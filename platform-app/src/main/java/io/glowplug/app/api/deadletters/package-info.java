// SPDX-License-Identifier: Apache-2.0
/**
 * The dead-letter queue and the idempotency keys over REST. Start at {@link DeadLetterController}.
 */
@NullMarked
package io.glowplug.app.api.deadletters;

import org.jspecify.annotations.NullMarked;
