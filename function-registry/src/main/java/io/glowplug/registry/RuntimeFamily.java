// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

/**
 * What starts a function: a bootstrap of ours, AWS's client for Java (with Spring Cloud Function in it), or something that
 * speaks the Runtime API by itself, which is an assembly for .NET or the executable that the code package brings.
 */
public enum RuntimeFamily {
    PYTHON,
    NODEJS,
    RUBY,
    JAVA,
    SPRING,
    DOTNET,
    PROVIDED
}
