// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.ingress;

import io.glowplug.app.settings.StartRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate and its key, read from their files at the start and whenever these change. Files that do not go
 * together, as in the middle of an exchange, are looked at again; until then connections get the certificate from before.
 */
final class TlsFiles {

    private static final Logger log = LoggerFactory.getLogger(TlsFiles.class);

    private final Path certificate;
    private final Path privateKey;
    private @Nullable List<FileTime> taken;
    private boolean complained;

    private TlsFiles(Path certificate, Path privateKey) {
        this.certificate = certificate;
        this.privateKey = privateKey;
    }

    /** Returns null if the port is to speak plain HTTP. */
    static @Nullable TlsFiles of(IngressServerProperties properties) {
        String certificate = properties.tlsCertificate();
        String privateKey = properties.tlsPrivateKey();
        if (certificate == null && privateKey == null) {
            return null;
        }
        if (certificate == null || privateKey == null) {
            throw new StartRefusedException(
                    "Only one of GLOWPLUG_INGRESS_TLS_CERTIFICATE and GLOWPLUG_INGRESS_TLS_PRIVATE_KEY is set.",
                    "Set both to serve TLS on the ingress port, or neither for plain HTTP.");
        }
        return new TlsFiles(
                readable("GLOWPLUG_INGRESS_TLS_CERTIFICATE", certificate),
                readable("GLOWPLUG_INGRESS_TLS_PRIVATE_KEY", privateKey));
    }

    private static Path readable(String setting, String file) {
        Path path = Path.of(file).toAbsolutePath();
        if (!Files.isReadable(path)) {
            throw new StartRefusedException(
                    setting + " is \"" + file + "\": there is no such file, or it cannot be read.",
                    "Correct " + setting + ".");
        }
        return path;
    }

    SSLHostConfig toHostConfig() {
        SSLHostConfig config = new SSLHostConfig();
        config.setProtocols("TLSv1.2,TLSv1.3");
        SSLHostConfigCertificate pair = new SSLHostConfigCertificate(config, SSLHostConfigCertificate.Type.UNDEFINED);
        pair.setCertificateFile(certificate.toString());
        pair.setCertificateKeyFile(privateKey.toString());
        config.addCertificate(pair);
        taken = times();
        return config;
    }

    /** Looks whether the files have changed, and has new connections get what is in them now. */
    void reloadIfChanged(AbstractHttp11Protocol<?> protocol) {
        List<FileTime> now = times();
        if (now == null || now.equals(taken)) {
            return;
        }
        try {
            protocol.reloadSslHostConfigs();
            taken = now;
            complained = false;
            log.info("The ingress port serves the certificate that is in {} now", certificate);
        } catch (RuntimeException e) {
            if (!complained) {
                log.warn(
                        "The new certificate in {} or its key in {} cannot be used, the one from before goes on: {}",
                        certificate,
                        privateKey,
                        e.toString());
            }
            complained = true;
        }
    }

    private @Nullable List<FileTime> times() {
        try {
            return List.of(Files.getLastModifiedTime(certificate), Files.getLastModifiedTime(privateKey));
        } catch (IOException inTheMiddleOfAnExchange) {
            return null;
        }
    }
}
