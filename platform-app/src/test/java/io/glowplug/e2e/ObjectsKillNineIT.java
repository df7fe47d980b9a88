// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.glowplug.testing.FreePorts;
import io.glowplug.testing.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * An upload and its event outlive {@code kill -9} together or not at all. The node is held at the dangerous points from
 * outside, by locks on the rows that it needs there.
 */
class ObjectsKillNineIT {

    private static final String BUCKET = "photos";

    private static final String FUNCTION = """
            exports.handler = async (event) => event.Records.length
            """;

    private static final String KEYS_OF_EVENTS = """
            select replace(convert_from(payload, 'utf8')::jsonb #>> '{Records,0,s3,object,key}', '+', ' ')
            from event where source = 'object:photos'
            """;
    private static final String WAITING = """
            select count(*) from pg_stat_activity
            where wait_event_type = 'Lock' and datname = current_database() and query like :what
            """;

    @TempDir
    Path directory;

    private final int s3Port = FreePorts.next();

    @Test
    void anUploadAndItsEventAreThereTogetherOrNotAtAll() throws Exception {
        String url = TestPostgres.createDatabase();
        try (HikariDataSource database = TestPostgres.pool(url);
                PlatformProcess platform = PlatformProcess.in(directory)
                        .with("GLOWPLUG_DATABASE_URL", url)
                        .with("GLOWPLUG_TRIGGER_LEASE_LENGTH", "3s")
                        .with("GLOWPLUG_TRIGGER_RENEW_INTERVAL", "500ms")
                        .with("GLOWPLUG_S3_PORT", Integer.toString(s3Port))
                        .with("GLOWPLUG_S3_DIRECTORY", objects().toString())
                        .start();
                S3Client s3 = client()) {
            JdbcClient jdbc = JdbcClient.create(database);
            Rest rest = platform.rest();
            rest.createFunction(
                    "thumbnail",
                    "nodejs20.x",
                    "index.handler",
                    Rest.JSON.createObjectNode().put("index.js", FUNCTION),
                    Map.of());
            rest.post("/api/v1/buckets", "{\"name\":\"photos\"}", 201);
            rest.post("/api/v1/triggers", """
                    {"name":"photos","function":"thumbnail","type":"object","settings":{"bucket":"photos"}}""", 201);

            refusesWhatIsNotThereAndWhatOverlaps(rest);
            killedWhenTheFileIsThereAndTheRowIsNot(platform, database, jdbc, s3);
            killedWhenTheObjectIsThereAndTheEventIsNot(platform, database, jdbc, s3);
            killedInTheMidstOfACompletion(platform, database, jdbc, s3);
            killedInAStorm(platform, jdbc, s3);

            await("everything has run")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> rest.ledger("thumbnail").settled());
            assertThat(rest.ledger("thumbnail").balances()).isTrue();
        }
    }

    private static void refusesWhatIsNotThereAndWhatOverlaps(Rest rest) {
        String trigger = """
                {"name":"another","function":"thumbnail","type":"object","settings":{"bucket":"%s","prefix":"in/"}}""";
        assertThat(rest.post("/api/v1/triggers", trigger.formatted("photos"), 400)
                        .at("/errors/0/rule")
                        .asString())
                .contains("must not overlap")
                .contains("photos has events");
        assertThat(rest.post("/api/v1/triggers", trigger.formatted("nowhere"), 400)
                        .at("/errors/0/field")
                        .asString())
                .isEqualTo("settings.bucket");
    }

    private void killedWhenTheFileIsThereAndTheRowIsNot(
            PlatformProcess platform, HikariDataSource database, JdbcClient jdbc, S3Client s3) throws Exception {
        try (ExecutorService caller = Executors.newVirtualThreadPerTaskExecutor();
                Connection holding = locked(database, "select 1 from object_bucket for update")) {
            Future<?> upload = caller.submit(() -> put(s3, "half"));
            awaitWaiting(jdbc, "%object_bucket%");
            assertThat(files()).isEqualTo(1);
            platform.killHard();
            holding.rollback();
            assertThatThrownBy(upload::get).hasCauseInstanceOf(SdkException.class);
        }
        platform.start();
        assertThatThrownBy(() -> get(s3, "half")).isInstanceOf(NoSuchKeyException.class);
        assertThat(count(jdbc, "object_change")).isZero();
        assertThat(keysOfEvents(jdbc)).isEmpty();
    }

    private void killedWhenTheObjectIsThereAndTheEventIsNot(
            PlatformProcess platform, HikariDataSource database, JdbcClient jdbc, S3Client s3) throws Exception {
        await("the trigger is read")
                .atMost(Duration.ofSeconds(30))
                .until(() -> platform.rest()
                        .get("/api/v1/triggers/photos/status")
                        .get("state")
                        .asString()
                        .equals("running"));
        try (Connection holding = locked(database, "select 1 from trigger_lease for update")) {
            put(s3, "told");
            assertThat(get(s3, "told")).isEqualTo("content of told");
            awaitWaiting(jdbc, "%trigger_lease%for share%");
            assertThat(keysOfEvents(jdbc)).isEmpty();
            platform.killHard();
            holding.rollback();
        }
        platform.start();
        awaitEvents(jdbc, Set.of("told"));
        assertThat(get(s3, "told")).isEqualTo("content of told");
    }

    private void killedInTheMidstOfACompletion(
            PlatformProcess platform, HikariDataSource database, JdbcClient jdbc, S3Client s3) throws Exception {
        String upload = s3.createMultipartUpload(
                        request -> request.bucket(BUCKET).key("parts"))
                .uploadId();
        String eTag = s3.uploadPart(
                        request -> request.bucket(BUCKET)
                                .key("parts")
                                .uploadId(upload)
                                .partNumber(1),
                        RequestBody.fromString("one part"))
                .eTag();
        Runnable complete = () -> s3.completeMultipartUpload(request -> request.bucket(BUCKET)
                .key("parts")
                .uploadId(upload)
                .multipartUpload(parts -> parts.parts(
                        CompletedPart.builder().partNumber(1).eTag(eTag).build())));
        try (ExecutorService caller = Executors.newVirtualThreadPerTaskExecutor();
                Connection holding = locked(database, "select 1 from object_bucket for update")) {
            Future<?> completion = caller.submit(complete);
            awaitWaiting(jdbc, "%object_bucket%");
            platform.killHard();
            holding.rollback();
            assertThatThrownBy(completion::get).hasCauseInstanceOf(SdkException.class);
        }
        platform.start();
        assertThatThrownBy(() -> get(s3, "parts")).isInstanceOf(NoSuchKeyException.class);
        assertThat(keysOfEvents(jdbc)).containsExactly("told");

        complete.run();
        awaitEvents(jdbc, Set.of("told", "parts"));
        assertThat(get(s3, "parts")).isEqualTo("one part");
    }

    private void killedInAStorm(PlatformProcess platform, JdbcClient jdbc, S3Client s3) throws Exception {
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        for (int kill = 0; kill < 2; kill++) {
            String storm = "storm-" + kill + "-";
            AtomicInteger next = new AtomicInteger();
            try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int caller = 0; caller < 8; caller++) {
                    callers.execute(() -> putUntilItFails(s3, storm, next, acknowledged));
                }
                await("some objects are stored")
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> acknowledged.stream()
                                        .filter(key -> key.startsWith(storm))
                                        .count()
                                > 60);
                platform.killHard();
            }
            platform.start();
        }
        List<String> stored =
                jdbc.sql("select key from stored_object").query(String.class).list();
        assertThat(stored).containsAll(acknowledged);
        awaitEvents(jdbc, Set.copyOf(stored));
        for (String key : stored) {
            assertThat(get(s3, key)).isNotEmpty();
        }
    }

    private static void putUntilItFails(S3Client s3, String storm, AtomicInteger next, Set<String> acknowledged) {
        try {
            while (true) {
                String key = storm + next.incrementAndGet();
                put(s3, key);
                acknowledged.add(key);
            }
        } catch (SdkException killed) {
            assertThat(next.get()).isPositive();
        }
    }

    private static void put(S3Client s3, String key) {
        s3.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromString("content of " + key));
    }

    private static String get(S3Client s3, String key) {
        return s3.getObjectAsBytes(request -> request.bucket(BUCKET).key(key)).asUtf8String();
    }

    private static Connection locked(HikariDataSource database, String sql) throws SQLException {
        Connection connection = database.getConnection();
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
        return connection;
    }

    private static void awaitWaiting(JdbcClient jdbc, String query) {
        await("a statement like " + query + " waits")
                .atMost(Duration.ofSeconds(30))
                .until(() ->
                        jdbc.sql(WAITING).param("what", query).query(Long.class).single() > 0);
    }

    /** Waits until these have an event each, and sees to it that none has two. */
    private static void awaitEvents(JdbcClient jdbc, Set<String> keys) {
        await("each object has its event")
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(keysOfEvents(jdbc)).containsExactlyInAnyOrderElementsOf(keys));
    }

    private static List<String> keysOfEvents(JdbcClient jdbc) {
        return jdbc.sql(KEYS_OF_EVENTS).query(String.class).list();
    }

    private static long count(JdbcClient jdbc, String table) {
        return jdbc.sql("select count(*) from " + table).query(Long.class).single();
    }

    private Path objects() {
        return directory.resolve("objects");
    }

    private long files() {
        try (Stream<Path> files = Files.walk(objects())) {
            return files.filter(Files::isRegularFile).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private S3Client client() {
        return S3Client.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + s3Port))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .overrideConfiguration(configuration -> configuration.retryStrategy(retry -> retry.maxAttempts(1)))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(PlatformProcess.KEY_ID, PlatformProcess.SECRET)))
                .build();
    }
}
