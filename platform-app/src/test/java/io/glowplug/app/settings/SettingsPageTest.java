// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** Holds docs/settings.md, the names that the start accepts, and the modules' properties against each other. */
class SettingsPageTest {

    private static final Path PAGE = Path.of("../docs/settings.md");

    /** Read by the launcher or before any property is bound. */
    private static final Set<String> NO_PROPERTIES =
            Set.of("GLOWPLUG_JAVA_HOME", "GLOWPLUG_JAVA_OPTS", "GLOWPLUG_LOG_FORMAT", "GLOWPLUG_SANDBOX");

    /** Set from the platform's setting of the same name, so that there is one name for one thing. */
    private static final Set<String> SET_BY_THE_PLATFORM = Set.of(
            "GLOWPLUG_REGISTRY_CONCURRENCY_LIMIT",
            "GLOWPLUG_RUNTIME_CONCURRENCY_LIMIT",
            "GLOWPLUG_RUNTIME_SANDBOX",
            "GLOWPLUG_RUNTIME_REGION",
            "GLOWPLUG_RUNTIME_ACCOUNT",
            "GLOWPLUG_DISPATCH_DESTINATIONS_REGION",
            "GLOWPLUG_DISPATCH_DESTINATIONS_ACCOUNT",
            "GLOWPLUG_TRIGGER_OBJECT_REGION",
            "GLOWPLUG_TRIGGER_OBJECT_ACCOUNT",
            "GLOWPLUG_TRIGGER_QUEUE_REGION",
            "GLOWPLUG_TRIGGER_QUEUE_ACCOUNT",
            "GLOWPLUG_TRIGGER_SCHEDULE_REGION",
            "GLOWPLUG_TRIGGER_SCHEDULE_ACCOUNT");

    @Test
    void thePageNamesEverySettingAndNoOther() throws IOException {
        Set<String> onThePage = Pattern.compile("`(GLOWPLUG_[A-Z0-9_]+)`")
                .matcher(Files.readString(PAGE))
                .results()
                .map(MatchResult::group)
                .map(name -> name.replace("`", ""))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(onThePage).containsExactlyInAnyOrderElementsOf(SettingNames.ALL);
    }

    @Test
    void everySettingIsReadAndEveryPropertyHasASetting() {
        Set<String> read = new HashSet<>(propertyNames());
        read.removeAll(SET_BY_THE_PLATFORM);
        read.addAll(NO_PROPERTIES);

        assertThat(SettingNames.ALL).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(read);
    }

    private static Set<String> propertyNames() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        return scanner.findCandidateComponents("io.glowplug").stream()
                .map(candidate -> candidate.getBeanClassName())
                .flatMap(SettingsPageTest::namesOf)
                .collect(Collectors.toSet());
    }

    private static Stream<String> namesOf(String className) {
        try {
            Class<?> type = Class.forName(className);
            String prefix = type.getAnnotation(ConfigurationProperties.class).value();
            return Arrays.stream(type.getRecordComponents())
                    .map(component -> prefix + "." + component.getName().replaceAll("([A-Z])", "_$1"))
                    .map(name -> name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
