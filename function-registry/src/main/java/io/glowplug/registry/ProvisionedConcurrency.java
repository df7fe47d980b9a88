// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import java.util.List;

/** What is to be kept warm. To be asked again and again: mostly answered from memory, as fresh as the resolver. */
public interface ProvisionedConcurrency {

    /** Returns each version of which environments are wanted, once, on all nodes together. */
    List<Wanted> wanted();

    /**
     * One version.
     *
     * @param environments positive; where several settings lead to the version, their sum
     */
    record Wanted(FunctionVersion version, int environments) {}
}
