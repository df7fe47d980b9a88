// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks.bare;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** Something to map. */
@Entity
class Note {

    @Id
    private long id;

    private String text = "";

    long id() {
        return id;
    }

    String text() {
        return text;
    }
}
