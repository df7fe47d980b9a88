// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.testevents;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.repository.ListCrudRepository;

interface TestEventRepository extends ListCrudRepository<TestEventRow, UUID> {

    List<TestEventRow> findByFunctionNameOrderByName(String functionName);

    Optional<TestEventRow> findByFunctionNameAndName(String functionName, String name);

    long countByFunctionName(String functionName);

    long deleteByFunctionName(String functionName);
}
