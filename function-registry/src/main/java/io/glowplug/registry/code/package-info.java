// SPDX-License-Identifier: Apache-2.0
/**
 * Code packages: taking archives in, keeping them in PostgreSQL for every node, unpacking them once on each node, and
 * removing what nothing uses any more.
 *
 * <p>Start at {@link io.glowplug.registry.code.CodePackages}, the way in, and at {@link
 * io.glowplug.registry.code.NodeCodeDirectory}, the way to files. {@link io.glowplug.registry.code.ZipArchive} holds
 * the rules against hostile archives.
 *
 * <p>Invariant: what is stored was read through to the end first and keeps within the limits; a directory named by a
 * hash is complete from the moment it exists, and stays while anyone leases it.
 */
@NullMarked
package io.glowplug.registry.code;

import org.jspecify.annotations.NullMarked;
