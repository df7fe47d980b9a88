// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.aws.s3;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** Checksums that came with a part in a header and that S3Proxy has checked while the part was read. */
final class PartChecksums {

    private PartChecksums() {}

    static Map<String, String> of(UploadPartRequest request) {
        Map<String, String> checksums = new HashMap<>();
        put(checksums, "CRC32", request.checksumCRC32());
        put(checksums, "CRC32C", request.checksumCRC32C());
        put(checksums, "CRC64NVME", request.checksumCRC64NVME());
        put(checksums, "SHA1", request.checksumSHA1());
        put(checksums, "SHA256", request.checksumSHA256());
        return checksums;
    }

    static Part into(Part.Builder part, Map<String, String> checksums) {
        return part.checksumCRC32(checksums.get("CRC32"))
                .checksumCRC32C(checksums.get("CRC32C"))
                .checksumCRC64NVME(checksums.get("CRC64NVME"))
                .checksumSHA1(checksums.get("SHA1"))
                .checksumSHA256(checksums.get("SHA256"))
                .build();
    }

    private static void put(Map<String, String> checksums, String algorithm, @Nullable String value) {
        if (value != null) {
            checksums.put(algorithm, value);
        }
    }
}
