// SPDX-License-Identifier: Apache-2.0
package io.glowplug.launcher;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;

/**
 * The handler of functions of Spring: gives them a class loader with one Spring in it, theirs or the platform's, and
 * leaves the rest to {@code spring-host.jar}, which is loaded there.
 */
public final class SpringFunctions implements RequestStreamHandler {

    /** Names the directory with Spring's jars and the host's. */
    private static final String FILES_PROPERTY = "glowplug.spring";

    private static final String HOST = "io.glowplug.spring.FunctionHost";

    private final ClassLoader loader;
    private final RequestStreamHandler host;

    public SpringFunctions() throws Throwable {
        SpringClassPath classPath = SpringClassPath.of(
                Path.of(System.getenv("LAMBDA_TASK_ROOT")), Path.of(System.getProperty(FILES_PROPERTY)));
        loader = classPath.newLoader();
        Thread.currentThread().setContextClassLoader(loader);
        try {
            host = (RequestStreamHandler)
                    loader.loadClass(HOST).getConstructor(Path.class).newInstance(classPath.application());
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        Thread.currentThread().setContextClassLoader(loader);
        host.handleRequest(event, answer, context);
    }
}
