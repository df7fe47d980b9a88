// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveCheckTest {

    private static final String GARBAGE =
            "Could not unzip uploaded file. Please check your file, then try to upload again.";

    @Test
    void saysWhatAGoodArchiveHolds() {
        byte[] archive = TestZip.zip()
                .directory("lib")
                .file("lib/tool.py", "x = 1\n")
                .file("app.py", "import tool\n")
                .executable("bin/run", "#!/bin/sh\n")
                .link("latest", "lib/tool.py")
                .bytes();

        CheckedCode checked = ArchiveCheck.check(archive);

        assertThat(checked.code().sizeBytes()).isEqualTo(archive.length);
        assertThat(checked.code().unzippedBytes()).isEqualTo(6 + 12 + 10);
        assertThat(checked.code().sha256()).matches("[0-9a-f]{64}");
        assertThat(checked.contents().hasFile("app.py")).isTrue();
        assertThat(checked.contents().hasFile("latest")).isTrue();
        assertThat(checked.contents().hasExecutable("bin/run")).isTrue();
        assertThat(checked.contents().hasExecutable("app.py")).isFalse();
        assertThat(checked.contents().hasDirectory("bin")).isTrue();
        assertThat(checked.contents().hasFile("lib")).isFalse();
        assertThat(checked.contents().namesIn("")).containsExactlyInAnyOrder("app.py", "bin", "latest", "lib");
        assertThat(checked.contents().namesIn("lib")).containsExactly("tool.py");
    }

    static Stream<Arguments> hostileNames() {
        return Stream.of(
                Arguments.of("../evil.py", "climbs out"),
                Arguments.of("lib/../../evil.py", "climbs out"),
                Arguments.of("lib/..", "climbs out"),
                Arguments.of("/etc/cron.d/evil", "absolute path"),
                Arguments.of("lib/..\\evil.py", "backslash"),
                Arguments.of("evil\0.py", "NUL"),
                Arguments.of("x".repeat(256), "more than 255 bytes"),
                Arguments.of("d/".repeat(1_100) + "x", "more than 2048 bytes"));
    }

    @ParameterizedTest
    @MethodSource("hostileNames")
    void refusesNamesThatDoNotStayInside(String name, String reason) {
        refuses(TestZip.zip().file("app.py", "").file(name, "evil").bytes(), reason);
    }

    static Stream<Arguments> leavingLinks() {
        return Stream.of(
                Arguments.of(TestZip.zip().link("out", "/etc/passwd")),
                Arguments.of(TestZip.zip().link("out", "../secret")),
                Arguments.of(TestZip.zip().link("lib/out", "../../secret")),
                Arguments.of(TestZip.zip().link("lib/up", "..").link("lib/out", "up/..")),
                Arguments.of(TestZip.zip().link("a", "b").link("b", "a")));
    }

    @ParameterizedTest
    @MethodSource("leavingLinks")
    void refusesLinksThatLeaveTheRootOrRunInCircles(TestZip links) {
        refuses(links.file("lib/app.py", "").bytes(), "leads out of the archive's root");
    }

    @Test
    void keepsLinksThatStayInside() {
        ArchiveContents contents = ArchiveCheck.check(TestZip.zip()
                        .file("lib/v2/tool.py", "")
                        .link("lib/current", "v2")
                        .link("bin/tool", "../lib/current/tool.py")
                        .link("dangling", "nowhere/at/all")
                        .bytes())
                .contents();

        assertThat(contents.hasFile("bin/tool")).isTrue();
        assertThat(contents.hasDirectory("lib/current")).isTrue();
        assertThat(contents.hasFile("lib/current/tool.py")).isTrue();
        assertThat(contents.namesIn("lib/current")).containsExactly("tool.py");
        assertThat(contents.hasFile("dangling")).isFalse();
    }

    @Test
    void takesAJarWithSignaturesAsTheArchiveThatItIs() throws IOException {
        var jar = new ByteArrayOutputStream();
        try (var entries = new JarOutputStream(jar, new Manifest())) {
            for (String name : List.of("META-INF/SIGNER.SF", "META-INF/SIGNER.RSA", "example/Hello.class")) {
                entries.putNextEntry(new ZipEntry(name));
                entries.write(name.getBytes(StandardCharsets.UTF_8));
            }
        }

        ArchiveContents contents = ArchiveCheck.check(jar.toByteArray()).contents();

        assertThat(contents.hasFile("example/Hello.class")).isTrue();
        assertThat(contents.hasFile("META-INF/MANIFEST.MF")).isTrue();
    }

    @Test
    void givesUpOnLinksThatLeadThroughOneAnotherWithoutEnd() {
        TestZip maze = TestZip.zip().file("app.py", "");
        String detour = "d/../".repeat(800);
        for (int i = 0; i < 39; i++) {
            maze.link("hop" + i, detour + "hop" + (i + 1));
        }
        for (int i = 0; i < 10_000; i++) {
            maze.link("into" + i, "hop0");
        }

        refuses(maze.bytes(), "to no end");
    }

    @Test
    void refusesToWriteThroughALink() {
        refuses(TestZip.zip().link("lib", "real").file("lib/app.py", "").bytes(), "lies below a file or a link");
    }

    @Test
    void refusesTwoEntriesOfOneName() {
        refuses(TestZip.zip().file("app.py", "1").file("./app.py", "2").bytes(), "occurs twice");
    }

    @Test
    void refusesAFileThatIsADirectoryToo() {
        refuses(TestZip.zip().file("app", "1").file("app/x.py", "2").bytes(), "lies below a file");
        refuses(TestZip.zip().file("app/x.py", "2").file("app", "1").bytes(), "a directory at once");
    }

    @Test
    void refusesDevices() {
        byte[] archive = TestZip.zip()
                .file("app.py", "")
                .entry("null", 020000 | 0666, new byte[0])
                .bytes();

        refuses(archive, "files, directories and links only");
    }

    @Test
    void refusesEncryptedEntries() {
        byte[] archive = TestZip.zip().file("app.py", "secret").bytes();
        setFlagInDirectory(archive, 8, 1);

        refuses(archive, "encrypted");
    }

    @Test
    void refusesMethodsThatAreNotInEveryZipTool() {
        byte[] archive = TestZip.zip().file("app.py", "bzip2?").bytes();
        setFlagInDirectory(archive, 10, 12);

        refuses(archive, "method 12");
    }

    @Test
    void refusesAnEmptyArchive() {
        refuses(TestZip.zip().bytes(), "at least one file");
        refuses(TestZip.zip().directory("lib").bytes(), "at least one file");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 100, 100_000})
    void refusesBytesThatAreNoArchive(int size) {
        byte[] garbage = new byte[size];
        new Random(size).nextBytes(garbage);

        refuses(garbage, GARBAGE);
    }

    @Test
    void refusesAnArchiveThatWasCutOff() {
        byte[] archive = TestZip.zip().file("app.py", "print(1)\n".repeat(100)).bytes();

        refuses(Arrays.copyOf(archive, archive.length - 30), GARBAGE);
    }

    @Test
    void refusesContentThatDoesNotMatchItsChecksum() {
        byte[] archive = TestZip.zip()
                .entry("app.py", UnixStat.FILE_FLAG | 0644, new byte[200_000])
                .bytes();
        setFlagInDirectory(archive, 16, 0x5a);

        refuses(archive, GARBAGE);
    }

    @Test
    void stopsInflatingABombAtTheLimit() {
        byte[] bomb =
                TestZip.zip().zeros("bomb", ArchiveCheck.MAX_UNZIPPED_BYTES + 1).bytes();

        assertThat(bomb.length).isLessThan(ArchiveCheck.MAX_ZIPPED_BYTES);
        refuses(bomb, "Unzipped size must be smaller than 262144000 bytes");
    }

    @Test
    void countsTheBytesOfAllFilesTogether() {
        TestZip bomb = TestZip.zip();
        for (int i = 0; i < 3; i++) {
            bomb.zeros("bomb" + i, 100_000_000);
        }

        refuses(bomb.bytes(), "Unzipped size must be smaller than 262144000 bytes");
    }

    @Test
    void refusesAnArchiveAboveFiftyMegabytes() {
        refuses(new byte[ArchiveCheck.MAX_ZIPPED_BYTES + 1], "must be at most 52428800 bytes zipped");
    }

    @Test
    void refusesMoreEntriesThanAnyRealFunctionHas() {
        TestZip zip = TestZip.zip();
        for (int i = 0; i <= ZipArchive.MAX_ENTRIES; i++) {
            zip.entry("f" + i, UnixStat.FILE_FLAG | 0644, new byte[0]);
        }

        refuses(zip.bytes(), "more than 100000 entries");
    }

    private static void refuses(byte[] archive, String reason) {
        assertThatThrownBy(() -> ArchiveCheck.check(archive))
                .isInstanceOf(UnreadableArchiveException.class)
                .hasMessageContaining(reason);
    }

    /** Changes one byte of the first record in the archive's directory, which is where readers look first. */
    private static void setFlagInDirectory(byte[] archive, int offset, int value) {
        String text = new String(archive, StandardCharsets.ISO_8859_1);
        archive[text.indexOf("PK\1\2") + offset] = (byte) value;
    }
}
