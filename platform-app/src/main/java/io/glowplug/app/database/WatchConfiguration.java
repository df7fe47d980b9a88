// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.database;

import com.zaxxer.hikari.HikariDataSource;
import io.glowplug.app.settings.PlatformProperties;
import io.glowplug.dispatch.HintConnections;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class WatchConfiguration {

    /** Longest wait for an answer of a server that has vanished without a word; longer than any statement takes. */
    private static final String SILENCE_SECONDS = "120";

    /**
     * Has the server let go of what a node holds that stands still or has lost its power: its rows stay locked until then,
     * and nobody else runs what is in them. By default that takes for ever, and two hours.
     */
    private static final String LET_GO_OF_THE_LOST = """
            set idle_in_transaction_session_timeout = '30s';
            set tcp_keepalives_idle = 15;
            set tcp_keepalives_interval = 5;
            set tcp_keepalives_count = 3;
            set tcp_user_timeout = '30s';
            """;

    private static final Logger log = LoggerFactory.getLogger(WatchConfiguration.class);

    /** Behind a pooler that lends sessions for a transaction, hints come past it or not at all. */
    @Bean
    HintConnections hintConnections(DatabaseAddress address, PlatformProperties properties, DataSource pool) {
        String url = properties.databaseListenUrl();
        if (url != null && !url.isBlank()) {
            return new Hints(url, address.username(), address.password());
        }
        return switch (address.pooler()) {
            case NONE, PER_SESSION -> () -> Optional.of(pool.getConnection());
            case PER_TRANSACTION -> {
                log.info(
                        "A pooler lends connections to the database for each transaction. Statements are not prepared on"
                                + " the server, and other nodes' hints are not heard: due work is found by looking"
                                + " (GLOWPLUG_DISPATCH_POLL), unless GLOWPLUG_DATABASE_LISTEN_URL leads past the pooler");
                yield Optional::empty;
            }
        };
    }

    @Bean
    static BeanPostProcessor poolIsWatched() {
        DatabaseWatch watch = new DatabaseWatch();
        return new BeanPostProcessor() {

            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                if (bean instanceof HikariDataSource pool) {
                    pool.setExceptionOverride(new StandbyEviction(pool, watch));
                    pool.setConnectionInitSql(LET_GO_OF_THE_LOST + StandbyEviction.REFUSE_STANDBYS);
                    pool.addDataSourceProperty("tcpKeepAlive", "true");
                    pool.addDataSourceProperty("socketTimeout", SILENCE_SECONDS);
                    pool.addDataSourceProperty("ApplicationName", "glowplug");
                }
                return bean;
            }

            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof HikariDataSource pool ? new WatchedDataSource(pool, watch) : bean;
            }
        };
    }
}
