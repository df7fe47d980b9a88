// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object.store;

import com.zaxxer.hikari.HikariDataSource;
import io.glowplug.dispatch.Hints;
import io.glowplug.testing.TestPostgres;
import io.glowplug.trigger.ObjectActor;
import io.glowplug.trigger.ObjectDraft;
import io.glowplug.trigger.ObjectHome;
import io.glowplug.trigger.ObjectStore;
import io.glowplug.trigger.ObjectUploads;
import io.glowplug.trigger.StoredObject;
import io.glowplug.trigger.queue.store.LocalHints;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** A store on a database and a directory of its own. */
public final class ObjectStoreRig implements AutoCloseable {

    public static final ObjectActor SOMEBODY = new ObjectActor("GPAKTEST", "192.0.2.7", "request-1");

    private final HikariDataSource database = TestPostgres.freshDatabase();
    private final Path directory = temporary();
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    public ObjectStoreRig() {
        context.registerBean(DataSource.class, () -> database);
        context.registerBean(JdbcClient.class, () -> JdbcClient.create(database));
        context.registerBean(PlatformTransactionManager.class, () -> new JdbcTransactionManager(database));
        context.registerBean(InstantSource.class, InstantSource::system);
        context.registerBean(Hints.class, LocalHints::new);
        context.registerBean(ObjectHome.class, () -> () -> Optional.of(directory));
        context.register(ObjectStoreConfiguration.class);
        context.refresh();
    }

    private static final class Shared {
        static final ObjectStoreRig INSTANCE = new ObjectStoreRig();
    }

    /** One for each test JVM; tests use buckets of their own. */
    public static ObjectStoreRig shared() {
        return Shared.INSTANCE;
    }

    public ObjectStore store() {
        return context.getBean(ObjectStore.class);
    }

    public ObjectUploads uploads() {
        return context.getBean(ObjectUploads.class);
    }

    public ObjectChanges changes() {
        return context.getBean(ObjectChanges.class);
    }

    public JdbcClient jdbc() {
        return context.getBean(JdbcClient.class);
    }

    public DataSource database() {
        return database;
    }

    public String bucket() {
        String name = "bucket-" + UUID.randomUUID();
        store().createBucket(name, "GPAKTEST");
        return name;
    }

    public StoredObject put(String bucket, String key, String content) {
        return store().put(draft(bucket, key), bytes(content), anything(), SOMEBODY);
    }

    public String content(String bucket, String key) {
        var found = store().find(bucket, key);
        try (InputStream stream = found.open(0, found.object().size())) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static ObjectDraft draft(String bucket, String key) {
        return new ObjectDraft(bucket, key, Map.of("content-type", "text/plain"), Map.of("colour", "green"));
    }

    public static ObjectStore.Expected anything() {
        return new ObjectStore.Expected(-1, null, "ObjectCreated:Put");
    }

    public static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Counts the files below the store's directory. */
    public long files() {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has every file looked at, as if all were older than the sweep's grace. */
    public int sweep() {
        return context.getBean(FileSweep.class).fullRound(Instant.now().plusSeconds(60));
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("objects");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        context.close();
        database.close();
    }
}
