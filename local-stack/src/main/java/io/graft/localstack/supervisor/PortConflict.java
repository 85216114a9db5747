package io.graft.localstack.supervisor;

import io.graft.localstack.layout.Ports;
import io.graft.localstack.process.Launch;
import io.graft.localstack.process.PortHolder;

/// A port that one of ours needs and another program holds.
///
/// @param name the port's name in [Ports]
/// @param holder who holds it, in words
public record PortConflict(String name, int port, String holder) {

    static PortConflict of(Launch launch, PortHolder holder) {
        return new PortConflict(launch.name(), launch.port(), holder.describe());
    }

    public String message() {
        return finding() + "; " + remedy();
    }

    public String finding() {
        return "port " + port + " of " + name + " is held by " + holder;
    }

    public String remedy() {
        return "end that program, or give " + name + " another port with " + Ports.variable(name) + " or port." + name
                + " in stack.properties";
    }
}
