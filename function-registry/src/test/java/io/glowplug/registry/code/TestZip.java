// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.code;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Builds archives, well-behaved and hostile ones. */
final class TestZip {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes);

    static TestZip zip() {
        return new TestZip();
    }

    TestZip file(String path, String content) {
        return entry(path, UnixStat.FILE_FLAG | 0644, content.getBytes(StandardCharsets.UTF_8));
    }

    TestZip executable(String path, String content) {
        return entry(path, UnixStat.FILE_FLAG | 0755, content.getBytes(StandardCharsets.UTF_8));
    }

    TestZip link(String path, String target) {
        return entry(path, UnixStat.LINK_FLAG | 0777, target.getBytes(StandardCharsets.UTF_8));
    }

    TestZip directory(String path) {
        return entry(path + "/", UnixStat.DIR_FLAG | 0755, new byte[0]);
    }

    TestZip entry(String path, int mode, byte[] content) {
        ZipArchiveEntry entry = new ZipArchiveEntry(path);
        entry.setUnixMode(mode);
        return write(entry, out -> out.write(content));
    }

    TestZip zeros(String path, long size) {
        zip.setLevel(Deflater.BEST_SPEED);
        byte[] block = new byte[1024 * 1024];
        return write(new ZipArchiveEntry(path), out -> {
            for (long left = size; left > 0; left -= block.length) {
                out.write(block, 0, (int) Math.min(left, block.length));
            }
        });
    }

    byte[] bytes() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private TestZip write(ZipArchiveEntry entry, Content content) {
        try {
            zip.putArchiveEntry(entry);
            content.writeTo(zip);
            zip.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    private interface Content {
        void writeTo(OutputStream out) throws IOException;
    }
}
