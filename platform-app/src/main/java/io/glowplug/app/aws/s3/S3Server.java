// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.aws.s3;

import io.glowplug.app.settings.PlatformProperties;
import io.glowplug.app.settings.StartRefusedException;
import io.glowplug.trigger.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.util.FileSystemUtils;

/**
 * Listens for S3's requests, apart from the console and the REST API: what a client may put into a path, and how long an
 * upload may take, is another matter there.
 */
final class S3Server implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(S3Server.class);

    private static final int MOST_CONNECTIONS = 1024;
    private static final int IDLE_MILLIS = 30_000;
    private static final int KEPT_ALIVE_MILLIS = 60_000;
    private static final int SWALLOWED_BYTES = 2 * 1024 * 1024;

    /** Keys may have these, and not every client encodes them. */
    private static final String ALSO_IN_PATHS = "\"<>[]^`{|}";

    private final ObjectStore store;
    private final S3Servlet servlet;
    private final S3Properties properties;
    private final PlatformProperties platform;
    private @Nullable Tomcat tomcat;
    private @Nullable Path workDirectory;

    S3Server(ObjectStore store, S3Servlet servlet, S3Properties properties, PlatformProperties platform) {
        this.store = store;
        this.servlet = servlet;
        this.properties = properties;
        this.platform = platform;
        if (!store.isOpen()) {
            LOG.info(
                    "No object store: with an external database, GLOWPLUG_S3_DIRECTORY has to name a directory that all"
                            + " nodes share");
        }
    }

    /** Without a directory there is nothing to serve, and nothing is missing that should run. */
    @Override
    public boolean isAutoStartup() {
        return store.isOpen();
    }

    /** Returns the port that is listened on, or -1 if none is. */
    synchronized int port() {
        return tomcat == null ? -1 : tomcat.getConnector().getLocalPort();
    }

    @Override
    public synchronized void start() {
        try {
            workDirectory = Files.createTempDirectory("glowplug-s3");
            Tomcat server = new Tomcat();
            server.setBaseDir(workDirectory.toString());
            server.setConnector(connector());
            ((StandardHost) server.getHost()).setErrorReportValveClass(QuietErrors.class.getName());
            Context context = server.addContext("", null);
            Tomcat.addServlet(context, "s3", servlet).setLoadOnStartup(-1);
            context.addServletMappingDecoded("/", "s3");
            tomcat = server;
            server.start();
            if (port() < 0) {
                throw refused();
            }
            LOG.info("S3 at http://{}:{}", platform.bindAddress(), port());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (LifecycleException e) {
            stop();
            throw refused();
        }
    }

    private StartRefusedException refused() {
        return new StartRefusedException(
                "The port " + properties.port() + " for S3 cannot be opened on " + platform.bindAddress() + ".",
                "Free it, or choose another one by GLOWPLUG_S3_PORT (0 for any free port).");
    }

    private Connector connector() throws UnknownHostException {
        Connector connector = new Connector();
        connector.setThrowOnFailure(true);
        connector.setPort(properties.port());
        connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
        connector.setEncodedReverseSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
        // No body is a form: parameters of requests are in their queries.
        connector.setParseBodyMethods("NONE");
        if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
            http.setAddress(InetAddress.getByName(platform.bindAddress()));
            http.setExecutor(new VirtualThreadExecutor("s3-"));
            http.setMaxConnections(MOST_CONNECTIONS);
            http.setConnectionTimeout(IDLE_MILLIS);
            http.setKeepAliveTimeout(KEPT_ALIVE_MILLIS);
            http.setMaxKeepAliveRequests(-1);
            http.setMaxSwallowSize(SWALLOWED_BYTES);
            http.setRelaxedPathChars(ALSO_IN_PATHS);
            http.setRelaxedQueryChars(ALSO_IN_PATHS);
        }
        return connector;
    }

    /** Requests that no servlet ever sees are answered without a page of Tomcat's. */
    public static final class QuietErrors extends ErrorReportValve {
        public QuietErrors() {
            setShowReport(false);
            setShowServerInfo(false);
        }
    }

    @Override
    public synchronized void stop() {
        Tomcat server = tomcat;
        if (server == null) {
            return;
        }
        tomcat = null;
        try {
            server.getConnector().pause();
            servlet.awaitIdle(20, TimeUnit.SECONDS);
            server.stop();
            server.destroy();
            if (workDirectory != null) {
                FileSystemUtils.deleteRecursively(workDirectory);
            }
        } catch (LifecycleException | IOException e) {
            LOG.warn("S3 did not end cleanly: {}", e.toString());
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return tomcat != null;
    }
}
