// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.code;

import java.util.List;
import java.util.Set;

/** Says which code the stored functions, versions and layers use. */
public interface CodeUse {

    /** Returns the hashes of all code in use, as the current transaction sees it. */
    Set<String> codeInUse();

    /** Returns the lists of layers in use, each by the hashes of its packages in their order. */
    Set<List<String>> layersInUse();
}
