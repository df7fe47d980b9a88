// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.glowplug.runtime.Payload;
import io.glowplug.runtime.channel.RuntimeChannel.Init;
import io.glowplug.runtime.channel.RuntimeChannel.Reply;
import java.io.IOException;
import java.nio.file.Files;
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
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class RubyBootstrapTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");

    @TempDir
    private Path directory;

    private FunctionProcess.Code code;
    private FunctionProcess function;

    @BeforeEach
    void prepare() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/ruby")), "this host has no Ruby");
        code = FunctionProcess.ruby(directory);
    }

    @AfterEach
    void end() {
        if (function != null) {
            function.close();
        }
    }

    private FunctionProcess start(String source) throws IOException {
        function = code.file("index.rb", source).start("index.handler");
        return function.ready();
    }

    @Test
    void theHandlerSeesWhatLambdaShows() throws IOException {
        code.file("lib/shop.rb", """
                require 'helper'
                module Shop
                  class Orders
                    CALLS = []
                    def self.process(event:, context:)
                      CALLS << event
                      [event['a'], Helper::NAME, CALLS.size, context.function_name, context.function_version,
                       context.memory_limit_in_mb, context.invoked_function_arn, context.aws_request_id,
                       context.log_group_name, context.client_context, context.get_remaining_time_in_millis > 10**9,
                       context.deadline_ms, ENV['_X_AMZN_TRACE_ID'], ENV.key?('GLOWPLUG_CHANNEL'), Dir.pwd == __dir__[0..-5],
                       Encoding.default_external.name, Net::HTTP.name, Gem.name]
                    end
                  end
                end
                """).file("helper.rb", "module Helper; NAME = 'grüße 🌍'; end");
        function = code.start("lib/shop.Shop::Orders.process");
        function.ready();

        Reply reply = function.invoke("{\"a\":1}", "Root=1-a", "{\"custom\":{\"k\":\"v\"}}", FAR);
        assertThat(function.answerOf(reply))
                .isEqualTo("[1,\"grüße 🌍\",1,\"resize\",\"7\",\"256\",\"" + FunctionProcess.ARN + "\",\""
                        + FunctionProcess.REQUEST_ID + "\",\"/aws/lambda/resize\",{\"custom\":{\"k\":\"v\"}},true,"
                        + FAR.toEpochMilli() + ",\"Root=1-a\",false,true,\"UTF-8\",\"Net::HTTP\",\"Gem\"]");
        assertThat(function.answer("{}")).contains(",2,").contains("null,false,true");
    }

    @Test
    void theEnvironmentLivesOnAfterEveryStandardError() throws IOException {
        start("""
                require 'stringio'
                class Mute < StandardError
                  def message = raise('never')
                end
                def handler(event:, context:)
                  case event
                  when 'type' then [1].first('two')
                  when 'nan' then Float::NAN
                  when 'binary' then "\\xff"
                  when 'mute' then raise Mute
                  when 'invalid' then raise "bad \\xff".b
                  when 'large' then 'x' * 7_000_000
                  when 'raw' then StringIO.new('<raw>')
                  else event
                  end
                end
                """);
        Reply.Failed failed = function.failure("\"type\"");
        assertThat(JSON.readTree(failed.errorDocument().utf8()))
                .isEqualTo(JSON.valueToTree(Map.of(
                        "errorMessage",
                        "no implicit conversion of String into Integer",
                        "errorType",
                        "Function<TypeError>",
                        "requestId",
                        FunctionProcess.REQUEST_ID.toString(),
                        "stackTrace",
                        JSON.readTree(failed.errorDocument().utf8()).get("stackTrace"))));
        assertThat(failed.errorDocument().utf8()).contains("/index.rb:7:in").doesNotContain("bootstrap.rb");
        assertThat(function.failure("\"nan\"").errorType()).isEqualTo("Function<JSON::GeneratorError>");
        assertThat(function.failure("\"mute\"").errorType()).isEqualTo("Function<Mute>");
        assertThat(function.failure("\"invalid\"").errorMessage()).isEqualTo("bad \ufffd");
        assertThat(function.failure("\"large\"").errorType()).isEqualTo("Function.ResponseSizeTooLarge");
        assertThat(function.failure("{no json").errorType()).isEqualTo("Runtime.UnmarshalError");
        assertThat(function.failure("[".repeat(100_000)).errorType()).isEqualTo("Runtime.UnmarshalError");
        assertThat(function.answer("\"raw\"")).isEqualTo("<raw>");
        String text = "\"" + "x".repeat(Payload.MAX_SYNC_BYTES - 2) + "\"";
        assertThat(function.answer(text)).isEqualTo(text);
        assertThat(function.stderr()).startsWith("Error raised from handler method {\"errorMessage\":\"no implicit");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    exit 3       | Function<SystemExit>        | exit
                    nobody_knows | Function<NameError>         | undefined local variable or method
                    nil.length   | Function<NoMethodError>     | undefined method
                    handler(event: 1, context: 1) | Function<SystemStackError> | stack level too deep
                    """)
    void whatIsWorseIsReportedAndEndsTheProcess(String statement, String type, String message) throws Exception {
        start("def handler(event:, context:)\n  " + statement + "\nend\n");
        Reply.Failed failed = function.failure("{}");
        assertThat(failed.errorType()).isEqualTo(type);
        assertThat(failed.errorMessage()).startsWith(message);
        assertThat(function.exitCode()).isEqualTo(255);
        assertThat(function.invoke("{}")).isEqualTo(new Reply.NotTaken());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    absent.handler | Init<LoadError>     | cannot load such file -- absent
                    raises.handler | Init<RuntimeError>  | no config
                    broken.handler | Init<SyntaxError>   | /
                    leaves.handler | Init<SystemExit>    | exit
                    """)
    void aFileThatCannotBeLoadedIsReportedByItsReason(String handler, String type, String message) throws Exception {
        code.file("raises.rb", "puts 'loading'\nraise 'no config'\n")
                .file("broken.rb", "def def\n")
                .file("leaves.rb", "exit 4\n");
        function = code.start(handler);
        Init.Failed failed = (Init.Failed) function.init();
        assertThat(failed.errorType()).isEqualTo(type);
        assertThat(failed.errorMessage()).startsWith(message);
        assertThat(function.exitCode()).isEqualTo(252);
        assertThat(function.stderr()).startsWith("Init error when loading handler " + handler);
    }

    @Test
    void loggersNameTheRequest() throws IOException {
        start("""
                LOG = Logger.new($stdout)
                def handler(event:, context:)
                  print 'one '
                  LOG.info('two')
                end
                """);
        function.answer("{}");
        assertThat(function.stdout())
                .matches("one I, \\[\\d{4}-\\d\\d-\\d\\dT[0-9:.]+ #\\d+]  INFO " + FunctionProcess.REQUEST_ID
                        + " -- : two\n");
    }

    @Test
    void loggersWriteJsonFromTheirLevelOnIfAsked() throws IOException {
        code.environment("AWS_LAMBDA_LOG_FORMAT", "JSON").environment("AWS_LAMBDA_LOG_LEVEL", "WARN");
        start("""
                def handler(event:, context:)
                  log = Logger.new($stdout, progname: 'shop')
                  log.info('too quiet')
                  log.warn('loud')
                  log.error(ArgumentError.new('bad'))
                  raise 'end'
                end
                """);
        function.failure("{}");
        List<String> lines = function.stdout().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(JSON.readTree(lines.getFirst()).propertyNames())
                .containsExactly("timestamp", "level", "logger", "message", "requestId");
        assertThat(lines.getFirst()).contains("\"level\":\"WARN\",\"logger\":\"shop\",\"message\":\"loud\"");
        assertThat(lines.getLast()).contains("\"errorType\":\"ArgumentError\"");
        assertThat(JSON.readTree(function.stderr()).get("errorMessage").asString())
                .isEqualTo("end");
    }

    @Test
    void theProcessEndsWhenThePlatformHangsUp() throws Exception {
        start("def handler(event:, context:) = 1\n");
        function.closeChannel();
        assertThat(function.exitCode()).isZero();
    }
}
