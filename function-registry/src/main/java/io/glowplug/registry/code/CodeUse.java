// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.code;

import java.util.Set;

/** Says which code the stored functions and versions use. */
public interface CodeUse {

    /** Returns the hashes of all code in use, as the current transaction sees it. */
    Set<String> codeInUse();
}
