// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

/**
 * A name for this node that outlives the process. A node that is started again under the name of one that crashed takes
 * back at once what that one was running; under another name it would wait until the leases have run out.
 *
 * <p>Whoever gives the name answers for it that the process that had it before is gone. Without such a bean, and without
 * a configured name, a node draws a new one at each start.
 */
@FunctionalInterface
public interface NodeName {

    /** The name: the same for the whole life of the process, and no other running process has it. */
    String name();
}
