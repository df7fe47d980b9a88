// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import io.glowplug.registry.CodeDirectory;
import io.glowplug.registry.FunctionSecrets;
import io.glowplug.registry.ProvisionedConcurrency;
import io.glowplug.registry.RuntimeCatalog;
import io.glowplug.runtime.FunctionInvoker;
import io.glowplug.runtime.FunctionLogSink;
import java.io.IOException;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** The beans of this module. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RuntimeProperties.class)
class RuntimeConfiguration {

    /** The registry asks the catalog before it has code to give out, hence the late look-up of the code directory. */
    @Bean
    RuntimeAssembly functionRuntime(
            RuntimeProperties properties,
            @Lazy CodeDirectory code,
            @Lazy FunctionSecrets secrets,
            @Lazy FunctionLogSink sink,
            InstantSource clock)
            throws IOException {
        return RuntimeAssembly.of(properties, code, secrets, sink, clock, RuntimeAssembly.INIT_LIMIT);
    }

    @Bean
    RuntimeCatalog runtimeCatalog(RuntimeAssembly runtime) {
        return runtime.catalog();
    }

    @Bean
    FunctionInvoker functionInvoker(RuntimeAssembly runtime) {
        return runtime.invoker();
    }

    @Bean
    FunctionRuntimeLifecycle functionRuntimeLifecycle(RuntimeAssembly runtime) {
        return new FunctionRuntimeLifecycle(runtime);
    }

    @Bean
    ProvisionedEnvironmentsWorker provisionedEnvironmentsWorker(
            RuntimeAssembly runtime, ProvisionedConcurrency provisioned) {
        return new ProvisionedEnvironmentsWorker(runtime, provisioned);
    }
}
