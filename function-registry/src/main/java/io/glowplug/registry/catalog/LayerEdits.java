// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.LayerVersion;
import io.glowplug.registry.NewLayerVersion;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.code.CheckedCode;
import io.glowplug.registry.code.CodePackages;
import java.time.InstantSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The transactions that write layers. */
@Component
class LayerEdits {

    /** Also holds back whoever publishes the same layer until the commit. */
    private static final String NEXT_NUMBER = """
            insert into layer (name, last_version) values (:name, 1)
            on conflict (name) do update set last_version = layer.last_version + 1
            returning last_version
            """;

    private final LayerVersionRepository versions;
    private final CodePackages packages;
    private final JdbcClient jdbc;
    private final InstantSource time;

    LayerEdits(LayerVersionRepository versions, CodePackages packages, JdbcClient jdbc, InstantSource time) {
        this.versions = versions;
        this.packages = packages;
        this.jdbc = jdbc;
        this.time = time;
    }

    @Transactional
    LayerVersion publish(NewLayerVersion version, CheckedCode code) {
        packages.store(code);
        int number = jdbc.sql(NEXT_NUMBER)
                .param("name", version.name())
                .query(Integer.class)
                .single();
        return versions.saveAndFlush(new StoredLayerVersion(version, number, code.code(), time.instant()))
                .toLayerVersion();
    }

    @Transactional
    void delete(String name, int number) {
        versions.delete(
                versions.findById(new StoredLayerVersion.Key(name, number)).orElseThrow(() -> unknown(name, number)));
    }

    static RefusedException unknown(String name, int number) {
        return RefusedException.notFound("Layer version not found: " + name + ":" + number);
    }
}
