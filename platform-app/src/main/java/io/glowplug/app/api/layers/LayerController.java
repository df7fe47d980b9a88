// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.layers;

import io.glowplug.registry.CodeUpload;
import io.glowplug.registry.LayerRegistry;
import io.glowplug.registry.NewLayerVersion;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.net.URI;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

@RestController
@RequestMapping("/api/v1/layers")
@Tag(name = "layers")
class LayerController {

    private final LayerRegistry layers;

    LayerController(LayerRegistry layers) {
        this.layers = layers;
    }

    @GetMapping
    @Operation(summary = "Lists the layers, each by its latest version")
    Page<LayerAnswer> list(PageRequest page) {
        return layers.latest(page).map(LayerAnswer::of);
    }

    @PostMapping(path = "/{name}/versions", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Publishes the next version of a layer, and the layer with its first one")
    ResponseEntity<LayerAnswer> publish(@PathVariable String name, @RequestBody LayerRequest version) {
        return published(version.toNewVersion(name, null));
    }

    @PostMapping(path = "/{name}/versions", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @Operation(summary = "Publishes a version from a zip archive", description = "Parts: layer (JSON), code (zip).")
    ResponseEntity<LayerAnswer> upload(
            @PathVariable String name,
            @RequestPart("layer") LayerRequest version,
            @RequestPart("code") MultipartFile code)
            throws IOException {
        return published(version.toNewVersion(name, new CodeUpload.Zip(code.getBytes())));
    }

    private ResponseEntity<LayerAnswer> published(NewLayerVersion version) {
        LayerAnswer answer = LayerAnswer.of(layers.publish(version));
        return ResponseEntity.created(URI.create("/api/v1/layers/" + answer.name() + "/versions/" + answer.version()))
                .body(answer);
    }

    @GetMapping("/{name}/versions")
    Page<LayerAnswer> versions(@PathVariable String name, PageRequest page) {
        return layers.versions(name, page).map(LayerAnswer::of);
    }

    @GetMapping("/{name}/versions/{number}")
    LayerAnswer get(@PathVariable String name, @PathVariable int number) {
        return LayerAnswer.of(layers.get(name, number));
    }

    @GetMapping(path = "/{name}/versions/{number}/code", produces = "application/zip")
    @Operation(summary = "Returns the content of the version as a zip archive")
    byte[] content(@PathVariable String name, @PathVariable int number) {
        return layers.content(name, number);
    }

    @DeleteMapping("/{name}/versions/{number}")
    @Operation(summary = "Deletes a version", description = "Functions that use it keep it; none can begin to use it.")
    ResponseEntity<Void> delete(@PathVariable String name, @PathVariable int number) {
        layers.delete(name, number);
        return ResponseEntity.noContent().build();
    }
}
