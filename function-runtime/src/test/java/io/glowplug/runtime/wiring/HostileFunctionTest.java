// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.NetworkAccess;
import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.AttemptOutcome.Returned;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileSystems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Functions written by an enemy: what they try, and that it comes to nothing. */
class HostileFunctionTest {

    private static final Logger log = LoggerFactory.getLogger(HostileFunctionTest.class);

    private static final int EPERM = 1;
    private static final int ENOSYS = 38;

    /** Answers the value of the Python expression that it is sent; {@code call} makes a system call, or says its error. */
    private static final String EVALUATE = """
            import ctypes, glob, os, resource, socket, stat, time
            libc = ctypes.CDLL(None, use_errno=True)
            def call(number, *arguments):
                result = libc.syscall(ctypes.c_long(number), *[ctypes.c_long(a) for a in arguments])
                return -ctypes.get_errno() if result == -1 else result
            def error(attempt):
                try:
                    attempt()
                    return None
                except OSError as e:
                    return e.errno
                except ValueError:
                    return -1
            def read(path):
                try:
                    with open(path, 'rb') as f: return f.read(1 << 16).decode('latin-1')
                except OSError as e:
                    return ''
            def handler(event, context):
                return eval(event, globals())
            """;

    private static RuntimeHarness runtime;
    private static FunctionVersion enemy;
    private static FunctionVersion neighbour;

    @BeforeAll
    static void start() {
        runtime = RuntimeHarness.with().outputLimit(1 << 20).start();
        enemy = runtime.python(EVALUATE).named("enemy").latest();
        neighbour = runtime.python("def handler(event, context): return event")
                .named("neighbour")
                .environment(Map.of("SECRET", "correct horse battery"))
                .latest();
    }

    @AfterAll
    static void stop() {
        runtime.close();
    }

    private static String evaluate(String expression) {
        return evaluate(enemy, expression);
    }

    private static String evaluate(FunctionVersion function, String expression) {
        String json =
                "\"" + expression.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", " ") + "\"";
        return runtime.answer(function, json).replace(" ", "");
    }

    // ---- the kernel ----

    @Test
    void theFilterAndNoNewPrivilegesAreInForceForEveryProcess() {
        assertThat(evaluate(
                        "[[l.split()[1] for l in read(p).splitlines() if l.split(':')[0] in ('NoNewPrivs', 'Seccomp')] "
                                + "for p in sorted(glob.glob('/proc/[0-9]*/status'))]"))
                .matches("\\[(\\[\"1\",\"2\"\\],?){2,}\\]");
    }

    /** By their numbers on x86-64; those from 424 on are the same everywhere. */
    @Test
    void callsThatManageTheMachineOrReachIntoOthersAreRefused() {
        assumeThat(System.getProperty("os.arch")).isEqualTo("amd64");
        Map<String, Integer> refused = Map.ofEntries(
                Map.entry("mount", 165),
                Map.entry("umount2", 166),
                Map.entry("pivot_root", 155),
                Map.entry("chroot", 161),
                Map.entry("open_tree", 428),
                Map.entry("move_mount", 429),
                Map.entry("fsopen", 430),
                Map.entry("fsconfig", 431),
                Map.entry("fsmount", 432),
                Map.entry("fspick", 433),
                Map.entry("mount_setattr", 442),
                Map.entry("swapon", 167),
                Map.entry("quotactl", 179),
                Map.entry("quotactl_fd", 443),
                Map.entry("name_to_handle_at", 303),
                Map.entry("open_by_handle_at", 304),
                Map.entry("unshare", 272),
                Map.entry("setns", 308),
                Map.entry("ptrace", 101),
                Map.entry("process_vm_readv", 310),
                Map.entry("process_vm_writev", 311),
                Map.entry("pidfd_getfd", 438),
                Map.entry("bpf", 321),
                Map.entry("perf_event_open", 298),
                Map.entry("add_key", 248),
                Map.entry("request_key", 249),
                Map.entry("keyctl", 250),
                Map.entry("userfaultfd", 323),
                Map.entry("kexec_load", 246),
                Map.entry("kexec_file_load", 320),
                Map.entry("init_module", 175),
                Map.entry("finit_module", 313),
                Map.entry("delete_module", 176),
                Map.entry("syslog", 103),
                Map.entry("nfsservctl", 180),
                Map.entry("iopl", 172),
                Map.entry("ioperm", 173),
                Map.entry("modify_ldt", 154),
                Map.entry("reboot", 169),
                Map.entry("acct", 163),
                Map.entry("settimeofday", 164),
                Map.entry("clock_settime", 227),
                Map.entry("adjtimex", 159),
                Map.entry("clock_adjtime", 305),
                Map.entry("sethostname", 170));
        List<Integer> numbers = List.copyOf(refused.values());

        assertThat(evaluate("[call(n) for n in " + numbers + "]"))
                .isEqualTo(numbers.stream().map(_ -> "-" + EPERM).collect(Collectors.joining(",", "[", "]")));
        // io_uring, clone3, one that no kernel has yet, one of the x32 numbering
        assertThat(evaluate("[call(n) for n in (425, 426, 427, 435, 600, 0x40000000 + 39)]"))
                .isEqualTo("[" + ("-" + ENOSYS + ",").repeat(5) + "-" + ENOSYS + "]");
        // clone with each flag for a namespace; other personalities; input faked on a terminal
        assertThat(evaluate("[call(56, flag | 17) for flag in (0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, "
                        + "0x20000000, 0x40000000)] + [call(135, 0x0040000), call(16, 0, 0x5412, 0)]"))
                .isEqualTo("[" + ("-" + EPERM + ",").repeat(8) + "-" + EPERM + "]");
    }

    /** Where the kernel knows the old calls at all, they must not be a way around the filter. */
    @Test
    void the32BitCallsOfTheSameProcessorAreRefused() {
        assumeThat(System.getProperty("os.arch")).isEqualTo("amd64");
        FunctionVersion old = runtime.python("""
                import ctypes, mmap, os
                def handler(event, context):
                    child = os.fork()
                    if child == 0:
                        page = mmap.mmap(-1, 4096, prot=7)
                        page.write(bytes.fromhex('b814000000cd80c3'))  # getpid by its 32-bit number
                        result = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()
                        os._exit(38 if result == -38 else 1)
                    status = os.waitpid(child, 0)[1]
                    return os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 38
                """).latest();

        assertThat(runtime.answer(old, "{}")).isEqualTo("true");
    }

    @ParameterizedTest
    @EnumSource(NetworkAccess.Mode.class)
    void onlyUsualSocketsAreThereInEveryNetwork(NetworkAccess.Mode mode) {
        assumeThat(mode != NetworkAccess.Mode.INTERNET || runtime.givesInternet())
                .isTrue();
        FunctionVersion function = runtime.python(EVALUATE)
                .named("sockets-" + mode)
                .network(new NetworkAccess(mode, List.of()))
                .latest();

        // packet, raw IPv4 and IPv6, vsock, alg, bluetooth, netlink audit and netfilter, sctp
        assertThat(
                        evaluate(
                                function,
                                "[error(lambda: socket.socket(*s)) is not None for s in ((17, 3, 0), (2, 3, 1), "
                                        + "(10, 3, 58), (40, 1, 0), (38, 5, 0), (31, 3, 1), (16, 3, 9), (16, 3, 12), (2, 1, 132))]"))
                .isEqualTo("[" + "true,".repeat(8) + "true]");
        assertThat(evaluate(
                        function,
                        "[error(lambda: socket.socket(*s)) for s in ((1, 1, 0), (2, 1, 0), (10, 1, 6), "
                                + "(2, 2, 17), (16, 3, 0))] + [len(socket.if_nameindex()) > 0]"))
                .isEqualTo("[null,null,null,null,null,true]");
    }

    @Test
    void itCannotRaiseItsPriorityOrMoveClocks() {
        assertThat(evaluate("[error(lambda: os.setpriority(os.PRIO_PROCESS, 0, -5)), "
                        + "error(lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))), "
                        + "error(lambda: os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))), "
                        + "error(lambda: time.clock_settime(time.CLOCK_REALTIME, 0)), "
                        + "error(lambda: resource.setrlimit(resource.RLIMIT_MEMLOCK, (1 << 20, 1 << 20))), "
                        + "int(read('/proc/self/oom_score_adj'))]"))
                .matches("\\[(1|13),1,1,1,-1,800\\]");
    }

    // ---- files ----

    @Test
    void procShowsNothingButItself() {
        runtime.answer(neighbour, "1");

        assertThat(
                        evaluate(
                                "any('battery' in read(p) or 'JAVA_HOME' in read(p) for p in glob.glob('/proc/[0-9]*/environ'))"))
                .isEqualTo("false");
        assertThat(
                        evaluate(
                                "[sorted(os.listdir('/proc/1/root')) == sorted(os.listdir('/')), os.path.exists('/sys'), "
                                        + "read('/proc/kcore'), read('/proc/keys'), error(lambda: open('/proc/sysrq-trigger', 'wb', 0).write(b'b')), "
                                        + "error(lambda: open('/proc/sys/vm/drop_caches', 'w')), error(lambda: open('/proc/1/oom_score_adj', 'wb', 0).write(b'-1000'))]"))
                .matches("\\[true,false,\"\",\"\",(2|13|30),(30|13),13\\]");
    }

    @Test
    void thereAreNoDevicesBesidesTheHarmlessOnesAndNoneCanBeMade() {
        assertThat(evaluate("sorted(f for f in os.listdir('/dev') if stat.S_ISBLK(os.lstat('/dev/' + f).st_mode) or "
                        + "stat.S_ISCHR(os.lstat('/dev/' + f).st_mode))"))
                .isEqualTo("[\"full\",\"null\",\"random\",\"tty\",\"urandom\",\"zero\"]");
        assertThat(evaluate("[error(lambda: os.mknod('/tmp/m', stat.S_IFCHR | 0o666, os.makedev(1, 1))), "
                        + "error(lambda: os.mknod('/tmp/b', stat.S_IFBLK | 0o666, os.makedev(8, 0))), "
                        + "error(lambda: os.mkfifo('/tmp/harmless'))]"))
                .isEqualTo("[1,1,null]");
    }

    @Test
    void linksLeadNowhereAndCodeStaysAsItIs() {
        assertThat(evaluate("[error(lambda: os.link('/var/task/index.py', '/tmp/link')), "
                        + "os.symlink('/var/task/index.py', '/tmp/soft'), error(lambda: open('/tmp/soft', 'a')), "
                        + "error(lambda: os.chmod('/var/task/index.py', 0o777)), error(lambda: os.rename('/var/task/index.py', '/var/task/x')), "
                        + "error(lambda: open('/proc/self/fd/' + str(os.open('/var/task/index.py', os.O_RDONLY)), 'r+')), "
                        + "os.symlink('/proc/1/root/../../etc/shadow', '/tmp/up'), error(lambda: open('/tmp/up'))]"))
                .isEqualTo("[18,null,30,30,30,30,null,2]");
    }

    /** The kernel counts these per user, and to the kernel functions and the platform are one. */
    @Test
    void whatUsersShareIsNotUsedUp() throws IOException {
        assertThat(Integer.parseInt(evaluate("sum(1 for _ in range(500) if libc.inotify_init() >= 0)")))
                .isEqualTo(16);
        try (var watch = FileSystems.getDefault().newWatchService()) {
            assertThat(watch.poll()).isNull();
        }
    }

    // ---- others ----

    @Test
    void socketsOfTheHostAndOfOtherFunctionsAreOutOfReach() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String connect = "error(lambda: socket.create_connection(('127.0.0.1', " + server.getLocalPort() + "), 2))";
            FunctionVersion internet = runtime.python(EVALUATE)
                    .named("internet")
                    .network(runtime.givesInternet() ? NetworkAccess.INTERNET : NetworkAccess.NONE)
                    .latest();

            assertThat(evaluate(connect)).isEqualTo("111");
            assertThat(evaluate(internet, connect)).isEqualTo("111");
            assertThat(evaluate(internet, "sum('@' in l for l in read('/proc/net/unix').splitlines())"))
                    .isEqualTo("0");
        }
        assertThat(
                        evaluate(
                                "[os.listdir('/run/glowplug'), sum('@' in l for l in read('/proc/net/unix').splitlines()), "
                                        + "error(lambda: os.mkdir('/run/glowplug/x')), error(lambda: socket.socket(1).bind('/run/glowplug/other'))]"))
                .isEqualTo("[[],0,30,30]");
    }

    @Test
    void signalsReachNobodyElse() {
        String before = environmentOf(neighbour);

        assertThat(evaluate("[error(lambda: os.kill(1, 9)), error(lambda: os.kill(-1, 0))]"))
                .isIn("[null,3]", "[null,null]");
        // Its own process is spared by kill(-1); what else is in its sandbox is not, and may end it.
        runtime.invoke(enemy, "\"os.kill(-1, 9)\"");

        assertThat(environmentOf(neighbour)).isEqualTo(before);
        assertThat(evaluate("1")).isEqualTo("1");
    }

    private static String environmentOf(FunctionVersion function) {
        return ((Returned) runtime.invoke(function, "1")).report().environmentId();
    }

    // ---- bombs ----

    /** Each goes on until it is stopped; the neighbour must not notice. */
    private static Map<String, FunctionVersion> bombs() {
        return Map.of(
                "fork",
                bomb("fork", """
                        while True:
                            try: os.fork()
                            except OSError: pass
                        """),
                "memory",
                bomb("memory", """
                        kept = []
                        while True: kept.append(bytearray(1 << 20))
                        """),
                "descriptor",
                bomb("descriptor", """
                        while True:
                            try: os.dup(0); os.pipe()
                            except OSError: pass
                        """),
                "inode",
                bomb("inode", """
                        n = 0
                        while True:
                            n += 1
                            os.close(os.open('/tmp/%d' % n, os.O_CREAT))
                        """),
                "file",
                bomb("file", """
                        with open('/tmp/large', 'wb') as f:
                            while True: f.write(bytes(1 << 20))
                        """),
                "log",
                bomb("log", """
                        while True: os.write(1, b'x' * 65536)
                        """),
                "thread",
                bomb("thread", """
                        import threading
                        while True:
                            try: threading.Thread(target=lambda: time.sleep(100)).start()
                            except RuntimeError: pass
                        """));
    }

    private static FunctionVersion bomb(String name, String body) {
        return runtime.python("import os, time\ndef handler(event, context):\n" + body.indent(4))
                .named(name + "-bomb")
                .timeoutSeconds(4)
                .latest();
    }

    @Test
    void aNeighbourGoesOnAnsweringWhileBombsOfEveryKindGoOff() {
        String environment = environmentOf(neighbour);
        answerTimes(3_000, List.of()); // until everything is compiled
        long[] alone = answerTimes(1_000, List.of());
        List<CompletableFuture<AttemptOutcome>> exploding = bombs().values().stream()
                .map(bomb ->
                        CompletableFuture.supplyAsync(() -> runtime.invoke(bomb, "{}"), Thread::startVirtualThread))
                .toList();

        long[] beside = answerTimes(300, exploding);

        log.info(
                "A neighbour's answer takes {} µs alone and {} µs beside {} bombs (medians; 99th: {} and {})",
                at(alone, 0.5),
                at(beside, 0.5),
                exploding.size(),
                at(alone, 0.99),
                at(beside, 0.99));
        assertThat(exploding)
                .allSatisfy(bomb -> assertThat(bomb.join())
                        .isInstanceOfAny(AttemptOutcome.FunctionFailed.class, AttemptOutcome.TimedOut.class));
        assertThat(environmentOf(neighbour)).isEqualTo(environment);
    }

    /** At least that many answers, and as many as there are until the bombs are spent, in order of their times. */
    private static long[] answerTimes(int count, List<CompletableFuture<AttemptOutcome>> until) {
        var times = new ArrayList<Long>();
        while (times.size() < count || until.stream().anyMatch(bomb -> !bomb.isDone())) {
            long began = System.nanoTime();
            assertThat(RuntimeHarness.answerOf(runtime.invoke(neighbour, "7", Duration.ofSeconds(30))))
                    .isEqualTo("7");
            times.add((System.nanoTime() - began) / 1_000);
        }
        return times.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    private static long at(long[] sorted, double share) {
        return sorted[(int) (share * (sorted.length - 1))];
    }
}
