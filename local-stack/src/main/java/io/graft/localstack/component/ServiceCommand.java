package io.graft.localstack.component;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command line of a service.
record ServiceCommand(ServiceDefinition service, ServicePackage application) {

    private static final List<String> CONTROL = List.of(
            "-Xms24m",
            "-Xmx160m",
            "-Xss512k",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=0",
            "-XX:MinHeapFreeRatio=20",
            "-XX:MaxHeapFreeRatio=40",
            "-XX:TieredStopAtLevel=1",
            "-XX:MaxMetaspaceSize=160m");
    /// Native matrix products need more stack than 512 KiB: a thread without it ends the process.
    private static final List<String> INFERENCE = List.of(
            "-Xmx512m", "-Xss2m", "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED");

    /// @param options more for the JVM, such as its cache
    List<String> with(List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(
                switch (service.engine()) {
                    case CONTROL -> CONTROL;
                    case INFERENCE -> INFERENCE;
                });
        command.addAll(options);
        command.addAll(List.of("-jar", application.jar().toString()));
        return command;
    }
}
