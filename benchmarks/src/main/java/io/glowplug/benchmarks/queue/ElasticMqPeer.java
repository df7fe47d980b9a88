// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks.queue;

import io.glowplug.benchmarks.queue.HttpMessages.Call;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** ElasticMQ in a process of its own, as it starts by default: in memory, so nothing is left of it after a crash. */
public final class ElasticMqPeer implements HttpMessages.Dialect {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final String root;
    private final String queueUrl;

    private ElasticMqPeer(String root, String queueUrl) {
        this.root = root;
        this.queueUrl = queueUrl;
    }

    /** The process's own beginning; the argument is the port. Ends when its input does. */
    public static void main(String[] arguments) throws IOException {
        SQSRestServerBuilder.withInterface("127.0.0.1")
                .withPort(Integer.parseInt(arguments[0]))
                .start()
                .waitUntilStarted();
        System.out.println("ready");
        if (System.in.read() < 0) {
            System.exit(0);
        }
    }

    public static MessageQueue start() throws IOException, InterruptedException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Xmx1g",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ElasticMqPeer.class.getName(),
                        Integer.toString(port))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        awaitReady(process.getInputStream());
        String root = "http://127.0.0.1:" + port + "/";
        String queueUrl = createQueue(root);
        return new HttpMessages(new ElasticMqPeer(root, queueUrl), () -> end(process));
    }

    /** What it says goes on being read, or it would stand still once the pipe is full. */
    private static void awaitReady(InputStream output) throws IOException {
        StringBuilder said = new StringBuilder();
        while (!said.toString().contains("ready\n")) {
            int next = output.read();
            if (next < 0) {
                throw new IOException("ElasticMQ ended: " + said);
            }
            said.append((char) next);
        }
        Thread.ofVirtual().start(() -> {
            try {
                output.transferTo(OutputStream.nullOutputStream());
            } catch (IOException ended) {
                // So did the process.
            }
        });
    }

    private static String createQueue(String root) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String answer = client.send(
                            HttpRequest.newBuilder(URI.create(root))
                                    .header("Content-Type", "application/x-amz-json-1.0")
                                    .header("X-Amz-Target", "AmazonSQS.CreateQueue")
                                    .POST(BodyPublishers.ofString("{\"QueueName\":\"orders\"}"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            return JSON.readTree(answer).get("QueueUrl").asString();
        }
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Call send(ArrayNode entries) {
        ObjectNode body = body();
        body.set("Entries", entries);
        return call("SendMessageBatch", body);
    }

    @Override
    public Call receive(int most) {
        return call("ReceiveMessage", body().put("MaxNumberOfMessages", most).put("VisibilityTimeout", 30));
    }

    @Override
    public Call delete(ArrayNode entries) {
        ObjectNode body = body();
        body.set("Entries", entries);
        return call("DeleteMessageBatch", body);
    }

    private ObjectNode body() {
        return JSON.createObjectNode().put("QueueUrl", queueUrl);
    }

    private Call call(String operation, ObjectNode body) {
        return new Call(
                root,
                Map.of("Content-Type", "application/x-amz-json-1.0", "X-Amz-Target", "AmazonSQS." + operation),
                body);
    }

    @Override
    public String idName() {
        return "Id";
    }

    @Override
    public String bodyName() {
        return "MessageBody";
    }

    @Override
    public String handleName() {
        return "ReceiptHandle";
    }

    @Override
    public String messagesName() {
        return "Messages";
    }

    @Override
    public String successName() {
        return "Successful";
    }
}
