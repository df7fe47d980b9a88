// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.runtime.Payload;
import io.glowplug.runtime.channel.FunctionFacts;
import io.glowplug.runtime.channel.RuntimeChannel;
import io.glowplug.runtime.channel.RuntimeChannel.Handover;
import io.glowplug.runtime.channel.RuntimeChannel.Init;
import io.glowplug.runtime.channel.RuntimeChannel.Reply;
import io.glowplug.runtime.channel.framed.FramedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;

/** A real function in a real process of the host's interpreter, without a sandbox, on a framed wire. */
final class FunctionProcess implements AutoCloseable {

    static final UUID REQUEST_ID = UUID.fromString("01900000-0000-7000-8000-000000000001");
    static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:resize:live";

    private final Path directory;
    private final RuntimeChannel channel;
    private final Process process;

    private FunctionProcess(Path directory, RuntimeChannel channel, Process process) {
        this.directory = directory;
        this.channel = channel;
        this.process = process;
        // As the owner of a process does.
        Thread.ofVirtual().start(this::tellChannelWhenTheProcessEnds);
    }

    static Code python(Path directory) throws IOException {
        return new Code(
                directory,
                "/usr/bin/python3",
                BootstrapFiles.extractTo(directory).python());
    }

    static Code node(Path directory) throws IOException {
        return new Code(
                directory, "/usr/bin/node", BootstrapFiles.extractTo(directory).nodejs());
    }

    static Code ruby(Path directory) throws IOException {
        return new Code(
                directory, "/usr/bin/ruby", BootstrapFiles.extractTo(directory).ruby());
    }

    private void tellChannelWhenTheProcessEnds() {
        process.onExit().join();
        channel.processEnded();
    }

    Init init() {
        return channel.awaitInit();
    }

    FunctionProcess ready() {
        assertThat(init()).as(this::stderr).isEqualTo(new Init.Ready());
        return this;
    }

    Reply invoke(String payload, @Nullable String traceId, @Nullable String clientContext, Instant deadline) {
        return channel.invoke(new Handover(REQUEST_ID, deadline, ARN, traceId, clientContext, Payload.ofUtf8(payload)));
    }

    Reply invoke(String payload) {
        return invoke(payload, null, null, Instant.parse("2100-01-01T00:00:00Z"));
    }

    String answer(String payload) {
        return answerOf(invoke(payload));
    }

    String answerOf(Reply reply) {
        assertThat(reply).as(this::stderr).isInstanceOf(Reply.Answered.class);
        return ((Reply.Answered) reply).answer().utf8();
    }

    Reply.Failed failure(String payload) {
        return assertThat(invoke(payload))
                .asInstanceOf(InstanceOfAssertFactories.type(Reply.Failed.class))
                .actual();
    }

    String stdout() {
        return read("stdout");
    }

    String stderr() {
        return read("stderr");
    }

    private String read(String name) {
        try {
            return Files.readString(directory.resolve(name));
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    void closeChannel() {
        channel.close();
    }

    Process process() {
        return process;
    }

    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("process ended").isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        channel.close();
        process.destroyForcibly();
    }

    /** What the function is made of. */
    static final class Code {

        private final Path directory;
        private final Path root;
        private final String interpreter;
        private final BootstrapFiles.Bootstrap bootstrap;
        private final Map<String, String> environment = new HashMap<>();

        Code(Path directory, String interpreter, BootstrapFiles.Bootstrap bootstrap) throws IOException {
            this.directory = directory;
            this.root = Files.createDirectories(directory.resolve("task"));
            this.interpreter = interpreter;
            this.bootstrap = bootstrap;
            environment.putAll(Map.of(
                    "AWS_LAMBDA_FUNCTION_NAME", "resize",
                    "AWS_LAMBDA_FUNCTION_VERSION", "7",
                    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256",
                    "AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/resize",
                    "AWS_LAMBDA_LOG_STREAM_NAME", "2026/01/01/[7]abc"));
        }

        Code file(String name, String content) throws IOException {
            Path file = root.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
            return this;
        }

        Code environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        FunctionProcess start(String handler) throws IOException {
            Path socket = directory.resolve("channel");
            FramedChannel channel = FramedChannel.open(socket);
            channel.load(FunctionFacts.NONE_YET, Map.of());
            List<String> command = new ArrayList<>(List.of(interpreter));
            command.addAll(bootstrap.interpreterArguments());
            command.add(bootstrap.file().toString());
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(directory.resolve("stdout").toFile())
                    .redirectError(directory.resolve("stderr").toFile())
                    .directory(root.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            builder.environment().put("GLOWPLUG_CHANNEL", socket.toString());
            builder.environment().put("LAMBDA_TASK_ROOT", root.toString());
            builder.environment().put("_HANDLER", handler);
            return new FunctionProcess(directory, channel, builder.start());
        }
    }
}
