// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks.bare;

import org.springframework.data.jpa.repository.JpaRepository;

interface NoteRepository extends JpaRepository<Note, Long> {}
