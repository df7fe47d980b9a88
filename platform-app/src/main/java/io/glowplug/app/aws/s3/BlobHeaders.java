// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.aws.s3;

import io.glowplug.trigger.StoredObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.gaul.s3proxy.blobstore.SdkResponses;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** What is said of an object, from requests into the store and from there into answers. */
final class BlobHeaders {

    private static final String CACHE_CONTROL = "cache-control";
    private static final String CONTENT_DISPOSITION = "content-disposition";
    private static final String CONTENT_ENCODING = "content-encoding";
    private static final String CONTENT_LANGUAGE = "content-language";
    private static final String CONTENT_TYPE = "content-type";
    private static final String EXPIRES = "expires";
    private static final String BYTES = "application/octet-stream";

    private final Map<String, String> headers = new HashMap<>();

    private BlobHeaders() {}

    static Map<String, String> of(PutObjectRequest request) {
        return new BlobHeaders()
                .with(CACHE_CONTROL, request.cacheControl())
                .with(CONTENT_DISPOSITION, request.contentDisposition())
                .with(CONTENT_ENCODING, request.contentEncoding())
                .with(CONTENT_LANGUAGE, request.contentLanguage())
                .with(CONTENT_TYPE, request.contentType())
                .with(EXPIRES, request.expires())
                .headers;
    }

    static Map<String, String> of(CopyObjectRequest request) {
        return new BlobHeaders()
                .with(CACHE_CONTROL, request.cacheControl())
                .with(CONTENT_DISPOSITION, request.contentDisposition())
                .with(CONTENT_ENCODING, request.contentEncoding())
                .with(CONTENT_LANGUAGE, request.contentLanguage())
                .with(CONTENT_TYPE, request.contentType())
                .with(EXPIRES, request.expires())
                .headers;
    }

    static Map<String, String> of(CreateMultipartUploadRequest request) {
        return new BlobHeaders()
                .with(CACHE_CONTROL, request.cacheControl())
                .with(CONTENT_DISPOSITION, request.contentDisposition())
                .with(CONTENT_ENCODING, request.contentEncoding())
                .with(CONTENT_LANGUAGE, request.contentLanguage())
                .with(CONTENT_TYPE, request.contentType())
                .with(EXPIRES, request.expires())
                .headers;
    }

    @SuppressWarnings("deprecation") // what answers are written from reads this one
    static GetObjectResponse get(StoredObject object, ByteRange range) {
        Map<String, String> said = object.headers();
        String expires = said.get(EXPIRES);
        return GetObjectResponse.builder()
                .contentLength(range.length())
                .contentRange(range.contentRange())
                .eTag(quoted(object.eTag()))
                .lastModified(object.modifiedAt())
                .metadata(object.metadata())
                .cacheControl(said.get(CACHE_CONTROL))
                .contentDisposition(said.get(CONTENT_DISPOSITION))
                .contentEncoding(said.get(CONTENT_ENCODING))
                .contentLanguage(said.get(CONTENT_LANGUAGE))
                .contentType(said.getOrDefault(CONTENT_TYPE, BYTES))
                .expires(expires == null ? null : Instant.parse(expires))
                .build();
    }

    static HeadObjectResponse head(StoredObject object) {
        return SdkResponses.toHead(get(object, ByteRange.of(null, object.size())));
    }

    static String quoted(String eTag) {
        return "\"" + eTag + "\"";
    }

    static String bare(String eTag) {
        return eTag.length() >= 2 && eTag.startsWith("\"") && eTag.endsWith("\"")
                ? eTag.substring(1, eTag.length() - 1)
                : eTag;
    }

    private BlobHeaders with(String name, @Nullable Object value) {
        if (value != null) {
            headers.put(name, value.toString());
        }
        return this;
    }
}
