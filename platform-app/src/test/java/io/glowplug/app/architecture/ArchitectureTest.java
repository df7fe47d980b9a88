// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The walls between the modules and the rules of the house that a machine can hold. */
class ArchitectureTest {

    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("test-classes") && !location.contains("-tests.jar"))
            .importPackages("io.glowplug");

    private static final List<String> MODULES = List.of("registry", "runtime", "dispatch", "trigger", "app");

    @Test
    void modulesUseOnlyThoseToTheirRight() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("registry")
                .definedBy("io.glowplug.registry..")
                .layer("runtime")
                .definedBy("io.glowplug.runtime..")
                .layer("dispatch")
                .definedBy("io.glowplug.dispatch..")
                .layer("trigger")
                .definedBy("io.glowplug.trigger..")
                .layer("app")
                .definedBy("io.glowplug.app..")
                .whereLayer("app")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("trigger")
                .mayOnlyBeAccessedByLayers("app")
                .whereLayer("dispatch")
                .mayOnlyBeAccessedByLayers("app", "trigger")
                .whereLayer("runtime")
                .mayOnlyBeAccessedByLayers("app", "trigger", "dispatch")
                .check(PRODUCTION);
    }

    /** A server that is embedded for one connector implements the door that this connector's folder has for it. */
    @Test
    void modulesUseOnlyTheRootPackagesOfOthers() {
        for (String module : MODULES) {
            noClasses()
                    .that(resideInAnyPackage("io.glowplug..")
                            .and(not(resideInAnyPackage("io.glowplug." + module + "..")))
                            .and(not(resideInAnyPackage("io.glowplug.app.embedded.kafka"))))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage("io.glowplug." + module + ".*.."))
                    .check(PRODUCTION);
        }
        noClasses()
                .that()
                .resideInAPackage("io.glowplug.app.embedded.kafka")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "io.glowplug.registry.*..",
                                "io.glowplug.runtime.*..",
                                "io.glowplug.dispatch.*..",
                                "io.glowplug.trigger.*..")
                        .and(not(resideInAnyPackage("io.glowplug.trigger.kafka"))))
                .check(PRODUCTION);
    }

    @Test
    void aModulesRootPackageUsesNoneOfItsSubPackages() {
        for (String module : MODULES) {
            noClasses()
                    .that()
                    .resideInAPackage("io.glowplug." + module)
                    .should()
                    .dependOnClassesThat(resideInAnyPackage("io.glowplug." + module + ".*.."))
                    .check(PRODUCTION);
        }
    }

    @Test
    void packagesHaveNoCycles() {
        Set<String> packages = new TreeSet<>();
        PRODUCTION.forEach(type -> packages.add(type.getPackageName()));
        assertThat(packages).hasSizeGreaterThan(20);

        slices().matching("io.glowplug.(**)").should().beFreeOfCycles().check(PRODUCTION);
    }

    @Test
    void timeIsInjected() {
        ArchCondition<JavaClass> askForTheTime = new ArchCondition<>("ask for the time by themselves") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getMethodCallsFromSelf().stream()
                        .filter(call -> isClock(
                                call.getTargetOwner().getName(),
                                call.getTarget().getName(),
                                call.getTarget().getRawParameterTypes().size()))
                        .forEach(call -> events.add(SimpleConditionEvent.satisfied(call, call.getDescription())));
            }
        };
        noClasses().should(askForTheTime).check(PRODUCTION);
    }

    private static boolean isClock(String owner, String method, int parameters) {
        boolean now = method.equals("now")
                && parameters == 0
                && Set.of(
                                Instant.class,
                                LocalDate.class,
                                LocalDateTime.class,
                                OffsetDateTime.class,
                                ZonedDateTime.class)
                        .stream()
                        .anyMatch(type -> type.getName().equals(owner));
        boolean system = owner.equals(System.class.getName()) && method.equals("currentTimeMillis");
        boolean clock = owner.equals(Clock.class.getName()) && method.startsWith("system");
        return now || system || clock;
    }

    @Test
    void namesSayWhatAThingIs() {
        for (String part : List.of("Manager", "Util", "Helper", "Impl", "Job", "Task", "Base")) {
            noClasses()
                    .should()
                    .haveSimpleNameEndingWith(part)
                    .orShould()
                    .haveSimpleNameStartingWith(part)
                    .check(PRODUCTION);
        }
        classes()
                .that()
                .haveSimpleNameEndingWith("Service")
                .should()
                .haveSimpleNameEndingWith("InvokeService")
                .check(PRODUCTION);
    }

    @Test
    void dependenciesComeByTheConstructor() {
        fields().should().notBeAnnotatedWith(Autowired.class).check(PRODUCTION);
        classes().should(haveConstructorsOfAtMostSixBeans()).check(PRODUCTION);
    }

    private static ArchCondition<JavaClass> haveConstructorsOfAtMostSixBeans() {
        return new ArchCondition<>("have constructors of at most six arguments, records apart") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (type.isRecord() || type.isEnum()) {
                    return;
                }
                type.getConstructors().stream()
                        .filter(constructor ->
                                constructor.getRawParameterTypes().size() > 6)
                        .forEach(constructor ->
                                events.add(SimpleConditionEvent.violated(constructor, constructor.getFullName())));
            }
        };
    }

    @Test
    void everyPackageIsDescribedAndNullMarked() throws ClassNotFoundException {
        Set<String> packages = new TreeSet<>();
        PRODUCTION.forEach(type -> packages.add(type.getPackageName()));

        for (String name : packages) {
            Package described = Class.forName(name + ".package-info").getPackage();
            assertThat(described.isAnnotationPresent(NullMarked.class))
                    .as("%s is @NullMarked", name)
                    .isTrue();
        }
    }
}
