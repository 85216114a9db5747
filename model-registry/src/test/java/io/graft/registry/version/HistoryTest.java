package io.graft.registry.version;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.registry.RegistryFolder;
import io.graft.registry.TestApi;
import io.graft.testkit.BackendsResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(BackendsResource.class)
@WithTestResource(RegistryFolder.class)
class HistoryTest {

    @Inject
    DataSource database;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update stage_change set reason = 'nothing happened'",
                "delete from stage_change",
                "truncate stage_change",
                "update alias_change set changed_by = 'somebody else'",
                "delete from alias_change"
            })
    void what_happened_is_never_rewritten(String statement) throws SQLException {
        TestApi.register(TestApi.newName());
        try (Connection connection = database.getConnection();
                Statement sql = connection.createStatement()) {
            assertThatThrownBy(() -> sql.execute(statement)).hasMessageContaining("are history and are never changed");
        }
    }
}
