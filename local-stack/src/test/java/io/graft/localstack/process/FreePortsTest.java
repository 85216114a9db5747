package io.graft.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FreePortsTest {

    @Test
    void ports_differ_and_are_none_that_outgoing_connections_take() {
        List<Integer> ports = FreePorts.find(40);
        assertThat(ports).hasSize(40).doesNotHaveDuplicates().allMatch(port -> port >= 15_000 && port < 32_000);
    }
}
