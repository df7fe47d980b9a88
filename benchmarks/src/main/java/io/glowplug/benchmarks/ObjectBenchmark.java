// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import tools.jackson.databind.JsonNode;

/** From the moment in which a client begins to put an object until the handler is entered, one at a time, warm. */
final class ObjectBenchmark implements Benchmark {

    private static final InstantSource CLOCK = InstantSource.system();
    private static final int WARM_UP = 300;
    private static final int OBJECTS = 500;
    private static final int BYTES = 1024;

    @Override
    public void run(Platform platform, Report report) throws IOException {
        Functions.NODEJS.create(platform, "objects");
        platform.rest().post("/api/v1/buckets", "{\"name\": \"bench\"}");
        platform.rest().post("/api/v1/triggers", """
                {"name": "objects", "function": "objects", "type": "object", "settings": {"bucket": "bench"}}""");
        platform.await(
                "the trigger is read",
                Duration.ofSeconds(30),
                () -> platform.rest()
                        .get("/api/v1/triggers/objects/status")
                        .get("state")
                        .asString()
                        .equals("running"));
        List<Instant> begun = new ArrayList<>();
        double[] puts = new double[OBJECTS];
        try (S3Client s3 = client(platform)) {
            byte[] content = new byte[BYTES];
            for (int n = -WARM_UP; n < OBJECTS; n++) {
                String key = "object-" + n;
                long start = System.nanoTime();
                Instant at = CLOCK.instant();
                s3.putObject(request -> request.bucket("bench").key(key), RequestBody.fromBytes(content));
                if (n >= 0) {
                    begun.add(at);
                    puts[n] = (System.nanoTime() - start) / 1e6;
                }
                int done = n + WARM_UP + 1;
                // One at a time: the next object finds an idle environment.
                platform.await(
                        "it is run",
                        Duration.ofSeconds(30),
                        () -> platform.rest().ledger("objects", "succeeded") >= done);
            }
        }
        double[] entered = entered(platform, begun);
        Arrays.sort(entered);
        Arrays.sort(puts);
        double bare = puts[OBJECTS / 2];
        report.add("S3 put begins → handler entered, p50", entered[OBJECTS / 2], "ms", "the put alone, p50 ms", bare);
        report.add(
                "S3 put begins → handler entered, p99",
                entered[OBJECTS * 99 / 100],
                "ms",
                "the put alone, p50 ms",
                bare);
    }

    private static double[] entered(Platform platform, List<Instant> begun) {
        List<Instant> started = platform.rest()
                .get("/api/v1/invocations?function=objects&status=succeeded&limit=" + OBJECTS)
                .get("items")
                .valueStream()
                .map(invocation -> startedAt(platform, invocation))
                .sorted(Comparator.naturalOrder())
                .toList();
        double[] millis = new double[OBJECTS];
        for (int n = 0; n < OBJECTS; n++) {
            millis[n] = Duration.between(begun.get(n), started.get(n)).toNanos() / 1e6;
        }
        return millis;
    }

    private static Instant startedAt(Platform platform, JsonNode invocation) {
        return Instant.parse(platform.rest()
                .get("/api/v1/invocations/" + invocation.get("id").asString())
                .get("attempts")
                .get(0)
                .get("startedAt")
                .asString());
    }

    private static S3Client client(Platform platform) {
        return S3Client.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + platform.s3Port()))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(Platform.KEY_ID, Platform.SECRET)))
                .build();
    }
}
