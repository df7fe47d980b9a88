// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import java.util.Optional;

/** Something outside the registry that may still need a function, such as a trigger or a waiting invocation. */
public interface FunctionUse {

    /** Returns why that function cannot be deleted now, in one sentence for the user; empty if it may go. */
    Optional<String> reasonToKeep(FunctionDetails function);

    /** Removes what belonged to that function; called in the transaction that deletes it. */
    default void deleted(FunctionDetails function) {}
}
