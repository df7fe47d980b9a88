// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object;

import io.glowplug.testing.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.UUID;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** An S3-compatible store that is not the platform's, which can go down and come back. */
final class ForeignStore implements AutoCloseable {

    static final String ACCESS_KEY = "foreign-access-key";
    static final String SECRET_KEY = "foreign-secret-key";

    private final int port = FreePorts.next();
    private final FilesystemNio2BlobStore files;
    private S3Proxy server;
    private final S3Client client;

    ForeignStore() {
        try {
            files = new FilesystemNio2BlobStore(
                    Files.createTempDirectory("foreign-store").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        up();
        client = S3Client.builder()
                .endpointOverride(URI.create(endpoint()))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY)))
                .build();
    }

    private static final class Shared {
        static final ForeignStore INSTANCE = new ForeignStore();
    }

    static ForeignStore shared() {
        return Shared.INSTANCE;
    }

    String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    void up() {
        server = S3Proxy.builder()
                .blobStore(files)
                .endpoint(URI.create(endpoint()))
                .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
                .build();
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    void down() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    String bucket() {
        String name = "foreign-" + UUID.randomUUID();
        client.createBucket(request -> request.bucket(name));
        return name;
    }

    void put(String bucket, String key, String content) {
        client.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(content));
    }

    void delete(String bucket, String key) {
        client.deleteObject(request -> request.bucket(bucket).key(key));
    }

    void deleteBucket(String bucket) {
        client.deleteBucket(request -> request.bucket(bucket));
    }

    void createBucket(String bucket) {
        client.createBucket(request -> request.bucket(bucket));
    }

    @Override
    public void close() {
        client.close();
        down();
    }
}
