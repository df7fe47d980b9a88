// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

class InlineFilesTest {

    @Test
    void makesTheSameArchiveWhateverTheOrderAndTheTimeZone() {
        Map<String, String> forwards = new LinkedHashMap<>();
        forwards.put("a.py", "1");
        forwards.put("b/c.py", "2");
        Map<String, String> backwards = new LinkedHashMap<>();
        backwards.put("b/c.py", "2");
        backwards.put("a.py", "1");
        byte[] here = InlineFiles.zip(forwards);

        TimeZone zone = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("America/St_Johns"));
            assertThat(InlineFiles.zip(backwards)).isEqualTo(here);
        } finally {
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void marksBootstrapAndScriptsAsExecutable() {
        ArchiveContents contents = ArchiveCheck.check(InlineFiles.zip(
                        Map.of("bootstrap", "\u007fELF", "bin/run", "#!/bin/sh\n", "app.py", "x = '#!'")))
                .contents();

        assertThat(contents.hasExecutable("bootstrap")).isTrue();
        assertThat(contents.hasExecutable("bin/run")).isTrue();
        assertThat(contents.hasFile("app.py")).isTrue();
        assertThat(contents.hasExecutable("app.py")).isFalse();
    }

    @Test
    void keepsTextThatIsNotAscii() {
        CheckedCode checked = ArchiveCheck.check(InlineFiles.zip(Map.of("größe.py", "name = 'Ångström'\n")));

        assertThat(checked.contents().hasFile("größe.py")).isTrue();
        assertThat(checked.code().unzippedBytes()).isEqualTo(20);
    }
}
