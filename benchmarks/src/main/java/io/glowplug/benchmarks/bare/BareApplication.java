// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks.bare;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A web server with one entity and nothing else. Arguments: its port, the JDBC URL. */
@SpringBootApplication
public class BareApplication {

    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(BareApplication.class);
        application.setDefaultProperties(Map.of(
                "server.port", arguments[0],
                "spring.datasource.url", arguments[1],
                "spring.flyway.locations", "classpath:db/bare",
                "spring.flyway.table", "bare_schema_history",
                "spring.flyway.baseline-on-migrate", "true",
                "spring.flyway.baseline-version", "0",
                "spring.jpa.open-in-view", "false",
                "spring.threads.virtual.enabled", "true"));
        application.run(arguments);
    }
}
