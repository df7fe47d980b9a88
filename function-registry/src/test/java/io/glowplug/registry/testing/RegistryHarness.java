// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.testing;

import static org.awaitility.Awaitility.await;

import io.glowplug.registry.CodeDirectory;
import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.FunctionRegistry;
import io.glowplug.registry.FunctionResolver;
import io.glowplug.registry.FunctionState;
import io.glowplug.registry.FunctionUse;
import io.glowplug.registry.LayerRegistry;
import io.glowplug.registry.RuntimeCatalog;
import io.glowplug.registry.SecretCipher;
import io.glowplug.testing.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One node's registry, wired as in the platform, on a real database. */
public final class RegistryHarness implements AutoCloseable {

    private final String jdbcUrl;
    private final Path codeDirectory;
    private final ConfigurableApplicationContext context;
    private final SettableClock clock = new SettableClock();
    private final FakeRuntimeCatalog runtimes = new FakeRuntimeCatalog();
    private final FakeSecretCipher secretCipher = new FakeSecretCipher();
    private final AtomicReference<Optional<String>> reasonToKeep = new AtomicReference<>(Optional.empty());

    private RegistryHarness(String jdbcUrl, Path codeDirectory, String... properties) {
        this.jdbcUrl = jdbcUrl;
        this.codeDirectory = codeDirectory;
        this.context = new SpringApplicationBuilder(Wiring.class)
                .web(WebApplicationType.NONE)
                .initializers(starting -> registerFakes((GenericApplicationContext) starting))
                .properties(
                        "spring.main.banner-mode=off",
                        "spring.jpa.hibernate.ddl-auto=validate",
                        "spring.jpa.open-in-view=false",
                        "logging.level.root=warn",
                        "spring.datasource.url=" + jdbcUrl,
                        "glowplug.registry.code-directory=" + codeDirectory)
                .properties(properties)
                .run();
    }

    /** Starts a registry on a new database and a new code directory. */
    public static RegistryHarness start(String... properties) {
        return new RegistryHarness(TestPostgres.createDatabase(), newDirectory(), properties);
    }

    /** Starts a second node on the same database, with a code directory of its own. */
    public RegistryHarness startAnotherNode() {
        return new RegistryHarness(jdbcUrl, newDirectory());
    }

    /** Stops this node and starts it again on what it left behind. */
    public RegistryHarness restart() {
        close();
        return new RegistryHarness(jdbcUrl, codeDirectory);
    }

    public FunctionRegistry registry() {
        return bean(FunctionRegistry.class);
    }

    public LayerRegistry layers() {
        return bean(LayerRegistry.class);
    }

    public FunctionResolver resolver() {
        return bean(FunctionResolver.class);
    }

    public CodeDirectory codeDirectory() {
        return bean(CodeDirectory.class);
    }

    public JdbcClient jdbc() {
        return bean(JdbcClient.class);
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public Path codeDirectoryPath() {
        return codeDirectory;
    }

    public SettableClock clock() {
        return clock;
    }

    public FakeRuntimeCatalog runtimes() {
        return runtimes;
    }

    public FakeSecretCipher secretCipher() {
        return secretCipher;
    }

    /** Makes something outside the registry need every function, or nothing need any. */
    public void reasonToKeep(Optional<String> reason) {
        reasonToKeep.set(reason);
    }

    /** Creates a function and waits until it is no longer pending. */
    public FunctionDetails create(TestFunctions function) {
        return awaitSettled(registry().create(function.toNewFunction()).name());
    }

    public FunctionDetails awaitSettled(String name) {
        return await().until(
                        () -> registry().get(name), function -> !(function.state() instanceof FunctionState.Pending));
    }

    @Override
    public void close() {
        context.close();
    }

    private void registerFakes(GenericApplicationContext starting) {
        starting.registerBean(InstantSource.class, () -> clock);
        starting.registerBean(RuntimeCatalog.class, () -> runtimes);
        starting.registerBean(SecretCipher.class, () -> secretCipher);
        starting.registerBean(FunctionUse.class, () -> _ -> reasonToKeep.get());
    }

    private static Path newDirectory() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target", "code")), "node");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** No {@code @Configuration}, so that a scan of all of {@code io.glowplug} in other tests does not find it. */
    @EnableAutoConfiguration
    @ComponentScan("io.glowplug.registry")
    @EntityScan("io.glowplug.registry")
    @EnableJpaRepositories("io.glowplug.registry")
    static class Wiring {}
}
