// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;

/** Starts a node. Beans are named by their whole class names, so that modules need not know each other's names. */
@SpringBootApplication(
        scanBasePackages = "io.glowplug",
        nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class)
public class GlowplugApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(GlowplugApplication.class, arguments);
    }
}
