// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.buckets;

import io.glowplug.app.request.RequestIdFilter;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.ObjectActor;
import io.glowplug.trigger.ObjectContent;
import io.glowplug.trigger.ObjectDraft;
import io.glowplug.trigger.ObjectListing;
import io.glowplug.trigger.ObjectStore;
import io.glowplug.trigger.StoredObject;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A key is a parameter rather than a part of the path, where slashes and dots would not stay what they are. */
@RestController
@RequestMapping("/api/v1/buckets/{bucket}")
@Tag(name = "buckets")
class ObjectController {

    private final ObjectStore store;

    ObjectController(ObjectStore store) {
        this.store = store;
    }

    @GetMapping("/objects")
    @Operation(
            summary = "Lists objects by key",
            description =
                    "With a delimiter, such as /, keys that have more in common up to it are put together in prefixes.")
    ObjectListAnswer list(
            @PathVariable String bucket,
            @RequestParam(defaultValue = "") String prefix,
            @RequestParam(defaultValue = "") String delimiter,
            PageRequest page) {
        return ObjectListAnswer.of(
                store.list(new ObjectListing.Query(bucket, prefix, delimiter, page.cursor(), page.limit())));
    }

    @PutMapping("/object")
    @Operation(summary = "Stores the body as an object, in place of one with the same key")
    ObjectAnswer put(
            @PathVariable String bucket, @RequestParam String key, @Parameter(hidden = true) HttpServletRequest request)
            throws IOException {
        @Nullable String type = request.getContentType();
        ObjectDraft draft =
                new ObjectDraft(bucket, key, type == null ? Map.of() : Map.of("content-type", type), Map.of());
        try (InputStream content = request.getInputStream()) {
            return ObjectAnswer.of(store.put(
                    draft,
                    content,
                    new ObjectStore.Expected(request.getContentLengthLong(), null, "ObjectCreated:Put"),
                    actor(request)));
        }
    }

    @GetMapping(path = "/object", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    @Operation(summary = "Returns the bytes of an object")
    void content(
            @PathVariable String bucket,
            @RequestParam String key,
            @Parameter(hidden = true) HttpServletResponse response)
            throws IOException {
        ObjectContent found = store.find(bucket, key);
        StoredObject object = found.object();
        response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
        response.setContentLengthLong(object.size());
        response.setHeader(HttpHeaders.ETAG, "\"" + object.eTag() + "\"");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename(key.substring(key.lastIndexOf('/') + 1), StandardCharsets.UTF_8)
                        .build()
                        .toString());
        try (InputStream bytes = found.open(0, object.size())) {
            bytes.transferTo(response.getOutputStream());
        }
    }

    @DeleteMapping("/object")
    ResponseEntity<Void> delete(
            @PathVariable String bucket,
            @RequestParam String key,
            @Parameter(hidden = true) HttpServletRequest request) {
        if (!store.delete(bucket, key, actor(request))) {
            throw RefusedException.notFound("There is no object " + key + " in the bucket " + bucket + ".");
        }
        return ResponseEntity.noContent().build();
    }

    private static ObjectActor actor(HttpServletRequest request) {
        return new ObjectActor(BucketController.accessKeyId(), request.getRemoteAddr(), RequestIdFilter.idOf(request));
    }
}
