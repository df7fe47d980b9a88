// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.aws.s3;

import io.glowplug.registry.Refusal;
import io.glowplug.registry.RefusedException;
import java.util.function.Supplier;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What the store refuses, in S3's words. */
final class S3Refusals {

    private S3Refusals() {}

    /** Does something with an object; what is not found is the object if its bucket is there. */
    static <T> T onObject(String bucket, String key, Supplier<T> work, Supplier<Boolean> bucketExists) {
        try {
            return work.get();
        } catch (RefusedException refused) {
            if (refused.refusal() == Refusal.NOT_FOUND) {
                throw bucketExists.get()
                        ? S3Exceptions.noSuchKey(bucket, key, textOf(refused))
                        : S3Exceptions.noSuchBucket(bucket, textOf(refused));
            }
            throw invalid(refused);
        }
    }

    /** Does something with an upload in parts. */
    static <T> T onUpload(Supplier<T> work) {
        try {
            return work.get();
        } catch (RefusedException refused) {
            throw refused.refusal() == Refusal.NOT_FOUND ? of(404, "NoSuchUpload", textOf(refused)) : invalid(refused);
        }
    }

    static String textOf(RefusedException refused) {
        return String.valueOf(refused.getMessage());
    }

    static S3Exception invalid(RefusedException refused) {
        String field = refused.violations().isEmpty()
                ? ""
                : refused.violations().getFirst().field();
        String code = switch (field) {
            case "md5" -> "BadDigest";
            case "size" -> "IncompleteBody";
            case "key" -> "InvalidArgument";
            case "metadata", "headers" -> "MetadataTooLarge";
            case "parts" -> "InvalidPart";
            default -> "InvalidRequest";
        };
        return of(400, code, textOf(refused));
    }

    static S3Exception of(int status, String code, String message) {
        return (S3Exception) S3Exception.builder()
                .message(message)
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
    }

    static S3Exception readOnly() {
        return of(403, "AccessDenied", "This access key is a viewer's, which changes nothing.");
    }
}
