# Two stages: build the wheel with the front end, then a small image that runs it without root.
FROM python:3.12-slim AS build
WORKDIR /src
COPY . .
RUN apt-get update && apt-get install -y --no-install-recommends make && rm -rf /var/lib/apt/lists/*
RUN make frontend ontology-docs && pip install --no-cache-dir build && python -m build --wheel

FROM python:3.12-slim
RUN useradd --create-home --uid 10001 zhengtu && install -d -o zhengtu /data
COPY --from=build /src/constraints.txt /src/dist/*.whl /tmp/install/
RUN pip install --no-cache-dir --constraint /tmp/install/constraints.txt /tmp/install/*.whl && rm -r /tmp/install
USER zhengtu
VOLUME /data
EXPOSE 8000
CMD ["zhengtu", "serve"]
