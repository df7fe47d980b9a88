// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object.store;

import io.glowplug.dispatch.Chore;
import io.glowplug.dispatch.Hints;
import io.glowplug.trigger.ObjectHome;
import io.glowplug.trigger.ObjectStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the store together. Needs from elsewhere an {@code ObjectHome}, if there is to be one by default. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ObjectStoreProperties.class)
public class ObjectStoreConfiguration {

    private static final Duration SWEPT_EVERY = Duration.ofHours(6);
    private static final Duration UPLOADS_LOOKED_AT_EVERY = Duration.ofMinutes(10);

    @Bean
    ObjectChanges objectChanges(JdbcClient jdbc, Hints hints) {
        return new ObjectChanges(jdbc, hints);
    }

    @Bean
    StoreParts objectStoreParts(
            ObjectStoreProperties properties,
            ObjectProvider<ObjectHome> home,
            JdbcClient jdbc,
            ObjectChanges changes,
            InstantSource time) {
        StoreHome directory = new StoreHome(
                Optional.ofNullable(properties.directory())
                        .or(() -> home.getIfAvailable(() -> Optional::empty).directory()),
                time);
        return StoreParts.over(directory, jdbc, changes, time);
    }

    @Bean
    FileSweep objectFileSweep(StoreParts parts) {
        return new FileSweep(parts.home(), parts.objects(), parts.time());
    }

    @Bean
    Publication objectPublication(StoreParts parts, PlatformTransactionManager transactions, FileSweep sweep) {
        return new Publication(parts, new TransactionTemplate(transactions), sweep);
    }

    @Bean
    ObjectStore objectStore(StoreParts parts, Publication publication) {
        return new StoredObjects(parts, publication);
    }

    @Bean
    StoredUploads objectUploads(
            StoreParts parts, Publication publication, PlatformTransactionManager transactions, FileSweep sweep) {
        return new StoredUploads(parts, publication, new TransactionTemplate(transactions), sweep);
    }

    @Bean
    Chore sweepOfObjectFiles(FileSweep sweep, InstantSource time) {
        return new Chore(
                "object-files",
                SWEPT_EVERY,
                () -> sweep.fullRound(time.instant().minus(FileSweep.GRACE)));
    }

    @Bean
    Chore endOfOldUploads(StoredUploads uploads, ObjectStoreProperties properties, InstantSource time) {
        return new Chore(
                "object-uploads",
                UPLOADS_LOOKED_AT_EVERY,
                () -> uploads.abortStartedBefore(time.instant().minus(properties.uploadLife())));
    }
}
