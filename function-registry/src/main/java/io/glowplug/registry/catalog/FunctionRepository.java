// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface FunctionRepository extends JpaRepository<StoredFunction, UUID> {

    Optional<StoredFunction> findByName(String name);

    boolean existsByName(String name);

    /** Reads a function to change it: whoever else wants to change it waits until the transaction ends. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select f from StoredFunction f where f.name = :name")
    Optional<StoredFunction> lockByName(String name);

    List<StoredFunction> findByNameGreaterThanOrderByName(String name, Limit limit);

    @Query("select f.name from StoredFunction f where f.state.state = 'pending' order by f.name")
    List<String> pendingNames();

    @Query("select distinct f.code.sha256 from StoredFunction f")
    Set<String> codeInUse();

    /** Returns each list of layers by the hashes of their content, with spaces between them. */
    @Query(value = """
            select distinct (
                select string_agg(layer ->> 'sha256', ' ' order by place)
                from jsonb_array_elements(layers) with ordinality as used (layer, place))
            from function
            where layers <> '[]'
            """, nativeQuery = true)
    List<String> layersInUse();

    /** Replaces what is sealed by the same sealed anew, which is no change of the function. */
    @Modifying
    @Query(value = "update function set secrets = cast(:secrets as jsonb) where id = :functionId", nativeQuery = true)
    void replaceSecrets(UUID functionId, String secrets);

    @Query(value = """
            select name from function f
            where secrets <> '{}'
                or exists (select from function_version v where v.function_id = f.id and v.secrets <> '{}')
            order by name
            """, nativeQuery = true)
    List<String> namesWithSecrets();

    @Query(value = "select runtime from function union select runtime from function_version", nativeQuery = true)
    Set<String> runtimesInUse();

    @Query(value = "select network from function union select network from function_version", nativeQuery = true)
    Set<String> networksInUse();

    /** Returns the functions every version of which needs one of these. */
    @Query(value = """
            select name from function f
            where (runtime in (:runtimes) or network in (:networks))
                and not exists (
                    select from function_version v
                    where v.function_id = f.id and v.runtime not in (:runtimes) and v.network not in (:networks))
            """, nativeQuery = true)
    List<String> namesNeeding(Set<String> runtimes, Set<String> networks);

    @Query(value = "select * from function where flow is not null", nativeQuery = true)
    List<StoredFunction> withFlow();

    @Query(value = "select * from function where logging ->> 'retentionDays' is not null", nativeQuery = true)
    List<StoredFunction> withLogRetention();
}
