// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.embedded.postgres;

import io.glowplug.app.database.DatabaseAddress;
import io.glowplug.app.settings.DataDirectory;
import io.glowplug.app.settings.PlatformProperties;
import io.glowplug.dispatch.PayloadHome;
import io.glowplug.trigger.ObjectHome;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * Decides whose database it is. The pool, and through it Flyway and JPA, take the {@link JdbcConnectionDetails}: so the
 * embedded server starts when first asked for, and stops after all that use it.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EmbeddedPostgresProperties.class)
class DatabaseConfiguration {

    @Bean
    @Lazy
    EmbeddedPostgres embeddedPostgres(DataDirectory data, EmbeddedPostgresProperties properties) {
        return EmbeddedPostgres.start(data, properties);
    }

    @Bean
    DatabaseAddress databaseAddress(PlatformProperties properties, ObjectProvider<EmbeddedPostgres> embedded) {
        String url = properties.databaseUrl();
        if (url != null && !url.isBlank()) {
            return DatabaseAddress.external(url, properties.databaseUsername(), properties.databasePassword());
        }
        EmbeddedPostgres postgres = embedded.getObject();
        return DatabaseAddress.own(postgres.jdbcUrl(), postgres.username(), postgres.password());
    }

    /** One node has an embedded database to itself, so its own disk is as good a place as that. */
    @Bean
    PayloadHome payloadHome(PlatformProperties properties, DataDirectory data) {
        String url = properties.databaseUrl();
        return () -> url != null && !url.isBlank() ? Optional.empty() : Optional.of(data.resolve("objects/payloads"));
    }

    /** As with payloads. */
    @Bean
    ObjectHome objectHome(PlatformProperties properties, DataDirectory data) {
        String url = properties.databaseUrl();
        return () -> url != null && !url.isBlank() ? Optional.empty() : Optional.of(data.resolve("objects/store"));
    }

    @Bean
    JdbcConnectionDetails database(DatabaseAddress address) {
        return new Database(address);
    }

    private record Database(DatabaseAddress address) implements JdbcConnectionDetails {

        @Override
        public String getJdbcUrl() {
            return address.url();
        }

        @Override
        public @Nullable String getUsername() {
            return address.username();
        }

        @Override
        public @Nullable String getPassword() {
            return address.password();
        }
    }
}
