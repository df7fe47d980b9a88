// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

/** One version of a layer as a function uses it. Its content stays while a function names it, also once the version is deleted. */
public record FunctionLayer(String name, int number, CodePackage code) {

    /** Returns how users write it: {@code name:number}. */
    public String reference() {
        return name + ":" + number;
    }
}
