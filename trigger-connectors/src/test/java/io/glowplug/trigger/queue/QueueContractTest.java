// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue;

import io.glowplug.dispatch.Hints;
import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.dispatch.testing.DispatchNode;
import io.glowplug.trigger.QueueDefinition;
import io.glowplug.trigger.TriggerConnector;
import io.glowplug.trigger.contract.ConnectorUnderTest;
import io.glowplug.trigger.contract.TriggerConnectorContract;
import io.glowplug.trigger.queue.store.QueueRig;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

class QueueContractTest implements TriggerConnectorContract {

    @Override
    public ConnectorUnderTest connectorUnderTest() {
        return new QueueUnderTest();
    }

    /** A standard queue in the ledger's own database. */
    private static final class QueueUnderTest implements ConnectorUnderTest {

        private final InstantSource clock = InstantSource.system();
        private @Nullable QueueRig rig;
        private @Nullable QueueDefinition queue;

        @Override
        public void sourceIsIn(DispatchNode ledger) {
            rig = new QueueRig(ledger.bean(DataSource.class), clock, ledger.bean(Hints.class));
            queue = rig.queue();
        }

        @Override
        public TriggerConnector<?> connector() {
            return QueueTriggerRig.connector(Objects.requireNonNull(rig));
        }

        @Override
        public String settings() {
            return "{\"queue\":\"" + Objects.requireNonNull(queue).name() + "\"}";
        }

        @Override
        public InstantSource clock() {
            return clock;
        }

        @Override
        public List<String> produce(int count) {
            return Objects.requireNonNull(rig).send(Objects.requireNonNull(queue), count);
        }

        @Override
        public List<String> recordsIn(TriggerEvent event) {
            List<String> bodies = new ArrayList<>();
            JsonMapper.shared()
                    .readTree(event.payload().bytes())
                    .get("Records")
                    .forEach(record -> bodies.add(record.get("body").asString()));
            return bodies;
        }

        @Override
        public void producePoison() {
            throw new UnsupportedOperationException("what is no text is refused when it is sent");
        }

        @Override
        public void close() {
            Objects.requireNonNull(rig).close();
        }
    }
}
