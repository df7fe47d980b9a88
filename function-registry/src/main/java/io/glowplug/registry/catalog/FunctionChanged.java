// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

/** Published within each transaction that changes what a function's name resolves to. Act on it after the commit. */
public record FunctionChanged(String functionName) {}
