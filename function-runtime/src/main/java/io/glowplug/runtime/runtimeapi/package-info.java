// SPDX-License-Identifier: Apache-2.0
/**
 * The Runtime API of Lambda, version 2018-06-01, over HTTP on one unix socket per process, so that AWS's own runtime
 * clients and existing bootstraps run unmodified: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 *
 * <p>Start at {@link RuntimeApiServer}; {@code Conversation} decides what may be said when, {@code RequestHandler}
 * turns HTTP into that. This package is the only place that knows the names on this wire.
 *
 * <p>Invariant: a request is checked in full before it changes the state of the conversation, and nothing that a
 * process sends costs the platform more memory than one answer and a few connections.
 */
@NullMarked
package io.glowplug.runtime.runtimeapi;

import org.jspecify.annotations.NullMarked;
