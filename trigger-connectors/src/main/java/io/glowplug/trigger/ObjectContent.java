// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import java.io.InputStream;

/** An object that can be read. It stays as it was when it was looked up, whatever is written over it meanwhile. */
public interface ObjectContent {

    StoredObject object();

    /** Opens a part of its bytes, from an offset within it on. The caller closes the stream. */
    InputStream open(long offset, long length);
}
