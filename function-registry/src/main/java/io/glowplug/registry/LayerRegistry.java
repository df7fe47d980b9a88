// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

/**
 * What people do to layers. Every call is one transaction; everything that is not carried out throws {@link
 * RefusedException} and leaves nothing behind.
 *
 * <p>https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html
 */
public interface LayerRegistry {

    /** Stores the next version of a layer, and the layer with it if this is the first. Numbers are never used again. */
    LayerVersion publish(NewLayerVersion version);

    /** Lists the layers by name, each by its latest version that was not deleted. */
    Page<LayerVersion> latest(PageRequest page);

    /** Lists the versions of a layer by number; empty for a layer that never was. */
    Page<LayerVersion> versions(String name, PageRequest page);

    /** Returns a version, or refuses with {@link Refusal#NOT_FOUND}. */
    LayerVersion get(String name, int number);

    /** Returns the zip archive with the content of a version. */
    byte[] content(String name, int number);

    /**
     * Deletes a version: no function can begin to use it. Functions and versions that name it keep working, and its
     * content is kept as long as they do.
     */
    void delete(String name, int number);
}
