// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.runtime.Payload;
import io.glowplug.runtime.channel.FunctionFacts;
import io.glowplug.runtime.channel.RuntimeChannel;
import io.glowplug.runtime.channel.RuntimeChannel.Handover;
import io.glowplug.runtime.channel.RuntimeChannel.Init;
import io.glowplug.runtime.channel.RuntimeChannel.Reply;
import io.glowplug.runtime.channel.WaitingChannel;
import io.glowplug.runtime.wire.RuntimeChannels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class GlowplugInitTest {

    private static final String SHELL_BOOTSTRAP = """
            api=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime
            while true; do
                event=$(curl -sS -D headers "$api/invocation/next") || exit 1
                id=$(sed -n 's/\\r$//; s/^Lambda-Runtime-Aws-Request-Id: //ip' headers)
                curl -sS -o /dev/null -d "{\\"got\\":$event}" "$api/invocation/$id/response"
            done
            """;

    /** Keeps one connection, and echoes events of any size. */
    private static final String KEEP_ALIVE_BOOTSTRAP = """
            import http.client, os
            c = http.client.HTTPConnection(os.environ['AWS_LAMBDA_RUNTIME_API'])
            path = '/2018-06-01/runtime/invocation/'
            while True:
                c.request('GET', path + 'next'); r = c.getresponse(); body = r.read()
                c.request('POST', path + r.headers['Lambda-Runtime-Aws-Request-Id'] + '/response', body)
                assert c.getresponse().read() == b'{"status":"OK"}'
            """;

    @TempDir
    private Path directory;

    private String init;
    private Process process;

    @BeforeEach
    void extract() throws IOException {
        init = BootstrapFiles.extractTo(directory).init().toString();
    }

    @AfterEach
    void end() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    private Process run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(init));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(directory.resolve("stderr").toFile())
                .start();
        return process;
    }

    private int exitCode() throws InterruptedException {
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("process ended").isTrue();
        return process.exitValue();
    }

    private String stderr() throws IOException {
        return Files.readString(directory.resolve("stderr"));
    }

    @Test
    void enterJoinsTheCgroupsSetsTheLimitsAndBecomesTheCommand() throws Exception {
        Path first = Files.createFile(directory.resolve("memory.procs"));
        Path second = Files.createFile(directory.resolve("pids.procs"));
        run(
                "enter",
                "--cgroup",
                first.toString(),
                "--cgroup",
                second.toString(),
                "--nofile",
                "77",
                "--parent",
                Long.toString(ProcessHandle.current().pid()),
                "--",
                "/bin/sh",
                "-c",
                "ulimit -Sn; ulimit -Hn; ulimit -c; echo $$; exit 9");
        assertThat(process.inputReader().lines()).containsExactly("77", "77", "0", Long.toString(process.pid()));
        assertThat(exitCode()).isEqualTo(9);
        assertThat(first).hasContent("0");
        assertThat(second).hasContent("0");
    }

    @Test
    void enterKeepsWhatUsersShareFromBeingUsedUp() throws Exception {
        run("enter", "--inotify", "3", "--", "/usr/bin/python3", "-c", """
                import ctypes, resource as r
                limits = (r.RLIMIT_RTPRIO, r.RLIMIT_NICE, r.RLIMIT_MEMLOCK, r.RLIMIT_MSGQUEUE, r.RLIMIT_SIGPENDING)
                print(*(r.getrlimit(each)[1] for each in limits))
                print(open('/proc/self/oom_score_adj').read().strip())
                libc = ctypes.CDLL(None)
                print(sum(1 for _ in range(10) if libc.inotify_init() >= 0))
                """.stripIndent());
        assertThat(process.inputReader().lines()).containsExactly("0 0 65536 65536 1024", "800", "3");
        assertThat(exitCode()).isZero();
    }

    @Test
    void enterMakesAFilterThatTheKernelTakes() throws Exception {
        run("enter", "--filter", "5", "--", "/usr/bin/python3", "-c", """
                import ctypes, os
                program = os.read(5, 1 << 16)
                class Program(ctypes.Structure):
                    _fields_ = [('length', ctypes.c_ushort), ('filter', ctypes.c_char_p)]
                libc = ctypes.CDLL(None, use_errno=True)
                print(libc.prctl(38, 1, 0, 0, 0), libc.prctl(22, 2, ctypes.byref(Program(len(program) // 8, program))))
                print(libc.unshare(0x10000000), ctypes.get_errno())
                """.stripIndent());
        assertThat(process.inputReader().lines()).containsExactly("0 0", "-1 1");
        assertThat(exitCode()).isZero();
    }

    @Test
    void aGatewayNeedsNamespacesOfItsOwn() throws Exception {
        run("enter", "--gateway", "/nowhere", "--", "/bin/true");
        assertThat(exitCode()).isEqualTo(125);
        assertThat(stderr()).contains("--gateway needs --inotify");
    }

    @Test
    void enterHandsAFileOverAsDescriptorThree() throws Exception {
        Path secret = Files.writeString(directory.resolve("arguments"), "hidden");
        run("enter", "--fd3", secret.toString(), "--", "/bin/cat", "/proc/self/fd/3");
        assertThat(process.inputReader().lines()).containsExactly("hidden");
        assertThat(exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    enter                                   | 125 | command missing
                    enter --cgroup                          | 125 | command missing
                    enter --                                | 125 | command missing
                    enter --what 1 -- true                  | 125 | unknown option
                    enter --nofile many -- true             | 125 | not a number up to
                    enter --cgroup /nowhere/procs -- true   | 125 | /nowhere/procs: No such file
                    enter --parent 1 -- true                | 125 | the parent is gone
                    enter -- /nowhere/program               | 127 | cannot run /nowhere/program
                    enter -- /etc/passwd                    | 126 | cannot run /etc/passwd
                    forward /nowhere/socket 0 -- /nowhere/x | 127 | cannot run /nowhere/x
                    forward /nowhere/socket 70000 -- true   | 125 | not a number up to 65535
                    forward /nowhere/socket                 | 125 | usage:
                    nonsense                                | 125 | usage:
                    """)
    void ownFailuresAreToldApartFromTheCommands(String arguments, int exitCode, String message) throws Exception {
        run(arguments.split(" "));
        assertThat(exitCode()).isEqualTo(exitCode);
        assertThat(stderr()).contains(message);
    }

    @ParameterizedTest
    @CsvSource({"exit 0,0", "exit 41,41", "kill -9 $$,137", "kill -15 $$,143"})
    void forwardEndsAsItsCommandEnds(String script, int exitCode) throws Exception {
        run("forward", "/nowhere/socket", "0", "--", "/bin/sh", "-c", script);
        assertThat(exitCode()).isEqualTo(exitCode);
    }

    @Test
    void forwardPassesTheRequestToEndOn() throws Exception {
        run(
                "forward",
                "/nowhere/socket",
                "0",
                "--",
                "/bin/sh",
                "-c",
                "trap 'exit 5' TERM; echo up; while true; do sleep 0.05; done");
        assertThat(process.inputReader().readLine()).isEqualTo("up");
        process.destroy();
        assertThat(exitCode()).isEqualTo(5);
    }

    @Test
    void theCommandDiesWithTheForwarder() throws Exception {
        run("forward", "/nowhere/socket", "0", "--", "/bin/sh", "-c", "echo $$; exec sleep 1000");
        long child = Long.parseLong(process.inputReader().readLine());
        ProcessHandle command = ProcessHandle.of(child).orElseThrow();
        process.destroyForcibly();
        command.onExit().get(10, TimeUnit.SECONDS);
        assertThat(command.isAlive()).isFalse();
    }

    @Test
    void aConnectionThatCannotBeCarriedOnIsClosed() throws Exception {
        run(
                "forward",
                "/nowhere/socket",
                "0",
                "--",
                "/bin/sh",
                "-c",
                "curl -sS --max-time 5 http://$AWS_LAMBDA_RUNTIME_API/; echo $?");
        // 52: empty reply, 56: reset.
        assertThat(process.inputReader().readLine()).isIn("52", "56");
        assertThat(exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"shell", "python"})
    void eventsReachAnUnmodifiedBootstrapAndItsAnswersComeBack(String kind) throws Exception {
        Path socket = directory.resolve("api");
        boolean shell = kind.equals("shell");
        try (RuntimeChannels channels = new RuntimeChannels(InstantSource.system());
                RuntimeChannel channel = channels.openRuntimeApi(
                        socket, new FunctionFacts("f", "1", "h", Set.of(), FunctionFacts.ON_DEMAND))) {
            if (shell) {
                run("forward", socket.toString(), "0", "--", "/bin/sh", "-c", SHELL_BOOTSTRAP);
            } else {
                run("forward", socket.toString(), "0", "--", "/usr/bin/python3", "-c", KEEP_ALIVE_BOOTSTRAP);
            }
            assertThat(channel.awaitInit()).isEqualTo(new Init.Ready());
            for (int i = 0; i < 20; i++) {
                assertThat(channel.invoke(event("{\"i\":" + i + "}")))
                        .isEqualTo(answer(shell ? "{\"got\":{\"i\":" + i + "}}" : "{\"i\":" + i + "}"));
            }
            if (!shell) {
                String large = "\"" + "x".repeat(Payload.MAX_SYNC_BYTES - 2) + "\"";
                assertThat(channel.invoke(event(large))).isEqualTo(answer(large));
            }
        }
        // Both bootstraps give up when the platform has hung up.
        assertThat(exitCode()).isEqualTo(1);
    }

    @Test
    void aProgramIsStartedWhenItsFunctionHasCome() throws Exception {
        Path code = Files.createDirectory(directory.resolve("code"));
        Path program = code.resolve("bootstrap");
        Path api = directory.resolve("api");
        Path order = directory.resolve("order");
        try (RuntimeChannels channels = new RuntimeChannels(InstantSource.system());
                WaitingChannel channel = channels.openRuntimeApiAhead(api, order)) {
            run("forward", api.toString(), "0", "--await", order.toString(), "--", "/nowhere/x", program.toString());
            channel.awaitConnection();
            Files.writeString(program, "#!/bin/sh\necho \"$GREETING,$FORMER,$(pwd)\"\n" + SHELL_BOOTSTRAP);
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
            channel.load(
                    new FunctionFacts("f", "1", "h", Set.of(), FunctionFacts.ON_DEMAND),
                    Map.of("GREETING", "gr\u00fcezi", "LAMBDA_TASK_ROOT", code.toString(), "PATH", "/usr/bin:/bin"));

            assertThat(channel.awaitInit()).isEqualTo(new Init.Ready());
            assertThat(process.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("gr\u00fcezi,," + code);
            assertThat(channel.invoke(event("1"))).isEqualTo(answer("{\"got\":1}"));
        }
        assertThat(exitCode()).isEqualTo(1);
    }

    @Test
    void aSandboxThatNobodyNeedsEnds() throws Exception {
        Path order = directory.resolve("order");
        try (RuntimeChannels channels = new RuntimeChannels(InstantSource.system());
                WaitingChannel channel = channels.openRuntimeApiAhead(directory.resolve("api"), order)) {
            run("forward", "/nowhere/api", "0", "--await", order.toString(), "--", "/nowhere/x");
            channel.awaitConnection();
        }
        assertThat(exitCode()).isZero();
    }

    @Test
    void manyConnectionsAreCarriedAtOnceAndHalfClosedOnesToTheEnd() throws Exception {
        Path socket = directory.resolve("echo");
        Files.writeString(directory.resolve("echo.py"), """
                import os, socket, sys, threading
                def serve(c):
                    got = bytearray()
                    while True:
                        more = c.recv(65536)
                        if not more: break
                        got += more
                    c.sendall(got[::-1]); c.close()
                server = socket.socket(socket.AF_UNIX); server.bind(sys.argv[1]); server.listen(128)
                def accept():
                    while True: threading.Thread(target=serve, args=(server.accept()[0],), daemon=True).start()
                threading.Thread(target=accept, daemon=True).start()
                pid = os.spawnv(os.P_NOWAIT, sys.argv[2], sys.argv[2:])
                sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
                """);
        Files.writeString(directory.resolve("clients.py"), """
                import os, socket
                host, port = os.environ['AWS_LAMBDA_RUNTIME_API'].split(':')
                clients = [socket.create_connection((host, int(port))) for _ in range(100)]
                for n, c in enumerate(clients): c.sendall(b'%03d' % n + b'x' * 100000 * (n % 3)); c.shutdown(socket.SHUT_WR)
                for n, c in reversed(list(enumerate(clients))):
                    got = bytearray()
                    while True:
                        more = c.recv(65536)
                        if not more: break
                        got += more
                    assert got[::-1] == b'%03d' % n + b'x' * 100000 * (n % 3), n
                print('all')
                """);
        process = new ProcessBuilder(
                        "/usr/bin/python3",
                        "echo.py",
                        socket.toString(),
                        init,
                        "forward",
                        socket.toString(),
                        "0",
                        "--",
                        "/usr/bin/python3",
                        "clients.py")
                .directory(directory.toFile())
                .redirectError(directory.resolve("stderr").toFile())
                .start();
        assertThat(process.inputReader().readLine()).as(stderr()).isEqualTo("all");
        assertThat(exitCode()).isZero();
    }

    private static Handover event(String payload) {
        return new Handover(UUID.randomUUID(), Instant.EPOCH, "arn", null, null, Payload.ofUtf8(payload));
    }

    private static Reply answer(String payload) {
        return new Reply.Answered(Payload.ofUtf8(payload));
    }
}
