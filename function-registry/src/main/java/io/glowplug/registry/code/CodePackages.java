// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.code;

import io.glowplug.registry.CodePackage;
import io.glowplug.registry.CodeUpload;
import io.glowplug.registry.Refusal;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.Violations;
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

    /** Checks an upload as {@link #check}; what breaks a rule is noted among the violations, which are then thrown. */
    public CheckedCode checkInto(Violations violations, CodeUpload upload) {
        try {
            return check(upload);
        } catch (RefusedException e) {
            if (e.refusal() == Refusal.TOO_LARGE) {
                throw e;
            }
            violations.addAll(e.violations()).refuseIfAny();
            throw e;
        }
    }

    /** Sees to it that stored code stays stored until the caller's transaction commits and its use is known. */
    public void keep(CodePackage code) {
        if (!store.keep(code.sha256())) {
            throw gone(code);
        }
    }

    boolean isStored(CodePackage code) {
        return store.exists(code.sha256());
    }

    /** Returns a stored archive, or refuses with {@link io.glowplug.registry.Refusal#NOT_FOUND}. */
    public byte[] archive(CodePackage code) {
        return store.archive(code.sha256()).orElseThrow(() -> gone(code));
    }

    private static RefusedException gone(CodePackage code) {
        return RefusedException.notFound("Code package not found, its function is gone: " + code.sha256());
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
