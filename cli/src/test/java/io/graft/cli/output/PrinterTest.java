package io.graft.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.contracts.ContractJson;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class PrinterTest {

    private final StringWriter text = new StringWriter();

    @Test
    void a_table_lines_up_its_columns_and_looks_into_fields() throws Exception {
        JsonNode page = ContractJson.mapper().readTree("""
                {"items":[{"name":"desk","aliases":{"champion":"1.1.0"}},{"name":"a","aliases":{}}]}""");

        printer(Format.table).many(page, "name", "aliases.champion");

        assertThat(text.toString()).isEqualToNormalizingNewlines("""
                NAME  CHAMPION
                desk  1.1.0
                a     -
                """);
    }

    @Test
    void json_is_the_answer_as_it_came() throws Exception {
        JsonNode answer = ContractJson.mapper().readTree("{\"a\":[1,2.5,\"x\"]}");

        printer(Format.json).many(answer, "a");

        assertThat(ContractJson.mapper().readTree(text.toString())).isEqualTo(answer);
    }

    @Test
    void yaml_has_no_document_marker() throws Exception {
        printer(Format.yaml).one(ContractJson.mapper().readTree("{\"name\":\"desk\"}"));

        assertThat(text.toString().strip()).isEqualTo("name: \"desk\"");
    }

    @Test
    void long_cells_are_cut() throws Exception {
        JsonNode rows = ContractJson.mapper().readTree("[{\"reason\":\"" + "x".repeat(200) + "\"}]");

        printer(Format.table).many(rows, "reason");

        assertThat(text.toString().lines().skip(1).findFirst().orElseThrow())
                .hasSize(60)
                .endsWith("…");
    }

    private Printer printer(Format format) {
        return new Printer(new PrintWriter(text), format);
    }
}
