// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.CodePackage;
import io.glowplug.registry.LayerRegistry;
import io.glowplug.registry.LayerVersion;
import io.glowplug.registry.NewLayerVersion;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.Violations;
import io.glowplug.registry.code.CheckedCode;
import io.glowplug.registry.code.CodePackages;
import java.util.List;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** The door for layers. An archive is read and checked before a transaction begins. */
@Component
class Layers implements LayerRegistry {

    private final LayerVersionRepository versions;
    private final LayerEdits edits;
    private final CodePackages packages;

    Layers(LayerVersionRepository versions, LayerEdits edits, CodePackages packages) {
        this.versions = versions;
        this.edits = edits;
        this.packages = packages;
    }

    @Override
    public LayerVersion publish(NewLayerVersion version) {
        Violations violations = Violations.of();
        LayerRules.checkNew(violations, version);
        CheckedCode code = packages.checkInto(violations, version.code());
        violations.refuseIfAny();
        return edits.publish(version, code);
    }

    @Override
    public Page<LayerVersion> latest(PageRequest page) {
        return page(page, versions.latestAfter(Cursors.after(page, ""), Cursors.limit(page)), LayerVersion::name);
    }

    @Override
    public Page<LayerVersion> versions(String name, PageRequest page) {
        return page(
                page,
                versions.findByKeyLayerNameAndKeyNumberGreaterThanOrderByKeyNumber(
                        name, Cursors.numberAfter(page), Cursors.limit(page)),
                LayerVersion::number);
    }

    @Override
    public LayerVersion get(String name, int number) {
        return versions.findById(new StoredLayerVersion.Key(name, number))
                .orElseThrow(() -> LayerEdits.unknown(name, number))
                .toLayerVersion();
    }

    @Override
    public byte[] content(String name, int number) {
        CodePackage code = get(name, number).code();
        return packages.archive(code);
    }

    @Override
    public void delete(String name, int number) {
        edits.delete(name, number);
    }

    private static Page<LayerVersion> page(
            PageRequest page, List<StoredLayerVersion> found, Function<LayerVersion, Object> key) {
        return Cursors.page(
                page, found.stream().map(StoredLayerVersion::toLayerVersion).toList(), key);
    }
}
