// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.code;

import io.glowplug.registry.CodePackage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Reads an archive through to its last byte and says what it holds, or refuses it.
 *
 * <p>Limits: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
final class ArchiveCheck {

    static final int MAX_ZIPPED_BYTES = 50 * 1024 * 1024;
    static final long MAX_UNZIPPED_BYTES = 262_144_000;

    private ArchiveCheck() {}

    static CheckedCode check(byte[] archive) {
        if (archive.length > MAX_ZIPPED_BYTES) {
            throw UnreadableArchiveException.tooLarge("must be at most " + MAX_ZIPPED_BYTES + " bytes zipped");
        }
        try (ZipArchive zip = ZipArchive.open(archive)) {
            List<ZipArchive.Member> members = zip.members();
            ArchiveContents contents = contents(members);
            long unzipped = inflateAll(zip, members);
            return new CheckedCode(new CodePackage(sha256(archive), archive.length, unzipped), contents, archive);
        }
    }

    /** Lists what is in an archive that was checked before. */
    static ArchiveContents contents(byte[] archive) {
        try (ZipArchive zip = ZipArchive.open(archive)) {
            return contents(zip.members());
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static ArchiveContents contents(List<ZipArchive.Member> members) {
        ArchiveContents contents = new ArchiveContents(
                members.stream().map(ZipArchive.Member::entry).toList());
        contents.strayLink().ifPresent(link -> {
            throw UnreadableArchiveException.rule(
                    "holds the link '" + link.path() + "', which leads out of the archive's root or to no end");
        });
        if (members.stream().noneMatch(member -> member.entry() instanceof ArchiveEntry.RegularFile)) {
            throw UnreadableArchiveException.rule("must hold at least one file");
        }
        return contents;
    }

    private static long inflateAll(ZipArchive zip, List<ZipArchive.Member> members) {
        Allowance allowance = new Allowance(MAX_UNZIPPED_BYTES);
        try (OutputStream nowhere = OutputStream.nullOutputStream()) {
            for (ZipArchive.Member member : members) {
                if (member.entry() instanceof ArchiveEntry.RegularFile) {
                    zip.copy(member, nowhere, allowance);
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return allowance.taken();
    }
}
