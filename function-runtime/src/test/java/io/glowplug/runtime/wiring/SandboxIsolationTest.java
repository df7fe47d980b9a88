// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.NetworkAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a function can see of its host, and do to it: nothing. */
class SandboxIsolationTest {

    private static RuntimeHarness runtime;

    /** Runs the shell command that it is sent, and answers what that printed. */
    private static FunctionVersion shell;

    @BeforeAll
    static void start() {
        runtime = RuntimeHarness.with().start();
        shell = runShell().latest();
    }

    private static RuntimeHarness.Function runShell() {
        return runtime.python("""
                import subprocess
                def handler(event, context):
                    done = subprocess.run(event, shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
                    return done.stdout.decode()
                """);
    }

    @AfterAll
    static void stop() {
        runtime.close();
    }

    private static String run(String command) {
        return run(shell, command);
    }

    private static String run(FunctionVersion function, String command) {
        String json =
                runtime.answer(function, "\"" + command.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
        return json.substring(1, json.length() - 1)
                .replace("\\n", "\n")
                .replace("\\t", "\t")
                .strip();
    }

    @Test
    void itHasNoCapabilitiesAndAUserOfItsOwn() {
        assertThat(run("grep -E '^Cap(Prm|Eff|Bnd|Amb)' /proc/self/status | grep -v 0000000000000000 | wc -l"))
                .isEqualTo("0");
        assertThat(run("id -un; id -u; hostname")).isEqualTo("sbx_user1051\n993\nglowplug");
    }

    @Test
    void itSeesOnlyItsOwnDirectories() {
        assertThat(run("ls /").lines())
                .containsExactlyInAnyOrderElementsOf(
                        run("ls / | grep -E '^(bin|dev|etc|lib.*|opt|proc|run|sbin|tmp|usr|var)$'")
                                .lines()
                                .toList());
        assertThat(run("ls /home /root /sys " + runtime.directory() + " 2>&1 | grep -vc 'No such file'"))
                .isEqualTo("0");
        assertThat(run("ls /etc").lines())
                .filteredOn(name -> !name.matches("java-.*-openjdk")) // where a distribution keeps its JDK's settings
                .isSubsetOf("group", "hosts", "ld.so.cache", "localtime", "nsswitch.conf", "passwd", "ssl", "pki");
        assertThat(run("find /etc/ssl /etc/pki -type f 2>/dev/null | grep -v java")
                        .lines())
                .isEmpty();
    }

    @Test
    void itSeesOnlyItsOwnProcesses() {
        long hostProcesses = ProcessHandle.allProcesses().count();

        assertThat(Integer.parseInt(run("ls /proc | grep -c '^[0-9]'")))
                .isLessThan(10)
                .isLessThan((int) hostProcesses);
    }

    @Test
    void itSeesNothingOfThePlatformsEnvironment() {
        assertThat(System.getenv()).containsKey("PATH").containsKey("HOME");
        // Python itself adds LC_CTYPE where the host has no such locale, and the shell that runs this what it is in.
        assertThat(run("env | cut -d= -f1 | grep -Ev '^(LC_CTYPE|SHLVL|_)$'").lines())
                .containsExactlyInAnyOrder(
                        "AWS_DEFAULT_REGION",
                        "AWS_EXECUTION_ENV",
                        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                        "AWS_LAMBDA_FUNCTION_NAME",
                        "AWS_LAMBDA_FUNCTION_VERSION",
                        "AWS_LAMBDA_INITIALIZATION_TYPE",
                        "AWS_LAMBDA_LOG_FORMAT",
                        "AWS_LAMBDA_LOG_GROUP_NAME",
                        "AWS_LAMBDA_LOG_STREAM_NAME",
                        "AWS_REGION",
                        "AWS_XRAY_CONTEXT_MISSING",
                        "LAMBDA_RUNTIME_DIR",
                        "LAMBDA_TASK_ROOT",
                        "LANG",
                        "LD_LIBRARY_PATH",
                        "PATH",
                        "PWD",
                        "PYTHONPATH",
                        "TZ",
                        "_HANDLER",
                        "_X_AMZN_TRACE_ID");
    }

    @Test
    void itCanWriteNowhereButInItsTemporaryDirectory() {
        assertThat(run("for d in / /var/task /var/runtime /run/glowplug /usr /etc /opt /dev /dev/shm /home; do "
                        + "touch $d/x 2>/dev/null && echo $d; done; echo done"))
                .isEqualTo("done");
        assertThat(run("echo kept > /tmp/x; cat /tmp/x; df -m --output=size /tmp | tail -1 | tr -d ' '"))
                .isEqualTo("kept\n512");
        assertThat(
                        run(
                                "head -c 600M /dev/zero > /dev/null; dd if=/dev/zero of=/var/task/index.py count=1 2>&1 | head -1"))
                .contains("Read-only file system");
    }

    /** A platform that runs as root shares its user id with its functions; the kernel must not take them for root. */
    @Test
    void itCannotChangeTheKernelsSettings() throws Exception {
        Path setting = Path.of("/proc/sys/kernel/core_pattern");
        String before = Files.readString(setting);

        assertThat(run("echo owned 2>&1 > /proc/sys/kernel/core_pattern; echo done"))
                .contains("Read-only file system");

        assertThat(Files.readString(setting)).isEqualTo(before);
        assertThat(run("mount -t tmpfs x /tmp 2>&1; unshare -U true 2>&1 || echo refused"))
                .endsWith("refused");
    }

    @Test
    void itHasNoNetworkUnlessAskedFor() {
        assertThat(run("tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '")).isEqualTo("lo");
        assertThat(run("ls /etc/resolv.conf 2>&1")).contains("No such file");

        FunctionVersion networked = runShell().network(NetworkAccess.HOST).latest();

        assertThat(run(networked, "tail -n +3 /proc/net/dev | wc -l")).isEqualTo(Long.toString(devicesOfHost()));
        assertThat(run(networked, "ls -d /etc/resolv.conf /etc/ssl/certs").lines())
                .hasSize(2);
    }

    private static long devicesOfHost() {
        try (var lines = Files.lines(Path.of("/proc/net/dev"))) {
            return lines.count() - 2;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void itsVariablesAreNoArgumentsThatTheHostCouldRead() throws Exception {
        FunctionVersion secretive = runShell()
                .environment(Map.of("PASSWORD", "correct horse battery"))
                .latest();

        assertThat(run(secretive, "echo $PASSWORD")).isEqualTo("correct horse battery");

        long pid = runtime.environments().stream()
                .filter(environment -> environment.state().equals("idle"))
                .mapToLong(environment -> environment.pid())
                .max()
                .orElseThrow();
        assertThat(Files.readString(Path.of("/proc/" + pid + "/cmdline")))
                .contains("bwrap")
                .doesNotContain("battery");
        assertThat(Files.readString(Path.of("/proc/" + pid + "/environ"))).doesNotContain("battery");
    }

    @Test
    void itHasLambdasLimits() {
        assertThat(run("ulimit -n; ulimit -c")).isEqualTo("1024\n0");
    }
}
