// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.code;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/**
 * Makes a zip archive of files given as text. The same files always give the same bytes: names are sorted, times
 * fixed, and contents stored rather than deflated, because deflaters differ.
 */
final class InlineFiles {

    /** The zip format keeps local time. */
    private static final LocalDateTime FIXED_TIME = LocalDateTime.of(2000, 1, 1, 0, 0);

    private InlineFiles() {}

    static byte[] zip(Map<String, String> contents) {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(archive)) {
            for (Map.Entry<String, String> file : new TreeMap<>(contents).entrySet()) {
                byte[] bytes = file.getValue().getBytes(StandardCharsets.UTF_8);
                zip.putArchiveEntry(entry(file.getKey(), file.getValue(), bytes));
                zip.write(bytes);
                zip.closeArchiveEntry();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory does not fail", impossible);
        }
        return archive.toByteArray();
    }

    private static ZipArchiveEntry entry(String path, String content, byte[] bytes) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        ZipArchiveEntry entry = new ZipArchiveEntry(path);
        entry.setMethod(ZipArchiveEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(checksum.getValue());
        entry.setTime(FIXED_TIME.atZone(ZoneId.systemDefault()).toInstant().toEpochMilli());
        entry.setUnixMode(UnixStat.FILE_FLAG | (executable(path, content) ? 0755 : 0644));
        return entry;
    }

    private static boolean executable(String path, String content) {
        return path.equals("bootstrap") || content.startsWith("#!");
    }
}
