// SPDX-License-Identifier: Apache-2.0
/**
 * Sends many dead letters (a redrive) or past events (a replay) again, in portions.
 *
 * <p>Start at {@link LedgerResends} for what people ask for and at {@link ResendPortions} for what then happens.
 *
 * <p>Invariant: a portion is sent, counted as accepted and noted in one transaction that holds the row of its resend.
 * So a crash loses a portion as a whole, any node goes on, and nothing is sent twice.
 */
@NullMarked
package io.glowplug.dispatch.resend;

import org.jspecify.annotations.NullMarked;
