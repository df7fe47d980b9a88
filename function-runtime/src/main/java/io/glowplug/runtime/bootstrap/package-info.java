// SPDX-License-Identifier: Apache-2.0
/**
 * The files that have to lie inside the sandbox or start it: the bootstraps of Python, Node.js and Ruby, which load the
 * handler and speak frames, the jars that a Java function's JVM starts with, those of Spring Cloud Function, and {@code glowplug-init}, the small native
 * program around a process.
 *
 * <p>Start at {@link BootstrapFiles}. The files themselves are resources of this package; the C source is {@code
 * src/main/native/glowplug-init.c}, the launcher's Java source is {@code src/launcher}, that of Spring's host {@code src/spring}; what the bootstraps say is defined in {@code channel.framed}.
 */
@NullMarked
package io.glowplug.runtime.bootstrap;

import org.jspecify.annotations.NullMarked;
