// SPDX-License-Identifier: Apache-2.0
/**
 * Functions, versions and aliases as people edit them, in PostgreSQL by JPA.
 *
 * <p>Start at {@link io.glowplug.registry.catalog.FunctionCatalog}, the door; the rules for fields are in {@code
 * FunctionRules} and {@code HandlerRules}. A change locks its function's row, so that edits of one function come one
 * after the other, and tells {@link io.glowplug.registry.catalog.RegistryChanges} in the same transaction.
 *
 * <p>Invariant: a function is active only after its code was unpacked at least once, and a version is only made from
 * an active function.
 */
@NullMarked
package io.glowplug.registry.catalog;

import org.jspecify.annotations.NullMarked;
