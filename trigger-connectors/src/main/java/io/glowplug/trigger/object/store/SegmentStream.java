// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a part of what lies in several files, which it opens one after the other. */
final class SegmentStream extends InputStream {

    private final ObjectFiles files;
    private final List<Segment> segments;
    private int next;
    private long offset;
    private long remaining;
    private @Nullable FileChannel current;

    SegmentStream(ObjectFiles files, List<Segment> segments, long offset, long length) {
        this.files = files;
        this.segments = List.copyOf(segments);
        this.offset = offset;
        this.remaining = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        while (remaining > 0) {
            FileChannel channel = channel();
            int read = channel.read(ByteBuffer.wrap(buffer, from, (int) Math.min(count, remaining)));
            if (read > 0) {
                remaining -= read;
                return read;
            }
            close();
        }
        return -1;
    }

    private FileChannel channel() throws IOException {
        FileChannel channel = current;
        if (channel != null) {
            return channel;
        }
        while (next < segments.size() && offset >= segments.get(next).size()) {
            offset -= segments.get(next).size();
            next++;
        }
        if (next == segments.size()) {
            throw new IOException("an object's files are shorter than the object");
        }
        channel = files.open(segments.get(next).file());
        channel.position(offset);
        current = channel;
        offset = 0;
        next++;
        return channel;
    }

    @Override
    public void close() throws IOException {
        FileChannel channel = current;
        current = null;
        if (channel != null) {
            channel.close();
        }
    }
}
