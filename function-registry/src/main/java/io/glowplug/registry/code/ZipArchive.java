// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.code;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/**
 * An archive somebody sent, trusted in nothing: names, types, sizes and checksums are checked, and every byte counted
 * while it is inflated. Whatever is wrong ends in an {@link UnreadableArchiveException}.
 */
final class ZipArchive implements AutoCloseable {

    static final int MAX_ENTRIES = 100_000;
    private static final int MAX_LINK_TARGET_BYTES = 4_096;
    private static final byte[] DIRECTORY_RECORD = {'P', 'K', 1, 2};

    /** An entry and where its bytes are. */
    record Member(ArchiveEntry entry, ZipArchiveEntry source) {}

    private final ZipFile zip;

    private ZipArchive(ZipFile zip) {
        this.zip = zip;
    }

    static ZipArchive open(byte[] archive) {
        refuseTooManyEntries(archive);
        try {
            return new ZipArchive(ZipFile.builder()
                    .setSeekableByteChannel(new SeekableInMemoryByteChannel(archive))
                    .get());
        } catch (IOException | RuntimeException garbage) {
            throw UnreadableArchiveException.garbage(garbage);
        }
    }

    /** Returns the entries in the order of the archive's directory; each path occurs once and lies inside the root. */
    List<Member> members() {
        List<Member> members = new ArrayList<>();
        PathRules paths = new PathRules();
        for (ZipArchiveEntry source : Collections.list(zip.getEntries())) {
            String path = paths.checked(source.getName(), source.getRawName());
            if (!path.isEmpty()) {
                ArchiveEntry entry = entry(path, source);
                paths.claim(entry);
                members.add(new Member(entry, source));
            }
        }
        return members;
    }

    /** Writes the bytes of a file to {@code out}, which gets no more of them than {@code allowance} has left. */
    void copy(Member member, OutputStream out, Allowance allowance) throws IOException {
        CRC32 checksum = new CRC32();
        long written = 0;
        byte[] buffer = new byte[16 * 1024];
        try (InputStream in = inflated(member)) {
            for (int read = read(in, buffer); read >= 0; read = read(in, buffer)) {
                if (!allowance.tryTake(read)) {
                    throw UnreadableArchiveException.tooLarge(
                            "Unzipped size must be smaller than " + allowance.total() + " bytes");
                }
                checksum.update(buffer, 0, read);
                out.write(buffer, 0, read);
                written += read;
            }
        }
        if (written != member.source().getSize()
                || checksum.getValue() != member.source().getCrc()) {
            throw UnreadableArchiveException.garbage(null);
        }
    }

    @Override
    public void close() {
        ZipFile.closeQuietly(zip);
    }

    private ArchiveEntry entry(String path, ZipArchiveEntry source) {
        if (source.getGeneralPurposeBit().usesEncryption()) {
            throw UnreadableArchiveException.rule("must not hold encrypted entries, but " + path + " is one");
        }
        int mode = source.getUnixMode();
        int type = mode & UnixStat.FILE_TYPE_FLAG;
        if (source.isDirectory() || type == UnixStat.DIR_FLAG) {
            return new ArchiveEntry.Directory(path);
        }
        if (source.getMethod() != ZipArchiveEntry.STORED && source.getMethod() != ZipArchiveEntry.DEFLATED) {
            throw UnreadableArchiveException.rule("must be stored or deflated, but " + path + " uses method "
                    + source.getMethod() + " of the zip format");
        }
        if (type == UnixStat.LINK_FLAG) {
            return new ArchiveEntry.Link(path, linkTarget(new Member(new ArchiveEntry.Link(path, ""), source)));
        }
        if (type != UnixStat.FILE_FLAG && type != 0) {
            throw UnreadableArchiveException.rule(
                    "must hold files, directories and links only, but " + path + " is something else");
        }
        return new ArchiveEntry.RegularFile(path, (mode & 0111) != 0);
    }

    private String linkTarget(Member link) {
        if (link.source().getSize() > MAX_LINK_TARGET_BYTES) {
            throw UnreadableArchiveException.garbage(null);
        }
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        try {
            copy(link, target, new Allowance(MAX_LINK_TARGET_BYTES));
        } catch (IOException impossible) {
            throw new IllegalStateException("writing to memory does not fail", impossible);
        }
        String text = target.toString(StandardCharsets.UTF_8);
        if (text.isEmpty() || text.indexOf('\0') >= 0) {
            throw UnreadableArchiveException.garbage(null);
        }
        return text;
    }

    private InputStream inflated(Member member) {
        try {
            return zip.getInputStream(member.source());
        } catch (IOException | RuntimeException garbage) {
            throw UnreadableArchiveException.garbage(garbage);
        }
    }

    private static int read(InputStream in, byte[] buffer) {
        try {
            return in.read(buffer);
        } catch (IOException | RuntimeException garbage) {
            throw UnreadableArchiveException.garbage(garbage);
        }
    }

    /**
     * Counts by signature before anything is parsed, because parsing alone costs memory for each entry. Archives that
     * are stored inside this one count as well.
     */
    private static void refuseTooManyEntries(byte[] archive) {
        int found = 0;
        for (int i = 0; i + DIRECTORY_RECORD.length <= archive.length; i++) {
            if (archive[i] == DIRECTORY_RECORD[0]
                    && archive[i + 1] == DIRECTORY_RECORD[1]
                    && archive[i + 2] == DIRECTORY_RECORD[2]
                    && archive[i + 3] == DIRECTORY_RECORD[3]) {
                found++;
            }
        }
        if (found > MAX_ENTRIES) {
            throw UnreadableArchiveException.rule("must not hold more than " + MAX_ENTRIES + " entries");
        }
    }
}
