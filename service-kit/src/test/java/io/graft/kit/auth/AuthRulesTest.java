package io.graft.kit.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class AuthRulesTest {

    @Test
    void without_auth_a_service_listens_on_loopback_alone() {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        InetAddress everywhere = new InetSocketAddress(0).getAddress();

        assertThat(LoopbackGuard.allows(false, loopback)).isTrue();
        assertThat(LoopbackGuard.allows(false, everywhere)).isFalse();
        assertThat(LoopbackGuard.allows(true, everywhere)).isTrue();
    }

    @Test
    void a_role_may_do_what_the_lower_ones_may() {
        assertThat(Role.ADMIN.covers(Role.VIEWER)).isTrue();
        assertThat(Role.APPROVER.covers(Role.APPROVER)).isTrue();
        assertThat(Role.OPERATOR.covers(Role.APPROVER)).isFalse();
    }
}
