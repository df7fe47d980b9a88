// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object.external;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket of another store. */
public final class ExternalBucket implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration WHOLE_CALL = Duration.ofSeconds(60);

    private final S3Client client;
    private final String name;

    private ExternalBucket(S3Client client, String name) {
        this.client = client;
        this.name = name;
    }

    /** Part of a listing; {@code next} leads to the part behind it, or is null at the end. */
    public record Listed(List<SeenObject> objects, @Nullable String next) {}

    /** The bucket cannot be listed; the message says why, for the user. */
    public static final class UnreachableException extends RuntimeException {
        private UnreachableException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Opens a bucket as a trigger has it; nothing is asked yet. */
    public static ExternalBucket of(
            UUID triggerId, ExternalStore store, String name, ExternalSecrets secrets, EndpointRules rules) {
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(store.region()))
                .forcePathStyle(store.pathStyle())
                .credentialsProvider(credentials(triggerId, store, secrets))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(configuration -> configuration.apiCallTimeout(WHOLE_CALL))
                .httpClientBuilder(Apache5HttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(ANSWER)
                        .maxConnections(2)
                        .dnsResolver(rules)
                        // Through a proxy it would be the proxy's address that is looked at.
                        .proxyConfiguration(ProxyConfiguration.builder()
                                .useSystemPropertyValues(false)
                                .useEnvironmentVariableValues(false)
                                .build()));
        if (store.endpoint() != null) {
            builder.endpointOverride(URI.create(store.endpoint()));
        }
        return new ExternalBucket(builder.build(), name);
    }

    private static AwsCredentialsProvider credentials(UUID triggerId, ExternalStore store, ExternalSecrets secrets) {
        return store.accessKeyId() == null
                ? AnonymousCredentialsProvider.create()
                : StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(store.accessKeyId(), secrets.open(triggerId, store)));
    }

    /** Lists objects by key, at most 1,000. */
    public Listed list(String prefix, @Nullable String token) {
        try {
            ListObjectsV2Response answer = client.listObjectsV2(request -> request.bucket(name)
                    .prefix(prefix.isEmpty() ? null : prefix)
                    .continuationToken(token));
            return new Listed(
                    answer.contents().stream().map(ExternalBucket::seen).toList(),
                    Boolean.TRUE.equals(answer.isTruncated()) ? answer.nextContinuationToken() : null);
        } catch (AwsServiceException refused) {
            String code = refused.awsErrorDetails() == null
                    ? "HTTP " + refused.statusCode()
                    : refused.awsErrorDetails().errorCode();
            throw new UnreachableException("The store refuses to list the bucket " + name + ": " + code, refused);
        } catch (SdkException failed) {
            throw new UnreachableException("The store cannot be reached: " + rootMessage(failed), failed);
        }
    }

    private static SeenObject seen(S3Object object) {
        String eTag = object.eTag() == null ? "" : object.eTag().replace("\"", "");
        return new SeenObject(object.key(), eTag, object.size() == null ? 0 : object.size(), object.lastModified());
    }

    private static String rootMessage(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    @Override
    public void close() {
        client.close();
    }
}
