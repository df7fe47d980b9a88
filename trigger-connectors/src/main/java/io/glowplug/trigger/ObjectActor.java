// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

/**
 * Whoever changes an object, as events tell it.
 *
 * @param principal id of the access key
 * @param sourceAddress where the request came from
 * @param requestId the request's id, as its answer has it
 */
public record ObjectActor(String principal, String sourceAddress, String requestId) {}
