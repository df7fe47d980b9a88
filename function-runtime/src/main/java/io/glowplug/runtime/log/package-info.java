// SPDX-License-Identifier: Apache-2.0
/**
 * What functions print, exactly attributed: every byte written before the reply belongs to that invocation.
 *
 * <p>Start at {@link OutputCapture}. A process writes into two pipes of ours. One {@link OutputPoller} thread empties
 * the pipes of all environments while their invocations run; at the end of an invocation the invoking thread empties
 * them itself, until the kernel says that there is nothing more, and only then closes the books. No markers in the
 * stream and no thread per environment are needed.
 *
 * <p>Invariant: the lines of an environment reach the sink in the order in which they were read, and never more of them
 * per invocation than the output limit allows.
 */
@NullMarked
package io.glowplug.runtime.log;

import org.jspecify.annotations.NullMarked;
