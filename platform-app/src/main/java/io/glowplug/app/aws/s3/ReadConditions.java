// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.aws.s3;

import io.glowplug.trigger.StoredObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/** What has to hold of an object for it to be read: RFC 9110, section 13. Times are compared in whole seconds. */
record ReadConditions(
        @Nullable String ifMatch,
        @Nullable String ifNoneMatch,
        @Nullable Instant ifModifiedSince,
        @Nullable Instant ifUnmodifiedSince,
        boolean reading) {

    static ReadConditions of(GetObjectRequest request) {
        return new ReadConditions(
                request.ifMatch(), request.ifNoneMatch(), request.ifModifiedSince(), request.ifUnmodifiedSince(), true);
    }

    static ReadConditions ofCopy(CopyObjectRequest request) {
        return new ReadConditions(
                request.copySourceIfMatch(),
                request.copySourceIfNoneMatch(),
                request.copySourceIfModifiedSince(),
                request.copySourceIfUnmodifiedSince(),
                false);
    }

    void check(StoredObject object) {
        Instant modified = object.modifiedAt().truncatedTo(ChronoUnit.SECONDS);
        if (ifMatch != null) {
            require(names(ifMatch, object.eTag()));
        } else if (ifUnmodifiedSince != null) {
            require(!modified.isAfter(ifUnmodifiedSince));
        }
        boolean unchanged = ifNoneMatch != null
                ? names(ifNoneMatch, object.eTag())
                : ifModifiedSince != null && !modified.isAfter(ifModifiedSince);
        if (unchanged) {
            require(reading);
            throw S3Exceptions.fromStatusCode(304, BlobHeaders.quoted(object.eTag()), Map.of(), null);
        }
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw S3Exceptions.preconditionFailed(null);
        }
    }

    private static boolean names(String header, String eTag) {
        for (String one : header.split(",", -1)) {
            String named = one.strip();
            if (named.equals("*") || BlobHeaders.bare(named).equals(eTag)) {
                return true;
            }
        }
        return false;
    }
}
