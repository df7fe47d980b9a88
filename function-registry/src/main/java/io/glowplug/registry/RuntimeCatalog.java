// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import java.util.List;
import java.util.Optional;

/** Says which runtimes this node serves. Implemented by the runtime module, asked before a function is saved. */
public interface RuntimeCatalog {

    /** Returns why this node cannot run functions of that runtime, in one sentence for the user; empty if it can. */
    Optional<String> refusalOf(FunctionRuntime runtime);

    /** Returns why this node cannot give functions that network, in one sentence for the user; empty if it can. */
    default Optional<String> refusalOfNetwork(NetworkAccess.Mode mode) {
        return Optional.empty();
    }

    /** Returns every runtime that was looked for, servable or not, in the order to show them. */
    List<RuntimeAvailability> runtimes();
}
