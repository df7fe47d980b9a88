// SPDX-License-Identifier: Apache-2.0
/**
 * What tests of this module and of others need of the registry: ready-made function versions, and a whole registry on
 * a real database.
 */
@NullMarked
package io.glowplug.registry.testing;

import org.jspecify.annotations.NullMarked;
