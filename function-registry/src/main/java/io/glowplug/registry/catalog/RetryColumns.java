// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.RetryPolicy;
import jakarta.persistence.Embeddable;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

@Embeddable
record RetryColumns(
        int maxRetries,
        int minBackoffSeconds,
        int maxBackoffSeconds,
        int maxEventAgeSeconds,
        @JdbcTypeCode(SqlTypes.JSON) List<String> onlyErrors,
        @JdbcTypeCode(SqlTypes.JSON) List<String> neverErrors) {

    static RetryColumns of(RetryPolicy policy) {
        return new RetryColumns(
                policy.maxRetries(),
                policy.minBackoffSeconds(),
                policy.maxBackoffSeconds(),
                policy.maxEventAgeSeconds(),
                policy.onlyErrors(),
                policy.neverErrors());
    }

    RetryPolicy toPolicy() {
        return new RetryPolicy(
                maxRetries, minBackoffSeconds, maxBackoffSeconds, maxEventAgeSeconds, onlyErrors, neverErrors);
    }
}
