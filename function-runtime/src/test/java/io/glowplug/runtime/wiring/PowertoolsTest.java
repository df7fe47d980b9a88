// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.glowplug.registry.FunctionVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** AWS's own library for functions, as it comes from npm: https://docs.aws.amazon.com/powertools/typescript/latest/ */
class PowertoolsTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Path MODULES =
            Path.of("..", "examples", "node_modules").toAbsolutePath().normalize();

    private static final String FUNCTION = """
            const { Logger } = require('@aws-lambda-powertools/logger');
            const { Metrics, MetricUnit } = require('@aws-lambda-powertools/metrics');
            const { BatchProcessor, EventType, processPartialResponse } = require('@aws-lambda-powertools/batch');
            const { IdempotencyConfig, IdempotencyItemAlreadyExistsError, makeIdempotent } =
              require('@aws-lambda-powertools/idempotency');
            const { BasePersistenceLayer } = require('@aws-lambda-powertools/idempotency/persistence');

            class InMemory extends BasePersistenceLayer {
              records = new Map();
              async _putRecord(record) {
                const known = this.records.get(record.idempotencyKey);
                if (known) throw new IdempotencyItemAlreadyExistsError('known', known);
                this.records.set(record.idempotencyKey, record);
              }
              async _getRecord(key) { return this.records.get(key); }
              async _updateRecord(record) { this.records.set(record.idempotencyKey, record); }
              async _deleteRecord(record) { this.records.delete(record.idempotencyKey); }
            }

            const logger = new Logger({ serviceName: 'orders' });
            const metrics = new Metrics({ namespace: 'shop', serviceName: 'orders' });
            const processor = new BatchProcessor(EventType.SQS);
            let charged = 0;
            const charge = makeIdempotent(async (order) => ({ order: order.id, charged: ++charged }),
              { persistenceStore: new InMemory(), config: new IdempotencyConfig({}) });

            exports.handler = async (event, context) => {
              logger.addContext(context);
              metrics.captureColdStartMetric();
              const failures = await processPartialResponse(event, async (record) => {
                logger.info('order', { order: record.body });
                if (record.body === 'bad') throw new Error('no such order');
                metrics.addMetric('orders', MetricUnit.Count, 1);
              }, processor, { context });
              metrics.publishStoredMetrics();
              return [failures, await charge({ id: 7 }), await charge({ id: 7 })];
            };
            """;

    @Test
    void loggerMetricsBatchAndIdempotencyRunUnmodified() {
        assumeTrue(
                Files.isDirectory(MODULES.resolve("@aws-lambda-powertools")),
                "npm ci was not run in examples, so there is nothing to run");
        try (RuntimeHarness runtime = RuntimeHarness.with().start()) {
            FunctionVersion function = runtime.node(FUNCTION)
                    .layers(runtime.layer(
                            "powertools",
                            Map.of(
                                    "nodejs/node_modules/@aws-lambda-powertools",
                                    MODULES.resolve("@aws-lambda-powertools"),
                                    "nodejs/node_modules/@aws",
                                    MODULES.resolve("@aws"),
                                    "nodejs/node_modules/@standard-schema",
                                    MODULES.resolve("@standard-schema"))))
                    .environment(Map.of("POWERTOOLS_METRICS_NAMESPACE", "shop"))
                    .latest();
            UUID id = UUID.randomUUID();

            String answer = RuntimeHarness.answerOf(
                    runtime.invoke(RuntimeHarness.request(id, function, """
                    {"Records":[{"messageId":"m1","body":"good","eventSource":"aws:sqs"},
                                {"messageId":"m2","body":"bad","eventSource":"aws:sqs"}]}
                    """, RuntimeHarness.PATIENT)));

            assertThat(answer)
                    .isEqualTo("[{\"batchItemFailures\":[{\"itemIdentifier\":\"m2\"}]},"
                            + "{\"order\":7,\"charged\":1},{\"order\":7,\"charged\":1}]");
            List<JsonNode> printed = runtime.logOf(id).stream()
                    .filter(line -> line.contains("{\""))
                    .map(line -> JSON.readTree(line.substring(line.indexOf("{\""))))
                    .toList();
            assertThat(printed)
                    .filteredOn(entry -> entry.path("message").asString("").equals("order"))
                    .hasSize(2)
                    .first()
                    .satisfies(entry -> {
                        assertThat(entry.get("order").asString()).isEqualTo("good");
                        assertThat(entry.get("function_request_id").asString()).isEqualTo(id.toString());
                        assertThat(entry.get("cold_start").asBoolean()).isTrue();
                    });
            assertThat(printed)
                    .filteredOn(entry -> entry.has("orders"))
                    .singleElement()
                    .satisfies(metrics -> {
                        assertThat(metrics.get("orders").asInt()).isEqualTo(1);
                        assertThat(metrics.at("/_aws/CloudWatchMetrics/0/Namespace")
                                        .asString())
                                .isEqualTo("shop");
                    });
        }
    }
}
