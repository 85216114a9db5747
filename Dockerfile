# One image for each service, of what ./mvnw package has built:
#   docker build --build-arg SERVICE=gateway --tag graft/gateway:0.1.0 .
# training-service and benchmark-scheduler start workers, and take them along:
#   docker build --build-arg SERVICE=training-service --target with-worker --tag graft/training-service:0.1.0 .

# A JDK with glibc and the module jdk.incubator.vector.
ARG JAVA_IMAGE=eclipse-temurin:25-jdk

FROM ${JAVA_IMAGE} AS application
ARG SERVICE
WORKDIR /app
# Libraries change least often, the service's own classes most often.
COPY ${SERVICE}/target/quarkus-app/lib/ lib/
COPY ${SERVICE}/target/quarkus-app/quarkus/ quarkus/
COPY ${SERVICE}/target/quarkus-app/app/ app/
COPY ${SERVICE}/target/quarkus-app/quarkus-run.jar ./
USER 10001:10001
ENTRYPOINT ["java", "-jar", "/app/quarkus-run.jar"]

FROM application AS with-worker
COPY worker/target/lib/ worker/lib/
COPY worker/target/worker.jar worker/

FROM application
