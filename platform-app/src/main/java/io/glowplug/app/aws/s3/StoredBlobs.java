// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.aws.s3;

import io.glowplug.app.audit.AuditTrail;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.Refusal;
import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.ObjectActor;
import io.glowplug.trigger.ObjectBucket;
import io.glowplug.trigger.ObjectContent;
import io.glowplug.trigger.ObjectDraft;
import io.glowplug.trigger.ObjectListing;
import io.glowplug.trigger.ObjectStore;
import io.glowplug.trigger.ObjectUploads;
import io.glowplug.trigger.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.gaul.s3proxy.blobstore.SdkResponses;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** The platform's store as S3Proxy sees it, for one request of one access key. */
final class StoredBlobs implements BlobStore {

    private static final int ALL_AT_ONCE = 500;
    private static final int LONGEST_LISTING = 1000;
    private static final long SMALLEST_PART = 5L * 1024 * 1024;

    private final ObjectStore store;
    private final UploadedBlobs uploads;
    private final ObjectActor actor;
    private final boolean mayWrite;
    private final AuditTrail audit;

    StoredBlobs(ObjectStore store, ObjectUploads uploads, ObjectActor actor, boolean mayWrite, AuditTrail audit) {
        this.store = store;
        this.uploads = new UploadedBlobs(uploads, actor);
        this.actor = actor;
        this.mayWrite = mayWrite;
        this.audit = audit;
    }

    /** The store for requests without a signature, which may do nothing: no bucket is public. */
    static StoredBlobs forNobody(ObjectStore store, ObjectUploads uploads, AuditTrail audit) {
        return new StoredBlobs(store, uploads, new ObjectActor("anonymous", "", ""), false, audit);
    }

    @Override
    public ListBucketsResponse list() {
        List<Bucket> buckets = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            Page<ObjectBucket> page = store.buckets(new PageRequest(ALL_AT_ONCE, cursor));
            page.items().forEach(bucket -> buckets.add(SdkResponses.bucket(bucket.name(), bucket.createdAt())));
            cursor = page.nextCursor();
        } while (cursor != null);
        return ListBucketsResponse.builder().buckets(buckets).build();
    }

    @Override
    public ListObjectsV2Response list(ListObjectsV2Request request) {
        String after = request.continuationToken() == null ? request.startAfter() : request.continuationToken();
        ObjectListing.Query query = new ObjectListing.Query(
                request.bucket(),
                Optional.ofNullable(request.prefix()).orElse(""),
                Optional.ofNullable(request.delimiter()).orElse(""),
                after,
                Optional.ofNullable(request.maxKeys()).orElse(LONGEST_LISTING));
        ObjectListing listing = inBucket(request.bucket(), () -> store.list(query));
        return SdkResponses.objectsPage(
                listing.objects().stream()
                        .map(object -> SdkResponses.objectEntry(
                                object.key(),
                                BlobHeaders.quoted(object.eTag()),
                                object.modifiedAt(),
                                object.size(),
                                StorageClass.STANDARD))
                        .toList(),
                listing.prefixes().stream().map(SdkResponses::commonPrefix).toList(),
                listing.next());
    }

    @Override
    public HeadBucketResponse headBucket(HeadBucketRequest request) {
        inBucket(request.bucket(), () -> store.bucket(request.bucket()));
        return HeadBucketResponse.builder().build();
    }

    @Override
    public CreateBucketResponse createContainer(CreateBucketRequest request) {
        refuseReader();
        refusePublic(request.acl() != null && request.acl() != BucketCannedACL.PRIVATE);
        try {
            audited("CreateBucket", request.bucket(), () -> store.createBucket(request.bucket(), actor.principal()));
        } catch (RefusedException refused) {
            throw refused.refusal() == Refusal.CONFLICT
                    ? S3Exceptions.bucketAlreadyOwnedByYou(request.bucket())
                    : S3Refusals.of(400, "InvalidBucketName", S3Refusals.textOf(refused));
        }
        return CreateBucketResponse.builder().build();
    }

    @Override
    public void deleteBucket(String container) {
        refuseReader();
        try {
            audited("DeleteBucket", container, () -> {
                store.deleteBucket(container);
                return container;
            });
        } catch (RefusedException refused) {
            throw refused.refusal() == Refusal.CONFLICT
                    ? S3Exceptions.bucketNotEmpty(container)
                    : S3Exceptions.noSuchBucket(container, refused.getMessage());
        }
    }

    @Override
    public BucketCannedACL getContainerAccess(String container) {
        return BucketCannedACL.PRIVATE;
    }

    @Override
    public void setContainerAccess(String container, BucketCannedACL access) {
        refuseReader();
        refusePublic(access != BucketCannedACL.PRIVATE);
    }

    @Override
    public ObjectCannedACL getBlobAccess(String container, String name) {
        return ObjectCannedACL.PRIVATE;
    }

    @Override
    public void setBlobAccess(String container, String name, ObjectCannedACL access) {
        refuseReader();
        refusePublic(access != ObjectCannedACL.PRIVATE);
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
        refuseReader();
        refusePublic(request.acl() != null && request.acl() != ObjectCannedACL.PRIVATE);
        refuseStorageClass(request.storageClass());
        ObjectDraft draft =
                new ObjectDraft(request.bucket(), request.key(), BlobHeaders.of(request), request.metadata());
        String event = S3Request.current().isForm() ? "ObjectCreated:Post" : "ObjectCreated:Put";
        ObjectStore.Expected expected = expected(request.contentLength(), request.contentMD5(), event);
        try (InputStream content = payload) {
            StoredObject object =
                    onObject(request.bucket(), request.key(), () -> store.put(draft, content, expected, actor));
            return SdkResponses.putResponse(BlobHeaders.quoted(object.eTag()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        refuseReader();
        refusePublic(request.acl() != null && request.acl() != ObjectCannedACL.PRIVATE);
        refuseStorageClass(request.storageClass());
        boolean replace = request.metadataDirective() == MetadataDirective.REPLACE;
        boolean toItself = request.sourceBucket().equals(request.destinationBucket())
                && request.sourceKey().equals(request.destinationKey());
        if (toItself && !replace) {
            throw S3Exceptions.invalidRequest(
                    "This copy would change nothing: an object can be copied to itself only" + " with other metadata.");
        }
        ObjectContent original = find(request.sourceBucket(), request.sourceKey());
        ReadConditions.ofCopy(request).check(original.object());
        ObjectDraft replacement = replace
                ? new ObjectDraft(
                        request.destinationBucket(),
                        request.destinationKey(),
                        BlobHeaders.of(request),
                        request.metadata())
                : null;
        StoredObject copy = onObject(
                request.destinationBucket(),
                request.destinationKey(),
                () -> store.copy(original, request.destinationBucket(), request.destinationKey(), replacement, actor));
        return CopyObjectResponse.builder()
                .copyObjectResult(
                        result -> result.eTag(BlobHeaders.quoted(copy.eTag())).lastModified(copy.modifiedAt()))
                .build();
    }

    @Override
    public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
        return BlobHeaders.head(find(request.bucket(), request.key()).object());
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
        ObjectContent found = find(request.bucket(), request.key());
        StoredObject object = found.object();
        ReadConditions.of(request).check(object);
        ByteRange range = ByteRange.of(request.range(), object.size());
        GetObjectResponse response = BlobHeaders.get(object, range);
        InputStream bytes = found.open(range.first(), range.length());
        return new ResponseInputStream<>(response, AbortableInputStream.create(bytes));
    }

    @Override
    public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
        refuseReader();
        inBucket(request.bucket(), () -> store.delete(request.bucket(), request.key(), actor));
        return DeleteObjectResponse.builder().build();
    }

    @Override
    public MultipartUpload initiateMultipartUpload(CreateMultipartUploadRequest request) {
        refuseReader();
        refusePublic(request.acl() != null && request.acl() != ObjectCannedACL.PRIVATE);
        refuseStorageClass(request.storageClass());
        return uploads.begin(request);
    }

    @Override
    public void abortMultipartUpload(MultipartUpload upload) {
        refuseReader();
        uploads.abort(upload);
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        refuseReader();
        return uploads.complete(upload, request);
    }

    @Override
    public UploadPartResponse uploadMultipartPart(
            MultipartUpload upload, UploadPartRequest request, InputStream payload) {
        refuseReader();
        return uploads.put(upload, request, payload, expected(request.contentLength(), request.contentMD5(), "part"));
    }

    @Override
    public List<Part> listMultipartUpload(MultipartUpload upload) {
        return uploads.parts(upload);
    }

    @Override
    public List<software.amazon.awssdk.services.s3.model.MultipartUpload> listMultipartUploads(String container) {
        inBucket(container, () -> store.bucket(container));
        return uploads.list(container);
    }

    @Override
    public long getMinimumMultipartPartSize() {
        return SMALLEST_PART;
    }

    private <T> void audited(String operation, String bucket, Supplier<T> change) {
        audit.record(
                new AuditTrail.Author(actor.principal(), actor.requestId(), actor.sourceAddress()),
                "S3 " + operation,
                bucket,
                change);
    }

    private ObjectContent find(String bucket, String key) {
        return onObject(bucket, key, () -> store.find(bucket, key));
    }

    private <T> T onObject(String bucket, String key, Supplier<T> work) {
        return S3Refusals.onObject(bucket, key, work, () -> exists(bucket));
    }

    private <T> T inBucket(String bucket, Supplier<T> work) {
        try {
            return work.get();
        } catch (RefusedException refused) {
            throw refused.refusal() == Refusal.NOT_FOUND
                    ? S3Exceptions.noSuchBucket(bucket, refused.getMessage())
                    : S3Refusals.invalid(refused);
        }
    }

    private boolean exists(String bucket) {
        try {
            store.bucket(bucket);
            return true;
        } catch (RefusedException missing) {
            return false;
        }
    }

    private static ObjectStore.Expected expected(@Nullable Long length, @Nullable String md5, String event) {
        return new ObjectStore.Expected(
                length == null ? -1 : length,
                md5 == null
                        ? null
                        : HexFormat.of().formatHex(Base64.getDecoder().decode(md5)),
                event);
    }

    private void refuseReader() {
        if (!mayWrite) {
            throw S3Refusals.readOnly();
        }
    }

    private static void refusePublic(boolean wanted) {
        if (wanted) {
            throw S3Refusals.of(501, "NotImplemented", "Nothing here is public: sign requests, or presign URLs.");
        }
    }

    private static void refuseStorageClass(@Nullable StorageClass wanted) {
        if (wanted != null && wanted != StorageClass.STANDARD) {
            throw S3Refusals.of(501, "NotImplemented", "There is one storage class here, STANDARD.");
        }
    }
}
