// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glowplug.registry.FunctionChange;
import io.glowplug.registry.FunctionExtras;
import io.glowplug.registry.LogFormat;
import io.glowplug.registry.LogLevel;
import io.glowplug.registry.LogRetention;
import io.glowplug.registry.LoggingSettings;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.testing.RegistryHarness;
import io.glowplug.registry.testing.TestFunctions;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LoggingRulesTest {

    private static RegistryHarness harness;

    @BeforeAll
    static void start() {
        harness = RegistryHarness.start();
        harness.create(TestFunctions.python("talks"));
    }

    @AfterAll
    static void stop() {
        harness.close();
    }

    @Test
    void settingsAreKeptFrozenByVersionsAndRetentionIsThatOfTheFunction() {
        var settings = new LoggingSettings(LogFormat.JSON, LogLevel.FATAL, LogLevel.DEBUG, 7);

        assertThat(harness.registry().get("talks").configuration().logging()).isEqualTo(LoggingSettings.DEFAULT);
        update(settings);
        harness.registry().publish("talks", "", null);
        update(new LoggingSettings(LogFormat.TEXT, null, null, 14));

        assertThat(harness.resolver().resolve("talks", "1").configuration().logging())
                .isEqualTo(settings);
        assertThat(harness.bean(LogRetention.class).days()).isEqualTo(Map.of("talks", 14));
        update(LoggingSettings.DEFAULT);
        assertThat(harness.bean(LogRetention.class).days()).isEmpty();
    }

    @Test
    void refusesLevelsWithoutJsonAndRetentionThatThePlatformHasNot() {
        assertThatThrownBy(() -> update(new LoggingSettings(LogFormat.TEXT, LogLevel.INFO, LogLevel.INFO, 15)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("logging.applicationLevel must be left out unless format is JSON")
                .hasMessageContaining("logging.systemLevel must be left out unless format is JSON")
                .hasMessageContaining("logging.retentionDays must be between 1 and 14");
        assertThatThrownBy(() -> update(new LoggingSettings(LogFormat.JSON, null, LogLevel.ERROR, 0)))
                .hasMessageContaining("logging.systemLevel must be DEBUG, INFO or WARN")
                .hasMessageContaining("logging.retentionDays must be between 1");
    }

    private static void update(LoggingSettings settings) {
        harness.registry().update("talks", FunctionChange.of(FunctionExtras.ofLogging(settings)), null);
    }
}
