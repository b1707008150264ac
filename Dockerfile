# digestgen in a container: docker build -t digestgen .
# How to use it is in docs/docker.md.
FROM python:3.13-slim AS build
# Extras to install, such as deploy-s3 or images,nlp.
ARG EXTRAS=""
WORKDIR /source
COPY pyproject.toml README.md LICENSE requirements.lock ./
COPY digestgen digestgen
COPY layouts layouts
# The versions that the tests ran with.
RUN sed -nE 's/^([A-Za-z0-9_.-]+==[^ ;\\]+).*/\1/p' requirements.lock > constraints.txt \
    && python -m venv /opt/digestgen \
    && /opt/digestgen/bin/pip install --no-cache-dir --constraint constraints.txt ".${EXTRAS:+[$EXTRAS]}"

FROM python:3.13-slim
COPY --from=build /opt/digestgen /opt/digestgen
RUN useradd --uid 1000 --create-home digestgen
USER 1000
WORKDIR /digest
EXPOSE 8000
# As Ctrl-C: whatever is under way is left whole.
STOPSIGNAL SIGINT
ENTRYPOINT ["/opt/digestgen/bin/digestgen"]
CMD ["build"]
