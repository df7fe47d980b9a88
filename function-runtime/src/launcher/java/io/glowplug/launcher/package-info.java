// SPDX-License-Identifier: Apache-2.0
/**
 * What a JVM of a Java function starts with: a few classes around AWS's own runtime client. They are compiled for Java
 * 17, packed as {@code launcher.jar} and seen by functions, so they depend on nothing but the JDK and that client.
 *
 * <p>Start at {@link io.glowplug.launcher.Launcher}, which is run in one of three ways:
 *
 * <dl>
 *   <dt>{@code java -jar launcher.jar <handler>}
 *   <dd>a plain start: the client loads the handler from the working directory, its {@code lib/*.jar} and {@code
 *       /opt/java/lib/*.jar}, in this order, which is Lambda's.
 *   <dt>{@code java -jar launcher.jar --await <unix socket>}
 *   <dd>a start ahead of time. The JVM loads what any function needs, connects to the socket, sends one byte {@code R}
 *       ("ready") and waits. The platform then puts the code at {@code LAMBDA_TASK_ROOT} and sends the order: a length (4
 *       bytes, big-endian) and that many bytes, the function's variables as {@code NAME=value}, UTF-8, each ended by a
 *       zero byte. The launcher closes the connection, makes these the variables of the process ({@code
 *       AWS_LAMBDA_RUNTIME_API} stays what it was), enters {@code LAMBDA_TASK_ROOT} (again: the code may have been mounted
 *       over it) and goes on as in a plain start with the handler in {@code _HANDLER}.
 *       A connection that ends before the order is complete ends the process with status 0: nobody needs it any more.
 *   <dt>{@code java -jar launcher.jar --train <events>}
 *   <dd>a rehearsal for a start cache: the client serves that many events of a Runtime API within this very process,
 *       which then prints how many milliseconds of processor time it took, on a line of their own, and ends.
 * </dl>
 *
 * <p>What a start ahead of time cannot do, so that such a function has to start plainly: variables that the JVM or the C
 * library read at their own start ({@code JAVA_TOOL_OPTIONS}, {@code JDK_JAVA_OPTIONS}, {@code _JAVA_OPTIONS}, {@code
 * TZ}, {@code LANG}, {@code LC_*}, {@code LD_*}) have to be what they will be from the beginning, as has the size of the
 * heap; and native code that asks the C library for a variable sees those of the start.
 *
 * <p>Invariant: user code runs only after its variables are in place, and when the client's loop has ended the process
 * ends too, whatever threads the function left behind.
 */
package io.glowplug.launcher;
