// SPDX-License-Identifier: Apache-2.0
/**
 * One execution environment: a process with its wire, its output and its state.
 *
 * <p>Start at {@link ExecutionEnvironment}. {@link EnvironmentStarter} makes one; {@link EnvironmentTransitions} alone
 * decides what may follow what (drawn in {@code docs/generated/environment-states.md}). Which environment serves whom
 * is the business of {@code runtime.pool}.
 *
 * <p>Invariant: an environment runs one invocation at a time, and once it has left the states idle and busy it never
 * runs another.
 */
@NullMarked
package io.glowplug.runtime.environment;

import org.jspecify.annotations.NullMarked;
