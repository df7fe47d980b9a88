// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.runtime.Payload;
import io.glowplug.runtime.channel.RuntimeChannel.Init;
import io.glowplug.runtime.channel.RuntimeChannel.Piece;
import io.glowplug.runtime.channel.RuntimeChannel.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class NodeBootstrapTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

    @TempDir
    private Path directory;

    private FunctionProcess.Code code;
    private FunctionProcess function;

    @BeforeEach
    void prepare() throws IOException {
        code = FunctionProcess.node(directory);
    }

    @AfterEach
    void end() {
        if (function != null) {
            function.close();
        }
    }

    private FunctionProcess start(String source) throws IOException {
        function = code.file("index.js", source).start("index.handler");
        return function.ready();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    index.js     | index.handler     | exports.handler = async (e) => e.a + 1
                    index.cjs    | index.handler     | exports.handler = async (e) => e.a + 1
                    index.mjs    | index.handler     | export const handler = async (e) => e.a + 1
                    index.mjs    | index.handler     | const one = await Promise.resolve(1); export const handler = async (e) => e.a + one
                    esm/index.js | esm/index.handler | import 'node:fs'; export const handler = async (e) => e.a + 1
                    a/b/c.js     | a/b/c.handler     | exports.handler = async (e) => e.a + 1
                    index.js     | index.api.v1.call | exports.api = { v1: { call: async (e) => e.a + 1 } }
                    lib/index.js | lib.handler       | exports.handler = async (e) => e.a + 1
                    """)
    void everyFormOfHandlerAndModuleIsFound(String file, String handler, String source) throws IOException {
        code.file("esm/package.json", "{\"type\":\"module\"}");
        function = code.file(file, source).start(handler);
        function.ready();
        assertThat(function.answer("{\"a\":1}")).isEqualTo("2");
    }

    @Test
    void contextTellsEverythingThatLambdaTells() throws IOException {
        start("""
                exports.handler = async (e, c) => [c.functionName, c.functionVersion, c.invokedFunctionArn,
                  c.memoryLimitInMB, c.awsRequestId, c.logGroupName, c.logStreamName, c.identity ?? null,
                  c.clientContext ?? null, c.getRemainingTimeInMillis() > 1e9, c.callbackWaitsForEmptyEventLoop,
                  process.env._X_AMZN_TRACE_ID ?? null, process.env.GLOWPLUG_CHANNEL ?? null];
                """);
        String same = "[\"resize\",\"7\",\"" + FunctionProcess.ARN + "\",\"256\",\"" + FunctionProcess.REQUEST_ID
                + "\",\"/aws/lambda/resize\",\"2026/01/01/[7]abc\",null,";
        assertThat(function.answerOf(function.invoke("{}", "Root=1-a", "{\"custom\":{\"k\":1}}", FAR)))
                .isEqualTo(same + "{\"custom\":{\"k\":1}},true,true,\"Root=1-a\",null]");
        assertThat(function.answerOf(function.invoke("{}", null, null, Instant.EPOCH)))
                .isEqualTo(same + "null,false,true,null,null]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    (e, c, cb) => cb(null, 'now')                                                              | "now"
                    (e, c, cb) => { setTimeout(() => { globalThis.late = 1 }, 20); cb(null, 'x') }             | "x"
                    (e, c, cb) => { const r = {}; setTimeout(() => { r.late = true }, 20); cb(null, r) }       | {"late":true}
                    (e, c, cb) => { c.callbackWaitsForEmptyEventLoop = false; const r = {}; setTimeout(() => { r.late = true }, 20); cb(null, r) } | {}
                    (e, c) => { setTimeout(() => c.succeed('done'), 5) }                                       | "done"
                    (e, c) => c.done(null, 'done')                                                             | "done"
                    (e) => { setTimeout(() => {}, 5) }                                                         | null
                    async () => undefined                                                                      | null
                    async () => 'ä🌍'                                                                          | "ä🌍"
                    () => ({ then: (ok) => ok('thenable') })                                                   | "thenable"
                    """)
    void everyWayToAnswerIsHeard(String handler, String answer) throws IOException {
        start("exports.handler = " + handler);
        assertThat(function.answer("{}")).isEqualTo(answer);
        assertThat(function.answer("{}")).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    async () => { throw new TypeError('bad') }                       | TypeError | bad
                    () => { throw new TypeError('bad') }                             | TypeError | bad
                    (e, c, cb) => cb(new TypeError('bad'))                           | TypeError | bad
                    (e, c) => c.fail(new TypeError('bad'))                           | TypeError | bad
                    async () => { throw 'text' }                                     | string | text
                    async () => { throw { toString() { throw 1 } } }                 | object | ''
                    async () => { const a = {}; a.a = a; return a }                  | Runtime.MarshalError | Unable to stringify response body: TypeError: Converting circular structure to JSON
                    async () => 1n                                                   | Runtime.MarshalError | Unable to stringify response body: TypeError: Do not know how to serialize a BigInt
                    async () => 'x'.repeat(7e6)                                      | Function.ResponseSizeTooLarge | Response payload size exceeded maximum allowed payload size (6291556 bytes).
                    () => new Promise(() => {})                                      | Runtime.NodeJsExit | The handler's promise never settled, and nothing is left that could settle it.
                    async () => { const f = () => f(); f() }                         | RangeError | Maximum call stack size exceeded
                    """)
    void everyWayToFailIsReportedAndTheEnvironmentLivesOn(String failing, String type, String message)
            throws IOException {
        start("const failing = " + failing
                + "\nexports.handler = (e, c, cb) => e === 0 ? cb(null, 0) : failing(e, c, cb)");
        Reply.Failed failed = function.failure("1");
        assertThat(failed.errorType()).isEqualTo(type);
        assertThat(failed.errorMessage()).startsWith(message);
        assertThat(function.stderr()).contains("\tERROR\tInvoke Error \t{\"errorType\":\"" + type + "\"");
        assertThat(function.answer("0")).isEqualTo("0");
    }

    @Test
    void anErrorBecomesLambdasDocumentWithoutFramesOfThePlatform() throws IOException {
        start("exports.handler = async () => { throw new RangeError('bad ä') }");
        JsonNode document = JSON.readTree(function.failure("{}").errorDocument().utf8());
        assertThat(document.propertyNames()).containsExactly("errorType", "errorMessage", "trace");
        assertThat(document.get("errorMessage").asString()).isEqualTo("bad ä");
        assertThat(document.get("trace").get(0).asString()).isEqualTo("RangeError: bad ä");
        assertThat(document.get("trace").get(1).asString()).contains("task/index.js:1:");
        assertThat(document.get("trace").toString()).doesNotContain("bootstrap.cjs");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    nodot           | Runtime.MalformedHandlerName | Bad handler 'nodot': not of the form module.function
                    ../index.handler | Runtime.MalformedHandlerName | is not a valid handler name
                    absent.handler  | Runtime.ImportModuleError    | Error: Cannot find module 'absent'
                    needs.handler   | Runtime.ImportModuleError    | Error: Cannot find module 'missing-dependency'
                    needsesm.handler | Runtime.ImportModuleError   | Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'missing-dependency'
                    index.other     | Runtime.HandlerNotFound      | index.other is undefined or not exported
                    index.number    | Runtime.HandlerNotFound      | index.number is not a function
                    broken.handler  | Runtime.UserCodeSyntaxError  | SyntaxError:
                    raises.handler  | RangeError                   | no config
                    stuck.handler   | Runtime.NodeJsExit           | The handler's module never finished loading
                    rejects.handler | Runtime.UnhandledPromiseRejection | Error: nobody listens
                    """)
    void aHandlerThatCannotBeLoadedIsReportedByItsReason(String handler, String type, String message)
            throws IOException, InterruptedException {
        code.file("index.js", "exports.handler = 1; exports.number = 1")
                .file("needs.js", "require('missing-dependency')")
                .file("needsesm.mjs", "import 'missing-dependency'")
                .file("broken.js", "const const = 1")
                .file("raises.js", "throw new RangeError('no config')")
                .file("stuck.mjs", "await new Promise(() => {})")
                .file(
                        "rejects.mjs",
                        "Promise.reject(new Error('nobody listens')); await new Promise((r) => setTimeout(r, 9e6))");
        function = code.start(handler);
        Init.Failed failed = (Init.Failed) function.init();
        assertThat(failed.errorType()).isEqualTo(type);
        assertThat(failed.errorMessage()).contains(message);
        assertThat(function.exitCode()).isNotZero();
        assertThat(function.stderr()).contains("undefined\tERROR\tUn");
    }

    @Test
    void anUnhandledRejectionFailsTheInvocationAndEndsTheProcess() throws Exception {
        start(
                "exports.handler = () => { Promise.reject(new Error('lost')); return new Promise((r) => setTimeout(r, 9e6)) }");
        Reply.Failed failed = function.failure("{}");
        assertThat(failed.errorType()).isEqualTo("Runtime.UnhandledPromiseRejection");
        assertThat(failed.errorMessage()).isEqualTo("Error: lost");
        assertThat(function.exitCode()).isEqualTo(128);
        assertThat(function.invoke("{}")).isEqualTo(new Reply.NotTaken());
    }

    @Test
    void anUncaughtExceptionFailsTheInvocationAndEndsTheProcess() throws Exception {
        start("exports.handler = (e, c, cb) => { setTimeout(() => { throw new TypeError('late') }, 1) }");
        assertThat(function.failure("{}").errorType()).isEqualTo("TypeError");
        assertThat(function.exitCode()).isEqualTo(129);
        assertThat(function.stderr()).contains("\tERROR\tUncaught Exception \t{\"errorType\":\"TypeError\"");
    }

    /** Takes a whole stream; returns its content type, its text and how it ended. */
    private static String told(Reply reply) {
        if (!(reply instanceof Reply.Streaming streaming)) {
            return reply instanceof Reply.Failed failed ? "at once " + failed.errorType() : reply.toString();
        }
        var text = new StringBuilder();
        while (true) {
            switch (streaming.pieces().next()) {
                case Piece.Bytes(byte[] piece) -> {
                    if (text.length() < 1000) {
                        text.append(new String(piece, StandardCharsets.ISO_8859_1));
                    }
                }
                case Piece.End _ -> {
                    return streaming.contentType() + " " + text.toString().replace('\0', '0') + " end";
                }
                case Piece.Failed failed -> {
                    return streaming.contentType() + " " + text + " " + failed.errorType();
                }
                case Piece.Gone _ -> {
                    return streaming.contentType() + " " + text + " gone";
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    async (e, out) => { out.write('a'); out.end('b') }                                  | null ab end
                    async (e, out, c) => { out.setContentType('text/html'); out.write(c.awsRequestId.slice(0, 2)); out.end() } | text/html 01 end
                    async (e, out) => { out.end() }                                                     | null  end
                    async (e, out) => pipeline(Readable.from(['x', 'y']), out)                          | null xy end
                    async (e, out) => { Readable.from(['x', 'y']).pipe(out) }                           | null xy end
                    async (e, out) => { out = awslambda.HttpResponseStream.from(out, { statusCode: 201 }); out.write('a'); out.end() } | application/vnd.awslambda.http-integration-response {"statusCode":201}00000000a end
                    async (e, out) => { out = awslambda.HttpResponseStream.from(out, {}); out.end() }   | application/vnd.awslambda.http-integration-response {}00000000 end
                    async (e, out) => { out.write('a'); setTimeout(() => out.end('b'), 5); return 'ignored' } | null ab end
                    async (e, out) => { throw new TypeError('bad') }                                    | at once TypeError
                    async (e, out) => { out.write('a'); throw new TypeError('bad') }                    | null a TypeError
                    async (e, out) => { out.end('a'); throw new TypeError('bad') }                      | null a TypeError
                    async (e, out) => { out.write('a'); out.destroy(new RangeError('bad')) }            | null a RangeError
                    async (e, out) => { await new Promise((r) => out.write('a', r)); process.exit(3) } | null a gone
                    async (e, out) => { out.write('a') }                                                | null a Runtime.NodeJsExit
                    (e, out) => { out.end('a') }                                                        | null a Runtime.InvalidStreamingOperation
                    """)
    void everyWayToStreamIsHeard(String streaming, String told) throws IOException {
        start("const { Readable } = require('stream'); const { pipeline } = require('stream/promises');\n"
                + "exports.handler = awslambda.streamifyResponse(" + streaming + ")");
        assertThat(told(function.invoke("{}"))).isEqualTo(told);
        if (!told.endsWith("gone")) {
            assertThat(told(function.invoke("{}"))).isEqualTo(told);
        }
    }

    /** 200 MB, and a caller who pauses: the function must not run ahead of it, nor the platform keep what it wrote. */
    @Test
    void aFunctionStreamsNoFasterThanItsCallerTakesAndNoMoreThanItMay() throws IOException {
        start("""
                const chunk = Buffer.alloc(1 << 20);
                exports.handler = awslambda.streamifyResponse(async (mebibytes, out) => {
                  for (let i = 1; i <= mebibytes; i++) {
                    if (!out.write(chunk)) await new Promise((drained) => out.once('drain', drained));
                    console.log(i);
                  }
                  out.end();
                });
                """);
        Reply.Streaming streaming = (Reply.Streaming) function.invoke("200");
        long taken = 0;
        Piece piece = streaming.pieces().next();
        while (piece instanceof Piece.Bytes(byte[] bytes)) {
            taken += bytes.length;
            if (taken % (50 << 20) == 0) {
                assertThat(function.stdout().lines().count()).isLessThan(taken / (1 << 20) + 4);
            }
            piece = streaming.pieces().next();
        }
        assertThat(piece).isEqualTo(new Piece.End());
        assertThat(taken).isEqualTo(200L << 20);
        assertThat(told(function.invoke("201"))).endsWith(" Function.ResponseSizeTooLarge");
        assertThat(told(function.invoke("0"))).isEqualTo("null  end");
    }

    @Test
    void onlyTheFirstReplyToAnEventCounts() throws IOException {
        start(
                "exports.handler = (e, c, cb) => { c.succeed(e); c.succeed('again'); cb(new Error('again')); return Promise.resolve('again') }");
        assertThat(function.answer("1")).isEqualTo("1");
        assertThat(function.answer("2")).isEqualTo("2");
    }

    @Test
    void aPayloadAndAnAnswerOfSixMebibytesPass() throws IOException {
        start("exports.handler = async (e) => e");
        String text = "\"" + "x".repeat(Payload.MAX_SYNC_BYTES - 2) + "\"";
        assertThat(function.answer(text)).isEqualTo(text);
        assertThat(function.answer("1")).isEqualTo("1");
    }

    @Test
    void consoleWritesLambdasLinesBeforeTheReply() throws IOException {
        start("""
                console.log('loading');
                exports.handler = async () => {
                  console.log('two\\nlines %d', 5, { a: 1 }); console.info('i'); console.debug('d');
                  console.warn('w'); console.error('e'); process.stdout.write('raw\\n');
                };
                """);
        function.answer("{}");
        String prefix = TIME + "\t" + FunctionProcess.REQUEST_ID + "\t";
        assertThat(function.stdout())
                .matches(TIME + "\tundefined\tINFO\tloading\n" + prefix + "INFO\ttwo\rlines 5 \\{ a: 1 }\n" + prefix
                        + "INFO\ti\n" + prefix + "DEBUG\td\nraw\n");
        assertThat(function.stderr()).matches(prefix + "WARN\tw\n" + prefix + "ERROR\te\n");
    }

    @Test
    void nodesOwnOptionsAreHonoured() throws IOException {
        String map = Base64.getEncoder()
                .encodeToString("{\"version\":3,\"sources\":[\"handler.ts\"],\"mappings\":\"AAAA\"}"
                        .getBytes(StandardCharsets.US_ASCII));
        code.file("hook.cjs", "globalThis.hooked = 'by the hook'")
                .environment("NODE_OPTIONS", "--enable-source-maps --require ./hook.cjs --stack-trace-limit=3");
        start("exports.handler = async () => { throw new Error(hooked + Error.stackTraceLimit) }\n"
                + "//# sourceMappingURL=data:application/json;base64," + map);
        JsonNode document = JSON.readTree(function.failure("{}").errorDocument().utf8());
        assertThat(document.get("errorMessage").asString()).isEqualTo("by the hook3");
        assertThat(document.get("trace").toString()).contains("handler.ts:1:1");
    }

    /** On Lambda the process would be frozen; here it goes on, and what it prints names the invocation it belongs to. */
    @Test
    void workThatIsLeftAfterTheAnswerGoesOnUnderItsOwnName() throws IOException {
        start("""
                exports.handler = (event, context, callback) => {
                  context.callbackWaitsForEmptyEventLoop = false;
                  setTimeout(() => { console.log('late'); globalThis.late = true; }, 1);
                  callback(null, globalThis.late ?? false);
                };
                """);
        String answer = function.answer("{}");
        assertThat(answer).isEqualTo("false");
        while (!answer.equals("true")) {
            answer = function.answer("{}");
        }
        assertThat(function.stdout().lines())
                .isNotEmpty()
                .allMatch(line -> line.matches(TIME + "\t" + FunctionProcess.REQUEST_ID + "\tINFO\tlate"));
    }

    @Test
    void exitingInTheHandlerLeavesNobodyOnTheWire() throws Exception {
        start("exports.handler = async () => process.exit(3)");
        assertThat(function.invoke("{}")).isEqualTo(new Reply.Gone());
        assertThat(function.exitCode()).isEqualTo(3);
    }

    @Test
    void theProcessEndsWhenThePlatformHangsUp() throws Exception {
        start("setInterval(() => {}, 1000); exports.handler = async () => 1");
        function.closeChannel();
        assertThat(function.exitCode()).isZero();
    }
}
