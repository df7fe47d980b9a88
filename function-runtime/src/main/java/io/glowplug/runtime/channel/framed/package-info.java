// SPDX-License-Identifier: Apache-2.0
/**
 * The wire to our own bootstraps: frames over a unix stream socket, one connection for the life of the process.
 *
 * <p>Start at {@link FramedChannel}. All numbers are big-endian:
 *
 * <pre>
 * frame   u32 length of the rest · u8 type · u32 turn · body
 *
 * platform → process
 *   1 INVOKE      u32 length of the header · header · payload
 *                 header: {"requestId","deadlineMs","invokedFunctionArn","traceId"?,"clientContext"?}
 *                 (clientContext is JSON text inside a JSON string)
 *   6 LOAD        {"environment":{…}}: the function is in place; variables to set on top of those it was started with
 * process → platform
 *   2 READY       empty; the handler is loaded
 *   3 RESPONSE    the handler's answer, JSON
 *   4 ERROR       {"errorMessage","errorType","stackTrace" or "trace","requestId"}
 *   5 INIT_ERROR  the same; the handler could not be loaded, the process ends
 *   7 RESPONSE_START  {"contentType"?}; the answer comes in pieces
 *   8 RESPONSE_CHUNK  a piece of it, bytes as they are
 *   9 RESPONSE_END    empty; the answer is whole
 * </pre>
 *
 * <p>A process that has connected waits for LOAD, which comes once, in turn 0: at once if it was started for a function,
 * some time later if it was started to be ready for one. It says READY or INIT_ERROR once, in turn 0, then answers each
 * INVOKE with one RESPONSE or ERROR of the same turn, or with RESPONSE_START, any number of RESPONSE_CHUNK, and one
 * RESPONSE_END or, when it fails half-way, ERROR. A connection that ends before that has broken the answer off. The
 * platform reads a chunk when the one before was taken, so that a slow caller fills the socket and makes the process wait.
 * The turn is what keeps a reply sent twice, for example by a forked child, from becoming the answer to the
 * next event. A RESPONSE or ERROR has at most {@link io.glowplug.runtime.channel.RuntimeChannel#MAX_ANSWER_BYTES}; the
 * bootstraps see to that themselves, so that the environment lives on. A chunk has at most {@link
 * io.glowplug.runtime.channel.RuntimeChannel#MAX_PIECE_BYTES}, all of them together at most {@link
 * io.glowplug.runtime.Payload#MAX_STREAM_BYTES}.
 *
 * <p>Invariant: after anything that is not in this table the connection is closed.
 */
@NullMarked
package io.glowplug.runtime.channel.framed;

import org.jspecify.annotations.NullMarked;
