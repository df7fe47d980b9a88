// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.request;

import io.glowplug.registry.CodeUpload;
import io.glowplug.registry.Violations;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Code in one of two forms.
 *
 * @param zipBase64 a zip archive of at most 50 MB, in Base64
 * @param files contents by relative path
 */
@SuppressWarnings("ArrayRecordComponent")
public record CodeRequest(
        byte @Nullable [] zipBase64, @Nullable Map<String, String> files) {

    public CodeRequest {
        Fields.texts("code.files", files);
    }

    public CodeUpload toUpload() {
        Violations.of()
                .check((zipBase64 == null) != (files == null), "code", "must have either zipBase64 or files")
                .refuseIfAny();
        return zipBase64 != null
                ? new CodeUpload.Zip(zipBase64)
                : new CodeUpload.Files(Fields.required("code.files", files));
    }
}
