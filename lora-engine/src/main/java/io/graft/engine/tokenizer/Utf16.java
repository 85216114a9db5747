package io.graft.engine.tokenizer;

/// Places in a text: the tokenizer library counts Unicode characters, Java counts UTF-16 units.
final class Utf16 {

    private Utf16() {}

    /// Where each Unicode character of a text begins, and at last the text's length.
    static int[] offsets(String text) {
        int[] offsets = new int[text.codePointCount(0, text.length()) + 1];
        int place = 0;
        for (int i = 0; i < offsets.length - 1; i++) {
            offsets[i] = place;
            place += Character.charCount(text.codePointAt(place));
        }
        offsets[offsets.length - 1] = place;
        return offsets;
    }
}
