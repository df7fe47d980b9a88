// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class SettingsCheckTest {

    private static StandardEnvironment environment(Map<String, String> variables) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new HashMap<>(variables)));
        ConfigurationPropertySources.attach(environment);
        return environment;
    }

    private static StandardEnvironment check(Map<String, String> variables) {
        StandardEnvironment environment = environment(variables);
        new SettingsCheck().postProcessEnvironment(environment, new SpringApplication());
        return environment;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            GLOWPLUG_PORT                      | web                  | GLOWPLUG_PORT is "web"
            GLOWPLUG_PORT                      | 70000                | between 0 and 65535
            GLOWPLUG_S3_PORT                   | 70000                | GLOWPLUG_S3_PORT is "70000"
            GLOWPLUG_INGRESS_PORT              | 70000                | GLOWPLUG_INGRESS_PORT is "70000"
            GLOWPLUG_INGRESS_MAX_CONNECTIONS   | 0                    | between 1 and
            GLOWPLUG_BIND_ADDRESS              | not an address       | GLOWPLUG_BIND_ADDRESS
            GLOWPLUG_DATABASE_URL              | mysql://u:secret@h/d | GLOWPLUG_DATABASE_URL is not the JDBC address
            GLOWPLUG_DATABASE_POOL_SIZE        | 1                    | between 4 and 1000
            GLOWPLUG_CONCURRENCY_LIMIT         | many                 | between 1 and
            GLOWPLUG_MASTER_KEY                | c2hvcnQ=             | 32 bytes
            GLOWPLUG_MASTER_KEY                | ***                  | 32 bytes
            GLOWPLUG_MASTER_KEYS_FOR_READING   | c2hvcnQ=,            | 32 bytes
            GLOWPLUG_ADMIN_ACCESS_KEY_ID       | admin                | Only one of
            GLOWPLUG_LOG_FORMAT                | xml                  | must be text or json
            GLOWPLUG_SANDBOX                   | off                  | must be required, or none
            GLOWPLUG_DISPATCH_LEESE            | 20s                  | GLOWPLUG_DISPATCH_LEESE
            GLOWPLUG_DATABSE_URL               | jdbc:postgresql:x    | GLOWPLUG_DATABSE_URL
            """)
    void aWrongSettingEndsTheStartByName(String name, String value, String message) {
        assertThatThrownBy(() -> check(Map.of(name, value)))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining(message)
                .message()
                .doesNotContain("secret@");
    }

    @Test
    void aShortSecretIsRefusedWithoutRepeatingIt() {
        assertThatThrownBy(() -> check(
                        Map.of("GLOWPLUG_ADMIN_ACCESS_KEY_ID", "admin", "GLOWPLUG_ADMIN_SECRET_ACCESS_KEY", "tulip")))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("16 to 256 characters")
                .message()
                .doesNotContain("tulip");
    }

    @Test
    void everyVariableReachesItsProperty() {
        Map<String, String> variables = new HashMap<>(Map.of(
                "GLOWPLUG_PORT", "0",
                "GLOWPLUG_BIND_ADDRESS", "0.0.0.0",
                "GLOWPLUG_DATA_DIR", "/data",
                "GLOWPLUG_MASTER_KEY", MasterKey.generate(),
                "GLOWPLUG_DATABASE_URL", "jdbc:postgresql://db/glowplug",
                "GLOWPLUG_DATABASE_USERNAME", "user",
                "GLOWPLUG_DATABASE_PASSWORD", "password",
                "GLOWPLUG_DATABASE_POOL_SIZE", "8",
                "GLOWPLUG_ADMIN_ACCESS_KEY_ID", "admin",
                "GLOWPLUG_ADMIN_SECRET_ACCESS_KEY", "0123456789abcdef"));
        variables.put("GLOWPLUG_CONCURRENCY_LIMIT", "300");
        variables.put("GLOWPLUG_MASTER_KEYS_FOR_READING", MasterKey.generate() + " , " + MasterKey.generate());

        PlatformProperties properties = Binder.get(check(variables)).bindOrCreate("glowplug", PlatformProperties.class);

        assertThat(properties)
                .isEqualTo(new PlatformProperties(
                        0,
                        "0.0.0.0",
                        "/data",
                        variables.get("GLOWPLUG_MASTER_KEY"),
                        variables.get("GLOWPLUG_MASTER_KEYS_FOR_READING"),
                        "us-east-1",
                        "000000000000",
                        300,
                        "jdbc:postgresql://db/glowplug",
                        "user",
                        "password",
                        8,
                        null,
                        "admin",
                        "0123456789abcdef"));
        assertThat(properties.toString()).doesNotContain("0123456789abcdef").doesNotContain("password");
    }

    @Test
    void withoutAnyVariableTheDefaultsHold() {
        PlatformProperties properties =
                Binder.get(check(Map.of("PATH", "/bin"))).bindOrCreate("glowplug", PlatformProperties.class);

        assertThat(properties)
                .isEqualTo(new PlatformProperties(
                        8080,
                        "127.0.0.1",
                        "./glowplug-data",
                        null,
                        "",
                        "us-east-1",
                        "000000000000",
                        1000,
                        null,
                        null,
                        null,
                        24,
                        null,
                        null,
                        null));
    }

    @Test
    void jsonLogsAreTurnedOnByOneVariable() {
        assertThat(check(Map.of("GLOWPLUG_LOG_FORMAT", "json")).getProperty("logging.structured.format.console"))
                .isEqualTo("ecs");
        assertThat(check(Map.of()).getProperty("logging.structured.format.console"))
                .isNull();
    }
}
