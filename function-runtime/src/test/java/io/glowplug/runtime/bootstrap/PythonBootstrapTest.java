// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.runtime.Payload;
import io.glowplug.runtime.channel.RuntimeChannel.Init;
import io.glowplug.runtime.channel.RuntimeChannel.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class PythonBootstrapTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");

    @TempDir
    private Path directory;

    private FunctionProcess.Code code;
    private FunctionProcess function;

    @BeforeEach
    void prepare() throws IOException {
        code = FunctionProcess.python(directory);
    }

    @AfterEach
    void end() {
        if (function != null) {
            function.close();
        }
    }

    private FunctionProcess start(String source) throws IOException {
        function = code.file("index.py", source).start("index.handler");
        return function.ready();
    }

    private Init.Failed failToStart(String handler) throws IOException, InterruptedException {
        function = code.start(handler);
        Init.Failed failed = (Init.Failed) function.init();
        assertThat(function.exitCode()).isEqualTo(1);
        return failed;
    }

    @ParameterizedTest
    @CsvSource({"index.py,index.handler", "pkg/index.py,pkg/index.handler", "a/b/index.py,a.b.index.handler"})
    void everyFormOfHandlerNameFindsTheFunction(String file, String handler) throws IOException {
        function = code.file(file, "def handler(event, context): return event['a'] + 1\n")
                .start(handler);
        function.ready();
        assertThat(function.answer("{\"a\":1}")).isEqualTo("2");
    }

    @Test
    void contextTellsEverythingThatLambdaTells() throws IOException {
        start("""
                import os
                def handler(event, c):
                    cc = c.client_context
                    return [c.function_name, c.function_version, c.invoked_function_arn, c.memory_limit_in_mb,
                        c.aws_request_id, c.log_group_name, c.log_stream_name, c.identity.cognito_identity_id,
                        cc.client.installation_id, cc.client.app_title, cc.custom, cc.env,
                        c.get_remaining_time_in_millis() > 10 ** 9, os.environ['_X_AMZN_TRACE_ID'],
                        'GLOWPLUG_CHANNEL' in os.environ]
                """);
        Reply reply = function.invoke(
                "{}",
                "Root=1-a",
                "{\"client\":{\"installation_id\":\"i\",\"app_title\":\"t\"},\"custom\":{\"k\":\"v\"},\"env\":{\"e\":1}}",
                FAR);
        assertThat(function.answerOf(reply))
                .isEqualTo("[\"resize\", \"7\", \"" + FunctionProcess.ARN + "\", \"256\", \""
                        + FunctionProcess.REQUEST_ID
                        + "\", \"/aws/lambda/resize\", \"2026/01/01/[7]abc\", null, \"i\", \"t\", {\"k\": \"v\"},"
                        + " {\"e\": 1}, true, \"Root=1-a\", false]");
    }

    @Test
    void contextOfAPlainEventHasNoClientAndNoTrace() throws IOException {
        start("import os\ndef handler(e, c): return [c.client_context, os.environ.get('_X_AMZN_TRACE_ID'),"
                + " c.get_remaining_time_in_millis()]\n");
        function.invoke("1", "Root=1-a", null, FAR);
        Reply reply = function.invoke("1", null, null, Instant.EPOCH);
        assertThat(function.answerOf(reply)).isEqualTo("[null, null, 0]");
    }

    @Test
    void anExceptionBecomesLambdasDocumentWithTheUsersFramesOnly() throws IOException {
        start("def inner():\n    raise ValueError('bad ä')\ndef handler(e, c):\n    inner()\n");
        Reply.Failed failed = function.failure("{}");
        assertThat(failed.errorType()).isEqualTo("ValueError");
        assertThat(failed.errorMessage()).isEqualTo("bad ä");
        JsonNode document = JSON.readTree(failed.errorDocument().utf8());
        String file = directory.resolve("task/index.py").toString();
        assertThat(document)
                .isEqualTo(JSON.valueToTree(Map.of(
                        "errorMessage",
                        "bad ä",
                        "errorType",
                        "ValueError",
                        "requestId",
                        FunctionProcess.REQUEST_ID.toString(),
                        "stackTrace",
                        List.of(
                                "  File \"" + file + "\", line 4, in handler\n    inner()\n",
                                "  File \"" + file + "\", line 2, in inner\n    raise ValueError('bad ä')\n"))));
        assertThat(function.stderr())
                .startsWith("[ERROR] ValueError: bad ä\rTraceback (most recent call last):\r\u00a0\u00a0File \"");
    }

    @Test
    void theEnvironmentLivesOnAfterEveryKindOfFailure() throws IOException {
        start("""
                import asyncio
                def deep(n): return deep(n + 1)
                def nested(n): return [nested(n - 1)] if n else []
                async def coroutine(): return 1
                class Mute(Exception):
                    def __str__(self): raise RuntimeError
                def handler(kind, c):
                    if kind == 'deep': return deep(0)
                    if kind == 'nested':
                        value = []
                        for _ in range(100000): value = [value]
                        return value
                    if kind == 'object': return object()
                    if kind == 'generator': return (x for x in [])
                    if kind == 'coroutine':
                        it = coroutine(); it.close(); return it
                    if kind == 'mute': raise Mute()
                    if kind == 'long': raise ValueError('x' * 10_000_000)
                    if kind == 'large': return 'x' * 7_000_000
                    return kind
                """);
        assertThat(function.failure("\"deep\"").errorType()).isEqualTo("RecursionError");
        assertThat(function.failure("\"nested\"").errorType()).isEqualTo("Runtime.MarshalError");
        assertThat(function.failure("\"object\"").errorMessage())
                .isEqualTo("Unable to marshal response: Object of type object is not JSON serializable");
        assertThat(function.failure("\"generator\"").errorType()).isEqualTo("Runtime.MarshalError");
        assertThat(function.failure("\"coroutine\"").errorMessage())
                .isEqualTo("Unable to marshal response: Object of type coroutine is not JSON serializable");
        assertThat(function.failure("\"mute\"").errorType()).isEqualTo("Mute");
        assertThat(function.failure("\"long\"").errorMessage()).hasSize(256 * 1024);
        assertThat(function.failure("{no json").errorType()).isEqualTo("Runtime.UnmarshalError");
        assertThat(function.failure("[".repeat(100_000)).errorType()).isEqualTo("Runtime.UnmarshalError");
        Reply.Failed large = function.failure("\"large\"");
        assertThat(large.errorType()).isEqualTo("Function.ResponseSizeTooLarge");
        assertThat(large.errorMessage())
                .isEqualTo("Response payload size exceeded maximum allowed payload size (6291556 bytes).");
        assertThat(function.answer("\"fine\"")).isEqualTo("\"fine\"");
    }

    @Test
    void aPayloadAndAnAnswerOfSixMebibytesPass() throws IOException {
        start("def handler(event, c): return event\n");
        String text = "\"" + "x".repeat(Payload.MAX_SYNC_BYTES - 2) + "\"";
        assertThat(function.answer(text)).isEqualTo(text);
        assertThat(function.answer("1")).isEqualTo("1");
    }

    @Test
    void valuesAreSerialisedAsLambdaSerialisesThem() throws IOException {
        start("""
                from decimal import Decimal
                def handler(kind, c):
                    if kind == 'not text': return {'key': b'\\xff'}
                    return {'bytes': b'<raw>', 'inner': {'key': b'text'}, 'exact': [Decimal('1.10'), Decimal('-1E+3'),
                            Decimal('12345678901234567890.123456789'), Decimal('NaN')],
                            'text': 'grüße 🌍', 'half': '\\ud800', 'nan': float('nan'), 'none': None,
                            'decimal': [Decimal('1.5'), Decimal('12345678901234567890')]}[kind]
                """);
        assertThat(function.answer("\"text\"")).isEqualTo("\"grüße 🌍\"");
        assertThat(function.answer("\"half\"")).isEqualTo("\"\\ud800\"");
        assertThat(function.answer("\"nan\"")).isEqualTo("NaN");
        assertThat(function.answer("\"none\"")).isEqualTo("null");
        assertThat(function.answer("\"bytes\"")).isEqualTo("<raw>");
        assertThat(function.answer("\"inner\"")).isEqualTo("{\"key\": \"text\"}");
        assertThat(function.answer("\"exact\"")).isEqualTo("[1.10, -1E+3, 12345678901234567890.123456789, NaN]");
        assertThat(function.failure("\"not text\"").errorType()).isEqualTo("Runtime.MarshalError");
        assertThat(function.answer("\"decimal\"")).isEqualTo("[1.5, 12345678901234567890]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    nodot            | Runtime.MalformedHandlerName | Bad handler 'nodot': not of the form module.function
                    .handler         | Runtime.MalformedHandlerName | Bad handler '.handler': Empty module name
                    absent.handler   | Runtime.ImportModuleError    | Unable to import module 'absent': No module named 'absent'
                    needs.handler    | Runtime.ImportModuleError    | Unable to import module 'needs': No module named 'missing_dependency'
                    index.other      | Runtime.HandlerNotFound      | Handler 'other' missing on module 'index'
                    sys.exit         | Runtime.BuiltInModuleConflict | Cannot use built-in module sys as a handler module
                    broken.handler   | Runtime.UserCodeSyntaxError  | Syntax error in module 'broken': invalid syntax (broken.py, line 1)
                    raises.handler   | RuntimeError                 | no config
                    """)
    void aHandlerThatCannotBeLoadedIsReportedByItsReason(String handler, String type, String message)
            throws IOException, InterruptedException {
        code.file("index.py", "def handler(e, c): pass\n")
                .file("needs.py", "import missing_dependency\n")
                .file("broken.py", "def def\n")
                .file("raises.py", "raise RuntimeError('no config')\n");
        Init.Failed failed = failToStart(handler);
        assertThat(failed.errorType()).isEqualTo(type);
        assertThat(failed.errorMessage()).isEqualTo(message);
        assertThat(function.stderr()).startsWith("[ERROR] " + type + ": " + message);
    }

    @Test
    void theTraceOfAFailedImportShowsTheUsersFileOnly() throws IOException, InterruptedException {
        code.file("index.py", "print('loading')\n{}['config']\n");
        JsonNode document =
                JSON.readTree(failToStart("index.handler").errorDocument().utf8());
        assertThat(document.get("requestId").asString()).isEmpty();
        assertThat(document.get("stackTrace")).hasSize(1);
        assertThat(document.get("stackTrace").get(0).asString()).contains("task/index.py\", line 2, in <module>");
        assertThat(function.stdout()).isEqualTo("loading\n");
    }

    @Test
    void whatWasPrintedIsOutBeforeTheReply() throws IOException {
        start("""
                import sys
                def handler(event, c):
                    print('one'); print('two', end=''); sys.stderr.write('three'); c.log('!')
                """);
        function.answer("{}");
        assertThat(function.stdout()).isEqualTo("one\ntwo!\n");
        assertThat(function.stderr()).isEqualTo("three");
    }

    @Test
    void loggingIsSetUpAsOnLambda() throws IOException {
        start("""
                import logging
                logger = logging.getLogger()
                logging.warning('while loading')
                logging.basicConfig(format='never used', level=logging.DEBUG)
                def handler(event, c):
                    logging.info('too quiet')
                    logger.warning('loud %s', 1)
                """);
        function.answer("{}");
        String time = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{1,3}Z";
        assertThat(function.stdout())
                .matches("\\[WARNING]\t" + time + "\t\twhile loading\n\\[WARNING]\t" + time + "\t"
                        + FunctionProcess.REQUEST_ID + "\tloud 1\n");
    }

    @Test
    void aFormatterOfTheFunctionsOwnStillMakesLines() throws IOException {
        start("""
                import logging
                def handler(event, c):
                    for each in logging.getLogger().handlers:
                        each.setFormatter(logging.Formatter('%(levelname)s %(aws_request_id)s %(message)s'))
                    logging.warning('one')
                    logging.error('two\\nin lines')
                    print(c)
                """);
        function.answer("{}");
        assertThat(function.stdout())
                .startsWith("WARNING " + FunctionProcess.REQUEST_ID + " one\nERROR " + FunctionProcess.REQUEST_ID
                        + " two\rin lines\nLambdaContext([aws_request_id=" + FunctionProcess.REQUEST_ID)
                .endsWith("tenant_id=None])\n");
    }

    @Test
    void hooksOfSnapshotsCanBeRegisteredAndAPackageOfTheFunctionsOwnComesFirst() throws IOException {
        String source = """
                from snapshot_restore_py import register_after_restore, register_before_snapshot
                called = []
                @register_before_snapshot
                def before(): called.append('before')
                register_after_restore(called.append, 'after')
                def handler(event, context): return called
                """;
        start(source);
        assertThat(function.answer("{}")).isEqualTo("[]");
        function.close();

        code.file("snapshot_restore_py.py", """
                def register_before_snapshot(function): return function
                def register_after_restore(function, argument): function('own ' + argument)
                """);
        start(source);
        assertThat(function.answer("{}")).isEqualTo("[\"own after\"]");
    }

    /** None of these may need what the interpreter's site module sets up, since it is started without. */
    @Test
    void whatOrdinaryPackagesNeedIsThere() throws IOException {
        code.file("vendored-1.2.dist-info/METADATA", "Metadata-Version: 2.1\nName: vendored\nVersion: 1.2\n")
                .file("space/part/module.py", "VALUE = 3\n")
                .file("pkg/__init__.py", "")
                .file("pkg/other.py", "VALUE = 4\n");
        function = code.file("pkg/app.py", """
                        import asyncio, ctypes, importlib.metadata, multiprocessing, sqlite3, ssl, subprocess, sys, zoneinfo
                        from concurrent.futures import ThreadPoolExecutor
                        import space.part.module
                        from . import other
                        def child(pipe): pipe.send(5)
                        async def later(): return 6
                        def handler(e, c):
                            here, there = multiprocessing.Pipe()
                            process = multiprocessing.Process(target=child, args=(there,))
                            process.start()
                            piped = here.recv()
                            process.join()
                            with ThreadPoolExecutor(2) as pool: doubled = list(pool.map(lambda x: x * 2, [1, 2]))
                            return [importlib.metadata.version('vendored'), space.part.module.VALUE, other.VALUE, piped,
                                    asyncio.run(later()), doubled, sqlite3.connect(':memory:').execute('select 7').fetchone(),
                                    subprocess.check_output([sys.executable, '-c', 'print(8)']).decode(),
                                    str(zoneinfo.ZoneInfo('UTC')), ctypes.sizeof(ctypes.c_int64)]
                        """).start("pkg.app.handler");
        function.ready();
        assertThat(function.answer("{}")).isEqualTo("[\"1.2\", 3, 4, 5, 6, [2, 4], [7], \"8\\n\", \"UTC\", 8]");
    }

    @Test
    void modulesOfTheFunctionComeBeforeTheLibrarysAndPythonPathIsKept() throws IOException {
        code.file("colorsys.py", "mine = True\n").file("extra/more.py", "value = 5\n");
        code.environment("PYTHONPATH", directory.resolve("task/extra").toString());
        start("import colorsys, more, sys\ndef handler(e, c): return [colorsys.mine, more.value, sys.path[0]]\n");
        assertThat(function.answer("{}")).isEqualTo("[true, 5, \"" + directory.resolve("task") + "\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sys.exit(3)", "exit(3)", "os._exit(3)"})
    void exitingInTheHandlerLeavesNobodyOnTheWire(String exit) throws Exception {
        start("import os, sys\ndef handler(e, c):\n    " + exit + "\n");
        assertThat(function.invoke("{}")).isEqualTo(new Reply.Gone());
        assertThat(function.exitCode()).isEqualTo(3);
        assertThat(function.invoke("{}")).isEqualTo(new Reply.NotTaken());
    }

    @Test
    void exitingWhileThreadsRunIsNoticedAtOnce() throws IOException {
        start("""
                import sys, threading
                def handler(e, c):
                    threading.Thread(target=threading.Event().wait).start()
                    sys.exit(3)
                """);
        assertThat(function.invoke("{}")).isEqualTo(new Reply.Gone());
    }

    @Test
    void exitingWhileLoadingLeavesNobodyOnTheWire() throws Exception {
        function = code.file("index.py", "import sys\nsys.exit(4)\n").start("index.handler");
        assertThat(function.init()).isEqualTo(new Init.Gone());
        assertThat(function.exitCode()).isEqualTo(4);
    }

    @Test
    void theReplyOfAForkedChildIsNotTakenForTheNextAnswer() throws IOException {
        start(
                "import os\ndef handler(e, c):\n    pid = os.fork()\n    return 'child' if pid == 0 else os.waitpid(pid, 0)[0]\n");
        // The child answers first and then asks for more; the parent waits for it, so the wire is closed for both.
        assertThat(function.answer("{}")).isEqualTo("\"child\"");
        function.process().descendants().forEach(ProcessHandle::destroyForcibly);
        assertThat(function.invoke("{}"))
                .isInstanceOfSatisfying(
                        Reply.Failed.class,
                        failed -> assertThat(failed.errorType()).isEqualTo("Runtime.ProtocolViolation"));
    }

    @Test
    void theProcessEndsWhenThePlatformHangsUp() throws Exception {
        start("def handler(e, c): return 1\n");
        function.closeChannel();
        assertThat(function.exitCode()).isZero();
    }
}
