package io.graft.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// Ports at 127.0.0.1 that nothing listens on, below those that systems give to outgoing connections: one of these may
/// be taken by a connection before anybody listens.
public final class FreePorts {

    private static final int FIRST = 15_000;
    private static final int END = 32_000;

    private FreePorts() {}

    /// So many ports, all different: each is held until the last is found.
    ///
    /// @throws UncheckedIOException if there are not so many
    public static List<Integer> find(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            int start = ThreadLocalRandom.current().nextInt(FIRST, END);
            for (int i = 0; i < END - FIRST && held.size() < count; i++) {
                hold(FIRST + (start - FIRST + i) % (END - FIRST), held);
            }
            if (held.size() < count) {
                throw new IOException("only " + held.size() + " of " + count + " ports are free from " + FIRST);
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            held.forEach(FreePorts::close);
        }
    }

    private static void hold(int port, List<ServerSocket> held) throws IOException {
        try {
            held.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
        } catch (BindException taken) {
            return; // the next one may be free
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
