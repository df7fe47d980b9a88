# What a node needs around the application: a Java runtime, the sandbox, and the interpreters that functions use.
# The application itself is put on top by `mvn -P image package` (see docs/production.md).
FROM eclipse-temurin:25-jre AS java

FROM node:22-trixie-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends bubblewrap ca-certificates curl python3 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=java /opt/java/openjdk /opt/java/openjdk
ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
