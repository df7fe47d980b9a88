// SPDX-License-Identifier: Apache-2.0
/**
 * Serves the web console's files. Start at {@link ConsoleConfiguration}.
 */
@NullMarked
package io.glowplug.app.console;

import org.jspecify.annotations.NullMarked;
