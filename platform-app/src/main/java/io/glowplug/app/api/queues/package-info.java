// SPDX-License-Identifier: Apache-2.0
/**
 * Built-in queues over HTTP: {@code QueueController} for those who run them, {@code QueueMessageController} for producers
 * and consumers in any language.
 *
 * <p>Invariant: a batch is never refused as a whole because of one of its entries; each has its own result.
 */
@NullMarked
package io.glowplug.app.api.queues;

import org.jspecify.annotations.NullMarked;
