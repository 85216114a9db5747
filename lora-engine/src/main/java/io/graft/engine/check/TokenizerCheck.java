package io.graft.engine.check;

import io.graft.engine.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Texts to token ids and back, special tokens, and chats.
final class TokenizerCheck {

    private final Path folder;
    private final Cases cases;

    TokenizerCheck(Path folder, Cases cases) {
        this.folder = folder;
        this.cases = cases;
    }

    void run() {
        cases.attempt("tokenizer", () -> {
            try (Tokenizer tokenizer = Tokenizer.load(folder)) {
                if (Files.exists(folder.resolve("cases.json"))) {
                    cases.attempt("cases", () -> texts(tokenizer, OracleNode.read(folder.resolve("cases.json"))));
                }
                if (Files.exists(folder.resolve("chat.json"))) {
                    OracleNode chats = OracleNode.read(folder.resolve("chat.json"));
                    cases.attempt(
                            "chats",
                            () -> new ChatCheck(tokenizer, cases)
                                    .run(chats.at("cases").items()));
                }
            }
        });
    }

    private void texts(Tokenizer tokenizer, OracleNode recorded) throws IOException {
        List<OracleNode> encoded =
                recorded.find("cases").isPresent() ? recorded.at("cases").items() : List.of();
        ids("ids", encoded, tokenizer::encode);
        ids("ids_no_special", encoded, tokenizer::encodePlain);
        List<OracleNode> decoded = new ArrayList<>(encoded);
        if (recorded.find("decode_only").isPresent()) {
            decoded.addAll(recorded.at("decode_only").items());
        }
        decoded("decoded", decoded, tokenizer::decode);
        decoded("decoded_skip_special", decoded, tokenizer::decodePlain);
        special(tokenizer, recorded);
    }

    @FunctionalInterface
    private interface Encoding {
        int[] of(String text);
    }

    private void ids(String field, List<OracleNode> recorded, Encoding encoding) {
        cases.attempt(field, () -> {
            Mismatches mismatches = new Mismatches();
            int compared = 0;
            for (OracleNode one : recorded) {
                if (one.find(field).isPresent()) {
                    String text = one.at("text").text();
                    mismatches.add(
                            "\"" + text + "\"", encoding.of(text), one.at(field).integers());
                    compared++;
                }
            }
            report(field, compared, mismatches);
        });
    }

    @FunctionalInterface
    private interface Decoding {
        String of(int... ids);
    }

    private void decoded(String field, List<OracleNode> recorded, Decoding decoding) {
        cases.attempt(field, () -> {
            Mismatches mismatches = new Mismatches();
            int compared = 0;
            for (OracleNode one : recorded) {
                if (one.find(field).isPresent()) {
                    int[] ids = one.at("ids").integers();
                    mismatches.add(one.place(), decoding.of(ids), one.at(field).text());
                    compared++;
                }
            }
            report(field, compared, mismatches);
        });
    }

    private void report(String quantity, int compared, Mismatches mismatches) {
        if (compared > 0) {
            cases.equal(quantity, mismatches);
        }
    }

    /// Where no token is recorded, the tokenizer must have none either.
    private void special(Tokenizer tokenizer, OracleNode recorded) throws IOException {
        Mismatches mismatches = new Mismatches();
        int compared = 0;
        for (String name : List.of("bos_token", "eos_token", "pad_token", "unk_token")) {
            String field = name + "_id";
            if (recorded.node().has(field)) {
                Optional<OracleNode> id = recorded.find(field);
                OptionalInt expected = id.isPresent() ? OptionalInt.of(id.get().integer()) : OptionalInt.empty();
                mismatches.add(field, tokenizer.special(name), expected);
                compared++;
            }
        }
        report("special tokens", compared, mismatches);
    }
}
