// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.code;

import io.glowplug.registry.CodePackage;
import io.glowplug.registry.CodeUpload;
import io.glowplug.registry.RefusedException;
import java.time.InstantSource;
import org.springframework.stereotype.Component;

/** Takes code in and gives archives out. */
@Component
public class CodePackages {

    private static final String FIELD = "code";

    private final CodePackageStore store;
    private final InstantSource time;

    CodePackages(CodePackageStore store, InstantSource time) {
        this.store = store;
        this.time = time;
    }

    /** Checks an upload in full without storing anything; refuses field {@code code}. */
    public CheckedCode check(CodeUpload upload) {
        try {
            return switch (upload) {
                case CodeUpload.Zip zip -> ArchiveCheck.check(zip.archive());
                case CodeUpload.Files files -> ArchiveCheck.check(InlineFiles.zip(files.contents()));
            };
        } catch (UnreadableArchiveException e) {
            throw e.refusal(FIELD);
        }
    }

    /** Stores checked code as part of the caller's transaction. */
    public void store(CheckedCode checked) {
        store.save(checked, time.instant());
    }

    boolean isStored(CodePackage code) {
        return store.exists(code.sha256());
    }

    /** Returns a stored archive, or refuses with {@link io.glowplug.registry.Refusal#NOT_FOUND}. */
    public byte[] archive(CodePackage code) {
        return store.archive(code.sha256())
                .orElseThrow(() ->
                        RefusedException.notFound("Code package not found, its function is gone: " + code.sha256()));
    }

    /** Lists what a stored archive holds. */
    public ArchiveContents contents(CodePackage code) {
        try {
            return ArchiveCheck.contents(archive(code));
        } catch (UnreadableArchiveException e) {
            throw e.refusal(FIELD);
        }
    }
}
