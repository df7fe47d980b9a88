// SPDX-License-Identifier: Apache-2.0
/**
 * The document that destinations get: Lambda's invocation record. Its words, resource names among them, stay here.
 *
 * <p>Start at {@link OutcomeEventMapper}.
 */
@NullMarked
package io.glowplug.dispatch.delivery.wire;

import org.jspecify.annotations.NullMarked;
