// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What makes a call one that a trigger makes for somebody.
 *
 * @param triggerId whose it is: it is found in the trigger's history, and its idempotency key is the trigger's own
 * @param sameness what two calls with one idempotency key have in common, where payloads differ by things that say
 *     nothing, such as times; null for the payload
 * @param answerRule what the answer has to be like; a run whose answer breaks it has failed
 */
public record TriggerCall(UUID triggerId, @Nullable String sameness, AnswerRule answerRule) {}
