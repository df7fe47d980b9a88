// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.aws.s3;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where S3's protocol is spoken.
 *
 * @param port 0 for any free one; 9000 by default
 */
@ConfigurationProperties("glowplug.s3")
record S3Properties(@DefaultValue("9000") int port) {}
