// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.channel.framed;

/** What the process sent. The body belongs to the receiver. */
@SuppressWarnings("ArrayRecordComponent") // never compared, only taken apart
record Frame(FrameType type, int turn, byte[] body) {}
