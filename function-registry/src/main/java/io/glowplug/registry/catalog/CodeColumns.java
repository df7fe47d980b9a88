// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.CodePackage;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

@Embeddable
record CodeColumns(
        @Column(name = "code_sha256") String sha256,
        @Column(name = "code_size_bytes") long sizeBytes,
        @Column(name = "code_unzipped_bytes") long unzippedBytes) {

    static CodeColumns of(CodePackage code) {
        return new CodeColumns(code.sha256(), code.sizeBytes(), code.unzippedBytes());
    }

    CodePackage toCodePackage() {
        return new CodePackage(sha256, sizeBytes, unzippedBytes);
    }
}
