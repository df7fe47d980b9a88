// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.ingress;

import io.glowplug.app.settings.PlatformProperties;
import io.glowplug.app.settings.StartRefusedException;
import io.glowplug.trigger.Ingress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The web server of the ingress port. It has one servlet and no filter, so that a request costs what Glowplug does for it;
 * see docs/adr/0037. Speaks HTTP/1.1 and HTTP/2, with TLS if there is a certificate.
 */
@Component
@EnableConfigurationProperties(IngressServerProperties.class)
public class IngressServer implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(IngressServer.class);

    private static final int LARGEST_HEAD = 32 * 1024;
    private static final int LARGEST_ANSWER_HEAD = 64 * 1024;
    private static final int MOST_HEADERS = 100;
    private static final Duration SILENCE = Duration.ofSeconds(20);
    private static final Duration KEPT_ALIVE = Duration.ofSeconds(75);
    private static final int COMPRESSED_FROM = 2048;
    private static final Duration LOOK_AT_FILES = Duration.ofSeconds(2);
    private static final Duration DRAIN = Duration.ofSeconds(30);

    /** A refused body is read to its end up to here, so that its sender gets to read why. */
    private static final int SWALLOWED = 16 * 1024 * 1024;

    private static final String COMPRESSED =
            "text/html,text/xml,text/plain,text/css,text/csv,text/javascript,application/javascript,application/json,"
                    + "application/problem+json,application/xml,image/svg+xml";

    private final PlatformProperties platform;
    private final IngressServerProperties properties;
    private final IngressServlet servlet;
    private final @Nullable TlsFiles tls;
    private @Nullable Tomcat tomcat;
    private @Nullable ScheduledExecutorService fileWatch;
    private @Nullable ScheduledFuture<?> looks;

    IngressServer(PlatformProperties platform, IngressServerProperties properties, Ingress ingress) {
        this.platform = platform;
        this.properties = properties;
        this.servlet = new IngressServlet(ingress, ForwardedFor.trusting(properties.trustedProxies()));
        this.tls = TlsFiles.of(properties);
    }

    /** The port that it listens on, while it does. */
    public int port() {
        Tomcat running = tomcat;
        return running == null ? 0 : running.getConnector().getLocalPort();
    }

    /** Where it is reached, such as {@code http://127.0.0.1:8081}. */
    public String address() {
        return (tls == null ? "http" : "https") + "://" + platform.bindAddress() + ":" + port();
    }

    @Override
    public synchronized void start() {
        if (tomcat != null) {
            return;
        }
        Tomcat server = new Tomcat();
        server.setBaseDir(workDirectory().toString());
        Connector connector = connector();
        server.setConnector(connector);
        if (server.getHost() instanceof StandardHost host) {
            host.setErrorReportValveClass(IngressErrorReport.class.getName());
            host.setAutoDeploy(false);
        }
        Context context = server.addContext("", null);
        Tomcat.addServlet(context, "ingress", servlet).setAsyncSupported(false);
        context.addServletMappingDecoded("/*", "ingress");
        try {
            server.start();
        } catch (LifecycleException e) {
            throw notStarted(server, e);
        }
        tomcat = server;
        watchFiles(connector);
    }

    private static Path workDirectory() {
        try {
            return Files.createTempDirectory("glowplug-ingress");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private StartRefusedException notStarted(Tomcat server, LifecycleException cause) {
        try {
            server.destroy();
        } catch (LifecycleException alsoFailed) {
            cause.addSuppressed(alsoFailed);
        }
        Throwable reason = cause;
        while (reason.getCause() != null) {
            reason = reason.getCause();
        }
        return new StartRefusedException(
                "The ingress port " + properties.port() + " cannot be opened on " + platform.bindAddress() + ": "
                        + reason.getMessage() + ".",
                "Let GLOWPLUG_INGRESS_PORT name a port that is free, or correct the files of its certificate.",
                cause);
    }

    private Connector connector() {
        Connector connector = new Connector(Http11NioProtocol.class.getName());
        connector.setPort(properties.port());
        connector.setProperty("address", platform.bindAddress());
        connector.setThrowOnFailure(true);
        connector.setAllowTrace(false);
        connector.setXpoweredBy(false);
        // Paths are led and handed on as they were sent; what a piece of them means is the route's business.
        connector.setEncodedSolidusHandling("passthrough");
        if (connector.getProtocolHandler() instanceof Http11NioProtocol http) {
            http.setExecutor(new VirtualThreadExecutor("ingress-"));
            http.setMaxConnections(properties.maxConnections());
            http.setMaxHttpRequestHeaderSize(LARGEST_HEAD);
            http.setMaxHttpResponseHeaderSize(LARGEST_ANSWER_HEAD);
            http.setMaxHeaderCount(MOST_HEADERS);
            http.setConnectionTimeout((int) SILENCE.toMillis());
            http.setKeepAliveTimeout((int) KEPT_ALIVE.toMillis());
            http.setMaxKeepAliveRequests(-1);
            http.setMaxSwallowSize(SWALLOWED);
            http.setContinueResponseTiming("onRead");
            http.setCompression("on");
            http.setCompressionMinSize(COMPRESSED_FROM);
            http.setCompressibleMimeType(COMPRESSED);
            if (tls != null) {
                connector.setScheme("https");
                connector.setSecure(true);
                http.setSSLEnabled(true);
                http.addSslHostConfig(tls.toHostConfig());
            }
        }
        connector.addUpgradeProtocol(http2());
        return connector;
    }

    private static Http2Protocol http2() {
        Http2Protocol http2 = new Http2Protocol();
        http2.setReadTimeout(SILENCE.toMillis());
        http2.setKeepAliveTimeout(KEPT_ALIVE.toMillis());
        return http2;
    }

    private void watchFiles(Connector connector) {
        TlsFiles files = tls;
        if (files == null || !(connector.getProtocolHandler() instanceof Http11NioProtocol http)) {
            return;
        }
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("ingress-certificate").factory());
        looks = watch.scheduleWithFixedDelay(
                () -> files.reloadIfChanged(http),
                LOOK_AT_FILES.toMillis(),
                LOOK_AT_FILES.toMillis(),
                TimeUnit.MILLISECONDS);
        fileWatch = watch;
    }

    /** Takes no more connections, lets the requests in hand be answered, and ends. */
    @Override
    public synchronized void stop() {
        Tomcat running = tomcat;
        if (running == null) {
            return;
        }
        if (fileWatch != null && looks != null) {
            looks.cancel(false);
            fileWatch.shutdown();
            fileWatch = null;
        }
        try {
            running.getConnector().pause();
            running.getConnector().getProtocolHandler().closeServerSocketGraceful();
            if (!servlet.awaitIdle(DRAIN)) {
                log.warn("Requests on the ingress port are cut off: they were not answered within {}", DRAIN);
            }
            running.stop();
            running.destroy();
        } catch (LifecycleException e) {
            log.warn("The ingress port did not close cleanly", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tomcat = null;
    }

    @Override
    public boolean isRunning() {
        return tomcat != null;
    }

    /** Opens after everything that it needs, and closes before it, at the same time as the console's server. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 1024;
    }
}
