// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface VersionRepository extends JpaRepository<StoredVersion, StoredVersion.Key> {

    Optional<StoredVersion> findFirstByKeyFunctionIdOrderByKeyNumberDesc(UUID functionId);

    List<StoredVersion> findByKeyFunctionIdAndKeyNumberGreaterThanOrderByKeyNumber(
            UUID functionId, int number, Limit limit);

    @Query("select distinct v.code.sha256 from StoredVersion v")
    Set<String> codeInUse();

    /** Returns each list of layers by the hashes of their content, with spaces between them. */
    @Query(value = """
            select distinct (
                select string_agg(layer ->> 'sha256', ' ' order by place)
                from jsonb_array_elements(layers) with ordinality as used (layer, place))
            from function_version
            where layers <> '[]'
            """, nativeQuery = true)
    List<String> layersInUse();

    /** Replaces what is sealed by the same sealed anew, which is no change of the function. */
    @Modifying
    @Query(
            value =
                    "update function_version set secrets = cast(:secrets as jsonb) where function_id = :functionId and number = :number",
            nativeQuery = true)
    void replaceSecrets(UUID functionId, int number, String secrets);

    List<StoredVersion> findByKeyFunctionId(UUID functionId);
}
