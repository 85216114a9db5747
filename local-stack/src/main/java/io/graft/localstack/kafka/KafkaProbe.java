package io.graft.localstack.kafka;

import io.graft.localstack.process.Probe;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/// Asks the broker for its metadata, in the simplest form of the request (Metadata version 1, no topics), and
/// calls it ready once it counts itself among the live brokers: a broker accepts connections well before that.
record KafkaProbe(int port) implements Probe {

    private static final int TIMEOUT_MILLIS = 2000;
    private static final short METADATA = 3;

    @Override
    public boolean ready() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            ask(new DataOutputStream(socket.getOutputStream()));
            return brokers(new DataInputStream(socket.getInputStream())) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void ask(DataOutputStream out) throws IOException {
        byte[] client = {'g', 'r', 'a', 'f', 't'};
        out.writeInt(2 + 2 + 4 + 2 + client.length + 4);
        out.writeShort(METADATA);
        out.writeShort(1);
        out.writeInt(1);
        out.writeShort(client.length);
        out.write(client);
        out.writeInt(0);
        out.flush();
    }

    private static int brokers(DataInputStream in) throws IOException {
        int size = in.readInt();
        int correlation = in.readInt();
        return size < 8 || correlation != 1 ? 0 : in.readInt();
    }
}
