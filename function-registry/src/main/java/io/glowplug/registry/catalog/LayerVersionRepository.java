// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import java.util.List;
import java.util.Set;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface LayerVersionRepository extends JpaRepository<StoredLayerVersion, StoredLayerVersion.Key> {

    List<StoredLayerVersion> findByKeyLayerNameAndKeyNumberGreaterThanOrderByKeyNumber(
            String layerName, int number, Limit limit);

    @Query("""
            select v from StoredLayerVersion v
            where v.key.layerName > :name and v.key.number =
                (select max(o.key.number) from StoredLayerVersion o where o.key.layerName = v.key.layerName)
            order by v.key.layerName
            """)
    List<StoredLayerVersion> latestAfter(String name, Limit limit);

    @Query("select distinct v.code.sha256 from StoredLayerVersion v")
    Set<String> codeInUse();
}
