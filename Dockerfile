# The images: a program each, static and stripped, and nothing else. scripts/build-images.sh builds them; by hand:
#
#     docker build --target backend -t localhost/holdfast/backend-service .
#
# With --local that script compiles on the machine and takes only what stands below "FROM scratch".
ARG SWIFT_IMAGE=docker.io/library/swift:6.3

FROM ${SWIFT_IMAGE} AS build
WORKDIR /holdfast
COPY . .
RUN bash scripts/build-static.sh

FROM scratch AS image
ARG VERSION=unknown
ARG REVISION=unknown
ARG CREATED=1970-01-01T00:00:00Z
LABEL org.opencontainers.image.vendor="Holdfast" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}"
# What /version and build_info say.
ENV HOLDFAST_REVISION="${REVISION}"
# A number, since there is no /etc/passwd to look a name up in, and runAsNonRoot wants to see that it is not 0.
USER 65532:65532

FROM image AS backend
LABEL org.opencontainers.image.title="backend-service" \
      org.opencontainers.image.description="Answers with data, and fails on demand"
COPY --from=build --chmod=0555 /holdfast/.build-static/stripped/backend-service /backend-service
EXPOSE 8080 8081
HEALTHCHECK --interval=5s --timeout=2s CMD ["/backend-service", "--probe", "http://127.0.0.1:8081/readyz"]
ENTRYPOINT ["/backend-service"]

FROM image AS client
LABEL org.opencontainers.image.title="client-service" \
      org.opencontainers.image.description="Calls the backend through resilience patterns"
COPY --from=build --chmod=0555 /holdfast/.build-static/stripped/client-service /client-service
EXPOSE 8080 8081
HEALTHCHECK --interval=5s --timeout=2s CMD ["/client-service", "--probe", "http://127.0.0.1:8081/readyz"]
ENTRYPOINT ["/client-service"]

FROM image AS load-generator
LABEL org.opencontainers.image.title="load-generator" \
      org.opencontainers.image.description="Asks its targets at a rate of its own, whatever the answers"
COPY --from=build --chmod=0555 /holdfast/.build-static/stripped/load-generator /load-generator
EXPOSE 8081
HEALTHCHECK --interval=5s --timeout=2s CMD ["/load-generator", "--probe", "http://127.0.0.1:8081/readyz"]
ENTRYPOINT ["/load-generator"]
