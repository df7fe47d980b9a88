// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.console;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.PathResourceResolver;

/**
 * The console is one page whose addresses are its own: whatever is no file and no part of the API is that page, so that a
 * link leads where it points. Files with a hash in their names never change; the page is asked for each time.
 */
@Configuration(proxyBeanMethods = false)
class ConsoleConfiguration implements WebMvcConfigurer {

    private static final String FILES = "classpath:/META-INF/resources/";
    private static final String PAGE = "index.html";
    private static final Set<String> NO_PAGES = Set.of("api", "actuator", "error");

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/assets/**")
                .addResourceLocations(FILES + "assets/")
                .setCacheControl(
                        CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable());
        registry.addResourceHandler("/**")
                .addResourceLocations(FILES)
                .setCacheControl(CacheControl.noCache())
                .resourceChain(false)
                .addResolver(new PageResolver());
    }

    private static final class PageResolver extends PathResourceResolver {

        @Override
        protected @Nullable Resource getResource(String path, Resource location) throws IOException {
            Resource file = super.getResource(path, location);
            return file == null && isPage(path) ? super.getResource(PAGE, location) : file;
        }

        private static boolean isPage(String path) {
            int end = path.indexOf('/');
            String first = end < 0 ? path : path.substring(0, end);
            return !NO_PAGES.contains(first.toLowerCase(Locale.ROOT)) && path.indexOf('.') < 0;
        }
    }
}
