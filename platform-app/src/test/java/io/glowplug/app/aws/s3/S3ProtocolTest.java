// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glowplug.app.PlatformHarness;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import tools.jackson.databind.JsonNode;

/** The object store as Amazon's own client meets it. */
class S3ProtocolTest {

    private static final int PART = 5 * 1024 * 1024;

    private final PlatformHarness platform = PlatformHarness.shared();
    private final URI endpoint =
            URI.create("http://127.0.0.1:" + platform.bean(S3Server.class).port());
    private final S3Client s3 = client(PlatformHarness.ADMINISTRATOR, PlatformHarness.SECRET);

    private S3Client client(String id, String secret) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(credentials(id, secret))
                .build();
    }

    private static StaticCredentialsProvider credentials(String id, String secret) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret));
    }

    private String bucket() {
        String name = "b-" + UUID.randomUUID();
        s3.createBucket(request -> request.bucket(name));
        return name;
    }

    private void put(String bucket, String key, String content) {
        s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(content));
    }

    private String get(String bucket, String key) {
        return s3.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asUtf8String();
    }

    @Test
    void whatIsPutIsReadWithEverythingThatWasSaidOfIt() {
        String bucket = bucket();
        s3.putObject(
                request -> request.bucket(bucket)
                        .key("a/b.txt")
                        .contentType("text/x-log")
                        .cacheControl("no-cache")
                        .metadata(Map.of("colour", "green")),
                RequestBody.fromString("hello"));

        var read = s3.getObjectAsBytes(request -> request.bucket(bucket).key("a/b.txt"));

        assertThat(read.asUtf8String()).isEqualTo("hello");
        assertThat(read.response().contentType()).isEqualTo("text/x-log");
        assertThat(read.response().cacheControl()).isEqualTo("no-cache");
        assertThat(read.response().metadata()).containsEntry("colour", "green");
        assertThat(read.response().eTag()).isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");
        assertThat(s3.headObject(request -> request.bucket(bucket).key("a/b.txt"))
                        .contentLength())
                .isEqualTo(5);
    }

    @Test
    void rangesAndConditionsAreKeptTo() {
        String bucket = bucket();
        put(bucket, "digits", "0123456789");

        assertThat(range(bucket, "bytes=2-4")).isEqualTo("234");
        assertThat(range(bucket, "bytes=7-")).isEqualTo("789");
        assertThat(range(bucket, "bytes=-3")).isEqualTo("789");
        assertThat(range(bucket, "bytes=8-99")).isEqualTo("89");
        assertThatThrownBy(() -> range(bucket, "bytes=10-12"))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(416));
        String eTag =
                s3.headObject(request -> request.bucket(bucket).key("digits")).eTag();
        assertThatThrownBy(() -> s3.getObjectAsBytes(
                        request -> request.bucket(bucket).key("digits").ifNoneMatch(eTag)))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(304));
        assertThatThrownBy(() -> s3.getObjectAsBytes(
                        request -> request.bucket(bucket).key("digits").ifMatch("\"other\"")))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
    }

    private String range(String bucket, String range) {
        return s3.getObjectAsBytes(
                        request -> request.bucket(bucket).key("digits").range(range))
                .asUtf8String();
    }

    @Test
    void anUploadInPartsIsOneObject() {
        String bucket = bucket();
        byte[] content = new byte[2 * PART + 1000];
        new Random(7).nextBytes(content);
        String upload = s3.createMultipartUpload(
                        request -> request.bucket(bucket).key("large").metadata(Map.of("n", "1")))
                .uploadId();
        List<CompletedPart> parts = new ArrayList<>();
        for (int number : List.of(2, 1, 3)) {
            parts.add(part(bucket, upload, number, content));
        }
        assertThat(s3.listParts(request -> request.bucket(bucket).key("large").uploadId(upload))
                        .parts())
                .extracting(part -> part.partNumber())
                .containsExactly(1, 2, 3);
        assertThat(s3.listMultipartUploads(request -> request.bucket(bucket)).uploads())
                .hasSize(1);
        assertThatThrownBy(() -> get(bucket, "large")).isInstanceOf(NoSuchKeyException.class);
        parts.sort((one, other) -> one.partNumber() - other.partNumber());
        var completed = s3.completeMultipartUpload(request -> request.bucket(bucket)
                .key("large")
                .uploadId(upload)
                .multipartUpload(multipart -> multipart.parts(parts)));

        assertThat(completed.eTag()).endsWith("-3\"");
        var read = s3.getObjectAsBytes(request -> request.bucket(bucket).key("large"));
        assertThat(read.asByteArray()).isEqualTo(content);
        assertThat(read.response().metadata()).containsEntry("n", "1");
        assertThat(s3.getObjectAsBytes(request ->
                                request.bucket(bucket).key("large").range("bytes=" + (PART - 10) + "-" + (PART + 9)))
                        .asByteArray())
                .isEqualTo(Arrays.copyOfRange(content, PART - 10, PART + 10));
        assertThat(s3.listMultipartUploads(request -> request.bucket(bucket)).uploads())
                .isEmpty();
    }

    private CompletedPart part(String bucket, String upload, int number, byte[] content) {
        byte[] bytes = Arrays.copyOfRange(content, (number - 1) * PART, Math.min(number * PART, content.length));
        String eTag = s3.uploadPart(
                        request -> request.bucket(bucket)
                                .key("large")
                                .uploadId(upload)
                                .partNumber(number),
                        RequestBody.fromBytes(bytes))
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(eTag).build();
    }

    @Test
    void badPartsAreRefused() {
        String bucket = bucket();
        String upload = s3.createMultipartUpload(
                        request -> request.bucket(bucket).key("large"))
                .uploadId();
        byte[] content = new byte[PART];

        assertRefused(400, "InvalidArgument", () -> part(bucket, upload, 10_001, 0));
        assertRefused(400, "InvalidArgument", () -> part(bucket, upload, 0, 0));
        assertRefused(404, "NoSuchUpload", () -> part(bucket, UUID.randomUUID().toString(), 1, 10));
        assertRefused(404, "NoSuchUpload", () -> part(bucket, "../../etc/passwd", 1, 10));
        CompletedPart first = part(bucket, upload, 1, content);
        assertRefused(
                400,
                "InvalidPart",
                () -> complete(
                        bucket,
                        upload,
                        first,
                        CompletedPart.builder().partNumber(2).eTag(first.eTag()).build()));
        assertRefused(
                400,
                "InvalidPart",
                () -> complete(
                        bucket,
                        upload,
                        CompletedPart.builder().partNumber(1).eTag("\"0000\"").build()));
        assertRefused(
                404,
                "NoSuchUpload",
                () -> s3.completeMultipartUpload(request -> request.bucket(bucket)
                        .key("another key")
                        .uploadId(upload)
                        .multipartUpload(parts -> parts.parts(first))));
        s3.abortMultipartUpload(request -> request.bucket(bucket).key("large").uploadId(upload));
        assertRefused(404, "NoSuchUpload", () -> complete(bucket, upload, first));
    }

    private void part(String bucket, String upload, int number, int size) {
        s3.uploadPart(
                request -> request.bucket(bucket).key("large").uploadId(upload).partNumber(number),
                RequestBody.fromBytes(new byte[size]));
    }

    private void complete(String bucket, String upload, CompletedPart... completed) {
        s3.completeMultipartUpload(request ->
                request.bucket(bucket).key("large").uploadId(upload).multipartUpload(parts -> parts.parts(completed)));
    }

    private static void assertRefused(int status, String code, Runnable request) {
        assertThatThrownBy(request::run).isInstanceOfSatisfying(S3Exception.class, e -> {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(e.statusCode()).isEqualTo(status);
        });
    }

    @Test
    void listingsArePagedAndPutTogether() {
        String bucket = bucket();
        for (String key : List.of("a", "dir/1", "dir/2", "dir/sub/3", "e", "z/1", "\u00e4")) {
            put(bucket, key, "x");
        }

        var top = s3.listObjectsV2(request -> request.bucket(bucket).delimiter("/"));
        assertThat(top.contents()).extracting(S3Object::key).containsExactly("a", "e", "\u00e4");
        assertThat(top.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("dir/", "z/");
        var below = s3.listObjectsV2(
                request -> request.bucket(bucket).prefix("dir/").delimiter("/"));
        assertThat(below.contents()).extracting(S3Object::key).containsExactly("dir/1", "dir/2");
        assertThat(below.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("dir/sub/");
        assertThat(s3
                        .listObjectsV2Paginator(
                                request -> request.bucket(bucket).maxKeys(2).delimiter("/"))
                        .stream()
                        .flatMap(page -> java.util.stream.Stream.concat(
                                page.contents().stream().map(S3Object::key),
                                page.commonPrefixes().stream().map(CommonPrefix::prefix))))
                .containsExactlyInAnyOrder("a", "dir/", "e", "z/", "\u00e4");
        assertThat(s3.listObjects(request -> request.bucket(bucket).maxKeys(3)).contents())
                .extracting(S3Object::key)
                .containsExactly("a", "dir/1", "dir/2");
    }

    @Test
    void objectsAreCopiedAndDeleted() {
        String bucket = bucket();
        put(bucket, "original", "content");
        s3.copyObject(request -> request.sourceBucket(bucket)
                .sourceKey("original")
                .destinationBucket(bucket)
                .destinationKey("copy")
                .metadataDirective(MetadataDirective.REPLACE)
                .metadata(Map.of("of", "original")));
        s3.deleteObject(request -> request.bucket(bucket).key("original"));

        assertThat(get(bucket, "copy")).isEqualTo("content");
        assertThat(s3.headObject(request -> request.bucket(bucket).key("copy")).metadata())
                .containsEntry("of", "original");
        assertThatThrownBy(() -> get(bucket, "original")).isInstanceOf(NoSuchKeyException.class);
        assertRefused(409, "BucketNotEmpty", () -> s3.deleteBucket(request -> request.bucket(bucket)));
        assertThat(s3.deleteObjects(request -> request.bucket(bucket)
                                .delete(delete -> delete.objects(List.of(
                                        ObjectIdentifier.builder().key("copy").build(),
                                        ObjectIdentifier.builder()
                                                .key("never there")
                                                .build()))))
                        .deleted())
                .hasSize(2);
        s3.deleteBucket(request -> request.bucket(bucket));
        assertThat(platform.get("/api/v1/audit-log?limit=100").body())
                .contains("S3 CreateBucket")
                .contains("S3 DeleteBucket");
        assertThatThrownBy(() -> s3.listObjectsV2(request -> request.bucket(bucket)))
                .isInstanceOf(NoSuchBucketException.class);
        assertThatThrownBy(() -> put(bucket, "late", "x")).isInstanceOf(NoSuchBucketException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b+c&d=e?f#g",
                "%2e%2e/%2f",
                "dir//double/",
                "./dot/../dots",
                "quote\"<>[]{}|^`\\",
                "\u00fcn\u00efc\u00f6de/\ud83d\ude00",
                "semi;colon=1",
                "tab\tand\nline",
                "/leading",
                ".."
            })
    void strangeKeysAreKeysAndNothingElse(String key) {
        String bucket = bucket();
        put(bucket, key, "of " + key);

        assertThat(get(bucket, key)).isEqualTo("of " + key);
        assertThat(s3.listObjectsV2(request -> request.bucket(bucket)).contents())
                .extracting(S3Object::key)
                .containsExactly(key);
        s3.deleteObject(request -> request.bucket(bucket).key(key));
        assertThat(s3.listObjectsV2(request -> request.bucket(bucket)).contents())
                .isEmpty();
    }

    @Test
    void keysThatCannotBeAreRefused() {
        String bucket = bucket();
        assertThatThrownBy(() -> put(bucket, "k".repeat(1025), "x"))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(400));
        assertThatThrownBy(() -> put(bucket, "nul\0", "x"))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(400));
        assertThatThrownBy(() -> put(bucket, "../../etc/passwd", "x"))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(400));
    }

    @Test
    void presignedUrlsWorkUntilTheyAreChanged() throws IOException, InterruptedException {
        String bucket = bucket();
        put(bucket, "shared", "for whoever has the link");
        try (S3Presigner presigner = S3Presigner.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials(PlatformHarness.ADMINISTRATOR, PlatformHarness.SECRET))
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build()) {
            String url = presigner
                    .presignGetObject(sign -> sign.signatureDuration(Duration.ofMinutes(1))
                            .getObjectRequest(request -> request.bucket(bucket).key("shared")))
                    .url()
                    .toString();

            assertThat(fetch(url)).isEqualTo("for whoever has the link");
            assertThat(fetch(url.replace("/shared", "/other"))).contains("SignatureDoesNotMatch");
            assertThat(fetch(url.substring(0, url.indexOf('?')))).contains("AccessDenied");
            String put = presigner
                    .presignPutObject(sign -> sign.signatureDuration(Duration.ofMinutes(1))
                            .putObjectRequest(request -> request.bucket(bucket).key("uploaded")))
                    .url()
                    .toString();
            try (HttpClient http = HttpClient.newHttpClient()) {
                assertThat(http.send(
                                        HttpRequest.newBuilder(URI.create(put))
                                                .PUT(HttpRequest.BodyPublishers.ofString("by a stranger"))
                                                .build(),
                                        BodyHandlers.ofString())
                                .statusCode())
                        .isEqualTo(200);
            }
            assertThat(get(bucket, "uploaded")).isEqualTo("by a stranger");
        }
    }

    private static String fetch(String url) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create(url)).build(),
                            BodyHandlers.ofString(StandardCharsets.UTF_8))
                    .body();
        }
    }

    @Test
    void credentialsDecideWhatMayBeDone() throws IOException, InterruptedException {
        String bucket = bucket();
        put(bucket, "k", "v");
        try (S3Client wrong = client(PlatformHarness.ADMINISTRATOR, "wrong");
                S3Client nobody = client("GPAKNOBODY", "wrong")) {
            assertRefused(403, "SignatureDoesNotMatch", () -> wrong.listBuckets());
            assertRefused(403, "InvalidAccessKeyId", () -> nobody.listBuckets());
        }
        JsonNode key = PlatformHarness.json(platform.send("POST", "/api/v1/access-keys", "{\"role\":\"viewer\"}"));
        try (S3Client viewer =
                client(key.get("id").asString(), key.get("secretAccessKey").asString())) {
            assertThat(viewer.getObjectAsBytes(request -> request.bucket(bucket).key("k"))
                            .asUtf8String())
                    .isEqualTo("v");
            assertRefused(
                    403,
                    "AccessDenied",
                    () -> viewer.deleteObject(request -> request.bucket(bucket).key("k")));
            assertRefused(
                    403,
                    "AccessDenied",
                    () -> viewer.putObject(
                            request -> request.bucket(bucket).key("k"), RequestBody.fromString("other")));
            assertRefused(403, "AccessDenied", () -> viewer.createBucket(request -> request.bucket("not-by-a-viewer")));
        }
        assertThat(fetch(endpoint + "/")).contains("AccessDenied");
        assertThat(fetch(endpoint + "/healthz")).contains("AccessDenied").doesNotContain("s3proxy");
        assertThat(get(bucket, "k")).isEqualTo("v");
    }

    @Test
    void whatTheStoreDoesNotHaveIsRefused() {
        String bucket = bucket();
        assertThatThrownBy(() -> s3.putBucketVersioning(request ->
                        request.bucket(bucket).versioningConfiguration(versioning -> versioning.status("Enabled"))))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(501));
        assertThatThrownBy(() -> s3.putObject(
                        request -> request.bucket(bucket).key("k").acl("public-read"), RequestBody.fromString("x")))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(501));
        assertThatThrownBy(() -> s3.putObject(
                        request -> request.bucket(bucket).key("k").storageClass("GLACIER"),
                        RequestBody.fromString("x")))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(501));
        assertThat(s3.listObjectsV2(request -> request.bucket(bucket)).contents())
                .isEmpty();
    }
}
