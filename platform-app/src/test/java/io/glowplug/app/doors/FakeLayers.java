// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.doors;

import io.glowplug.registry.CodePackage;
import io.glowplug.registry.LayerRegistry;
import io.glowplug.registry.LayerVersion;
import io.glowplug.registry.NewLayerVersion;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keeps the versions of all layers in one list, in memory. */
public final class FakeLayers implements LayerRegistry {

    public final List<NewLayerVersion> published = new ArrayList<>();
    private final List<LayerVersion> versions = new ArrayList<>();

    @Override
    public LayerVersion publish(NewLayerVersion version) {
        published.add(version);
        LayerVersion stored = new LayerVersion(
                version.name(),
                published.size(),
                version.description(),
                version.compatibleRuntimes(),
                version.licenseInfo(),
                new CodePackage("0".repeat(64), 10, 20),
                FakeFunctions.NOW);
        versions.add(stored);
        return stored;
    }

    @Override
    public Page<LayerVersion> latest(PageRequest page) {
        return new Page<>(versions, null);
    }

    @Override
    public Page<LayerVersion> versions(String name, PageRequest page) {
        return new Page<>(versions, null);
    }

    @Override
    public LayerVersion get(String name, int number) {
        return versions.stream()
                .filter(version -> version.name().equals(name) && version.number() == number)
                .findFirst()
                .orElseThrow(() -> RefusedException.notFound("there is no layer version " + name + ":" + number));
    }

    @Override
    public byte[] content(String name, int number) {
        return ("zip of " + get(name, number).name()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void delete(String name, int number) {
        versions.remove(get(name, number));
    }
}
