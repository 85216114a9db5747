package io.graft.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class RealBackendsTest {

    @Test
    void a_new_database_is_real_and_of_the_version_we_carry() throws Exception {
        TestDatabase database = RealBackends.ofThisJvm().newDatabase();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("show server_version")) {
            rows.next();
            assertThat(rows.getString(1)).startsWith("18.");
        }
    }

    @Test
    void each_quarkus_application_gets_a_database_of_its_own_and_the_same_broker() {
        var first = new BackendsResource().start();
        var second = new BackendsResource().start();
        assertThat(first.get("quarkus.datasource.jdbc.url")).isNotEqualTo(second.get("quarkus.datasource.jdbc.url"));
        assertThat(first.get("kafka.bootstrap.servers")).isEqualTo(second.get("kafka.bootstrap.servers"));
    }
}
