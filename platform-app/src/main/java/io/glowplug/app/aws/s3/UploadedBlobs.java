// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.aws.s3;

import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.ObjectActor;
import io.glowplug.trigger.ObjectDraft;
import io.glowplug.trigger.ObjectPart;
import io.glowplug.trigger.ObjectStore;
import io.glowplug.trigger.ObjectUpload;
import io.glowplug.trigger.ObjectUploads;
import io.glowplug.trigger.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.gaul.s3proxy.blobstore.SdkResponses;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Uploads in parts as S3Proxy sees them, for one request. */
final class UploadedBlobs {

    private final ObjectUploads uploads;
    private final ObjectActor actor;

    UploadedBlobs(ObjectUploads uploads, ObjectActor actor) {
        this.uploads = uploads;
        this.actor = actor;
    }

    MultipartUpload begin(CreateMultipartUploadRequest request) {
        ObjectDraft draft =
                new ObjectDraft(request.bucket(), request.key(), BlobHeaders.of(request), request.metadata());
        UUID id = S3Refusals.onObject(request.bucket(), request.key(), () -> uploads.begin(draft), () -> false);
        return new MultipartUpload(
                id.toString(), request, CreateMultipartUploadResponse.builder().build());
    }

    void abort(MultipartUpload upload) {
        S3Refusals.onUpload(() -> {
            uploads.abort(idOf(upload));
            return true;
        });
    }

    CompleteMultipartUploadResponse complete(MultipartUpload upload, CompleteMultipartUploadRequest request) {
        TreeMap<Integer, String> wanted = new TreeMap<>();
        request.multipartUpload().parts().forEach(part -> wanted.put(part.partNumber(), BlobHeaders.bare(part.eTag())));
        StoredObject object = S3Refusals.onUpload(() -> uploads.complete(idOf(upload), wanted, actor));
        return SdkResponses.completeResponse(BlobHeaders.quoted(object.eTag()));
    }

    UploadPartResponse put(
            MultipartUpload upload, UploadPartRequest request, InputStream payload, ObjectStore.Expected expected) {
        Map<String, String> checksums = PartChecksums.of(request);
        try (InputStream content = payload) {
            ObjectPart part = S3Refusals.onUpload(
                    () -> uploads.put(idOf(upload), request.partNumber(), content, expected, checksums));
            return SdkResponses.uploadedPart(BlobHeaders.quoted(part.eTag()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Part> parts(MultipartUpload upload) {
        return S3Refusals.onUpload(() -> uploads.parts(idOf(upload))).stream()
                .map(part -> PartChecksums.into(
                        Part.builder()
                                .partNumber(part.number())
                                .size(part.size())
                                .eTag(BlobHeaders.quoted(part.eTag()))
                                .lastModified(part.modifiedAt()),
                        part.checksums()))
                .toList();
    }

    List<software.amazon.awssdk.services.s3.model.MultipartUpload> list(String bucket) {
        return uploads.list(bucket).stream()
                .map(upload -> SdkResponses.upload(upload.key(), upload.id().toString(), upload.startedAt()))
                .toList();
    }

    /** An id is worth nothing with another bucket or key than it was given out for. */
    private UUID idOf(MultipartUpload upload) {
        UUID id;
        try {
            id = UUID.fromString(upload.id());
        } catch (IllegalArgumentException e) {
            throw RefusedException.notFound("There is no upload " + upload.id() + ".");
        }
        ObjectUpload found = uploads.find(id);
        if (!found.bucket().equals(upload.containerName()) || !found.key().equals(upload.blobName())) {
            throw RefusedException.notFound("The upload " + id + " is one of another object.");
        }
        return id;
    }
}
