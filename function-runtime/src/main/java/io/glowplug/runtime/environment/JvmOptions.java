// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import java.util.ArrayList;
import java.util.List;

/**
 * The options of a function's JVM, made for a quick start in little memory, as Lambda's are: one thread collects
 * garbage, and only the first compiler is used. {@code JAVA_TOOL_OPTIONS} is read before the command line and would be
 * overruled by it, so an option that it sets itself is left out here:
 * https://docs.aws.amazon.com/lambda/latest/dg/java-customization.html
 */
final class JvmOptions {

    /** What a JVM needs besides its heap: classes, compiled code, stacks and its own libraries; measured. */
    private static final int BESIDES_HEAP_MB = 64;

    private static final double MOST_OF_MEMORY = 0.85;

    private JvmOptions() {}

    static List<String> of(int memoryMb, String toolOptions) {
        var options = new ArrayList<String>();
        if (!toolOptions.matches("(?s).*-XX:[+-]Use\\w+GC\\b.*")) {
            options.add("-XX:+UseSerialGC");
        }
        if (!toolOptions.contains("TieredStopAtLevel") && !toolOptions.contains("TieredCompilation")) {
            options.add("-XX:TieredStopAtLevel=1");
        }
        if (!toolOptions.contains("-Xmx")
                && !toolOptions.contains("MaxHeapSize")
                && !toolOptions.contains("MaxRAMPercentage")) {
            options.add("-Xmx" + heapMb(memoryMb) + "m");
        }
        if (!toolOptions.contains("user.country")) {
            options.add("-Duser.country=US"); // as LANG says; the locale that every host has names no country
        }
        options.add("-XX:-UsePerfData"); // it would take a file in the function's /tmp
        options.add("-Djava.net.preferIPv4Stack=true");
        return options;
    }

    /** Want of memory is to be an error of Java's, which says where it happened, rather than the kernel's kill. */
    static int heapMb(int memoryMb) {
        return Math.min((int) (memoryMb * MOST_OF_MEMORY), memoryMb - BESIDES_HEAP_MB);
    }
}
