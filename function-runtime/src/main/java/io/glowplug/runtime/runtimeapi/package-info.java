// SPDX-License-Identifier: Apache-2.0
/**
 * The Runtime API of Lambda, version 2018-06-01, over HTTP on one unix socket per process, so that AWS's own runtime
 * clients and existing bootstraps run unmodified: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 *
 * <p>Beside it the Extensions API, version 2020-01-01, for those who live in the environment with the runtime:
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html
 *
 * <p>Extensions subscribe to telemetry here too; what that is, is the matter of the package of that name. {@code Deliveries}
 * are the way back into the environment.
 *
 * <p>Start at {@link RuntimeApiServer}; {@code Conversation} decides what may be said when, {@code Extensions} keeps
 * what extensions have said, {@code RequestHandler} turns HTTP into both. This package is the only place that knows the names on this wire.
 *
 * <p>Invariant: a request is checked in full before it changes the state of the conversation, and nothing that a
 * process sends costs the platform more memory than one answer and a few connections.
 */
@NullMarked
package io.glowplug.runtime.runtimeapi;

import org.jspecify.annotations.NullMarked;
