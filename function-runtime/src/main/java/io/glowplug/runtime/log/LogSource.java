// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.log;

/** Whose output it is. */
public record LogSource(String functionName, String version, String environmentId) {}
