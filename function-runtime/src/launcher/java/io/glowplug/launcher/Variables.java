// SPDX-License-Identifier: Apache-2.0
package io.glowplug.launcher;

import java.lang.reflect.Field;
import java.util.Map;

/**
 * The variables of this process as Java code sees them. The JDK copies them once and offers no way to change the copy,
 * so this reaches into it; the manifest of {@code launcher.jar} opens the two packages.
 */
final class Variables {

    private static final String RUNTIME_API = "AWS_LAMBDA_RUNTIME_API";

    private Variables() {}

    /** Replaces all variables except where the Runtime API is, which this process was told at its start. */
    static void replace(Map<String, String> variables) throws ReflectiveOperationException {
        String api = System.getenv(RUNTIME_API);
        Map<String, String> copy = modifiable();
        copy.clear();
        copy.putAll(variables);
        if (api != null) {
            copy.put(RUNTIME_API, api);
        }
    }

    static void set(String name, String value) throws ReflectiveOperationException {
        modifiable().put(name, value);
    }

    /** What {@code System.getenv()} returns is a read-only view of the map that processes are started with. */
    @SuppressWarnings("unchecked")
    private static Map<String, String> modifiable() throws ReflectiveOperationException {
        Map<String, String> view = System.getenv();
        Field viewed = view.getClass().getDeclaredField("m");
        viewed.setAccessible(true);
        return (Map<String, String>) viewed.get(view);
    }
}
