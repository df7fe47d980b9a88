// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import java.time.Instant;

/**
 * How many environments somebody wants kept warm.
 *
 * @param qualifier number of a version, or name of an alias
 */
public record ProvisionedSetting(String functionName, String qualifier, int environments, Instant modifiedAt) {}
