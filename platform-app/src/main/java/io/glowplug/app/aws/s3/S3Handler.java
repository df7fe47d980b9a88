// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.aws.s3;

import io.glowplug.app.audit.AuditTrail;
import io.glowplug.app.security.Role;
import io.glowplug.app.security.SigningKeys;
import io.glowplug.trigger.ObjectStore;
import io.glowplug.trigger.ObjectUploads;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.S3ErrorCode;
import org.gaul.s3proxy.S3ProxyHandler;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpResponse;

/** S3Proxy's handler with this platform's access keys and store, and an answer for every failure. */
final class S3Handler extends S3ProxyHandler {

    private static final Logger LOG = LoggerFactory.getLogger(S3Handler.class);

    private static final long LARGEST_PUT = 5L * 1024 * 1024 * 1024;
    private static final int LARGEST_CHUNK = 16 * 1024 * 1024;
    private static final int CLOCK_TOLERANCE_SECONDS = 15 * 60;

    S3Handler(ObjectStore store, ObjectUploads uploads, SigningKeys keys, AuditTrail audit) {
        super(
                StoredBlobs.forNobody(store, uploads, audit),
                AuthenticationType.AWS_V4,
                "nobody",
                "replaced below by the access keys",
                null,
                LARGEST_PUT,
                BodyBudget.LARGEST_SIGNED,
                LARGEST_CHUNK,
                false,
                null,
                null,
                CLOCK_TOLERANCE_SECONDS);
        setBlobStoreLocator(
                (identity, bucket, key) -> identity == null ? null : grant(store, uploads, keys, audit, identity));
    }

    private static @Nullable AccessGrant grant(
            ObjectStore store, ObjectUploads uploads, SigningKeys keys, AuditTrail audit, String accessKeyId) {
        return keys.find(accessKeyId)
                .map(key -> new AccessGrant(
                        Optional.of(key.secret()),
                        new StoredBlobs(
                                store, uploads, S3Request.current().by(accessKeyId), key.role() != Role.VIEWER, audit)))
                .orElse(null);
    }

    void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try (InputStream body = request.getInputStream()) {
            HttpServletRequest canonical = new CanonicalPath(request);
            doHandle(canonical, canonical, response, body, null);
        } catch (UnsupportedOperationException e) {
            answer(request, response, S3ErrorCode.NOT_IMPLEMENTED, "This store does not have that.");
        } catch (IllegalArgumentException e) {
            answer(
                    request,
                    response,
                    S3ErrorCode.INVALID_ARGUMENT,
                    "The request is not well-formed: " + e.getMessage());
        } catch (IOException | RuntimeException e) {
            answer(request, response, e);
        }
    }

    /** What a stream was refused for may come wrapped by whoever was reading it. */
    private void answer(HttpServletRequest request, HttpServletResponse response, Exception failure)
            throws IOException {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AwsServiceException refused) {
                answer(request, response, refused);
                return;
            }
        }
        if (response.isCommitted()) {
            throw new IOException(failure);
        }
        LOG.warn("{} {} failed", request.getMethod(), request.getRequestURI(), failure);
        answer(
                request,
                response,
                S3ErrorCode.INTERNAL_ERROR,
                "The platform failed; nothing was changed, or all of it.");
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, AwsServiceException refused)
            throws IOException {
        SdkHttpResponse more = S3Exceptions.httpResponse(refused);
        if (more != null) {
            more.firstMatchingHeader("ETag").ifPresent(eTag -> response.setHeader("ETag", eTag));
        }
        String code = S3Exceptions.errorCode(refused);
        if (code == null) {
            response.setStatus(refused.statusCode());
            return;
        }
        String message = refused.awsErrorDetails().errorMessage();
        sendSimpleErrorResponse(
                request, response, code, refused.statusCode(), message == null ? "" : message, Map.of());
    }

    void answer(HttpServletRequest request, HttpServletResponse response, S3ErrorCode code, String message)
            throws IOException {
        sendSimpleErrorResponse(request, response, code, message, Map.of());
    }
}
