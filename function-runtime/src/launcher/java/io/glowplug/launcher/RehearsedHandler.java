// SPDX-License-Identifier: Apache-2.0
package io.glowplug.launcher;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.List;
import java.util.Map;

/** Stands in for users' handlers during a rehearsal: objects and maps, the log, and an error now and then. */
public final class RehearsedHandler implements RequestHandler<RehearsedHandler.Event, Map<String, Object>> {

    /** An event as users write it. */
    public static final class Event {
        private String name = "";
        private int count;
        private List<Map<String, Object>> records = List.of();

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        public int getCount() {
            return count;
        }

        public void setCount(int count) {
            this.count = count;
        }

        public List<Map<String, Object>> getRecords() {
            return records;
        }

        public void setRecords(List<Map<String, Object>> records) {
            this.records = records;
        }
    }

    @Override
    public Map<String, Object> handleRequest(Event event, Context context) {
        context.getLogger().log(context.getAwsRequestId() + " " + event.getName() + "\n");
        if (event.getCount() % 10 == 9) {
            throw new IllegalStateException("rehearsed");
        }
        return Map.of(
                "name", event.getName(),
                "event", event,
                "remaining", context.getRemainingTimeInMillis(),
                "environment", String.valueOf(System.getenv("PATH")));
    }
}
