// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.buckets;

import io.glowplug.app.request.Fields;
import io.glowplug.app.security.Caller;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.trigger.ObjectBucket;
import io.glowplug.trigger.ObjectStore;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/buckets")
@Tag(name = "buckets", description = "The platform's own object store; S3's clients find it on a port of its own")
class BucketController {

    private final ObjectStore store;

    BucketController(ObjectStore store) {
        this.store = store;
    }

    /**
     * A bucket as a user writes it.
     *
     * @param name 3 to 63 lower-case letters, digits, hyphens or dots
     */
    record BucketRequest(@Nullable String name) {}

    @GetMapping
    Page<ObjectBucket> list(PageRequest page) {
        return store.buckets(page);
    }

    @PostMapping
    ResponseEntity<ObjectBucket> create(@RequestBody BucketRequest request) {
        ObjectBucket bucket = store.createBucket(Fields.required("name", request.name()), accessKeyId());
        return ResponseEntity.created(URI.create("/api/v1/buckets/" + bucket.name()))
                .body(bucket);
    }

    @GetMapping("/{bucket}")
    ObjectBucket get(@PathVariable String bucket) {
        return store.bucket(bucket);
    }

    @DeleteMapping("/{bucket}")
    @Operation(
            summary = "Removes a bucket with nothing in it",
            description = "Refused while there are objects or uploads.")
    ResponseEntity<Void> delete(@PathVariable String bucket) {
        store.deleteBucket(bucket);
        return ResponseEntity.noContent().build();
    }

    static String accessKeyId() {
        Caller caller = Caller.current();
        if (caller == null) {
            throw new IllegalStateException("a request without a caller");
        }
        return caller.accessKeyId();
    }
}
