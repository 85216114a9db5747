package io.graft.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/// Ports at 127.0.0.1 that nothing listens on.
public final class FreePorts {

    private FreePorts() {}

    /// So many ports, all different: each is held until the last is found.
    public static List<Integer> find(int count) {
        List<Integer> ports = new ArrayList<>();
        find(count, ports);
        return List.copyOf(ports);
    }

    private static void find(int count, List<Integer> ports) {
        if (count == 0) {
            return;
        }
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ports.add(socket.getLocalPort());
            find(count - 1, ports);
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }
}
