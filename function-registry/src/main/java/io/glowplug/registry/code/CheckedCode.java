// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.code;

import io.glowplug.registry.CodePackage;

/** Code that passed every check and is not stored yet. The archive's bytes are not to be changed. */
@SuppressWarnings("ArrayRecordComponent")
public record CheckedCode(CodePackage code, ArchiveContents contents, byte[] archive) {}
