// SPDX-License-Identifier: Apache-2.0
/**
 * Runs functions of Spring Cloud Function, whichever version of it the class loader has. Start at {@link
 * io.glowplug.spring.FunctionHost}. Compiled for Java 17, packed as {@code spring-host.jar} and seen by functions; events
 * come through AWS's client for Java, which {@code launcher.jar} starts.
 */
package io.glowplug.spring;
