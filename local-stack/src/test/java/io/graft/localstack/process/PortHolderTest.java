package io.graft.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortHolderTest {

    @Test
    void a_free_port_has_no_holder() {
        int free = FreePorts.find(1).getFirst();
        assertThat(PortHolder.of(free)).isEmpty();
    }

    @Test
    void the_holder_of_a_taken_port_is_named_by_process_id() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            PortHolder holder = PortHolder.of(socket.getLocalPort()).orElseThrow();
            assertThat(holder.is(LiveProcess.self())).isTrue();
            assertThat(holder.describe())
                    .contains("process " + ProcessHandle.current().pid(), "java");
        }
    }

    @Test
    void only_listening_sockets_of_the_port_count() {
        List<String> table = List.of(
                "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1",
                "   1: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 222 1",
                "   2: 0100007F:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 333 1");
        assertThat(PortHolder.listeningSockets(table, 8080)).containsExactly("socket:[111]");
    }

    @Test
    void memory_is_counted_in_bytes() {
        assertThat(ResidentMemory.parseKilobytes("   12 kB")).hasValue(12 * 1024);
        assertThat(ResidentMemory.ofTree(ProcessHandle.current().pid()).orElseThrow())
                .isPositive();
    }
}
