package io.graft.kit.page;

import io.graft.contracts.Page;
import io.graft.kit.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Which page of a listing is asked for.
///
/// @param size   items at most, 1 to 500
/// @param offset items before the page
public record PageRequest(int size, int offset) {

    private static final int DEFAULT_SIZE = 50;
    private static final int MOST = 500;
    private static final String PREFIX = "o";

    /// From the query parameters `page_size` and `page_token`, both of which may be absent.
    public static PageRequest of(@Nullable Integer pageSize, @Nullable String pageToken) {
        int size = pageSize == null ? DEFAULT_SIZE : pageSize;
        if (size < 1 || size > MOST) {
            throw Problem.Invalid.of("page_size", "must be 1 to " + MOST + ", is " + size);
        }
        return new PageRequest(size, pageToken == null ? 0 : offset(pageToken));
    }

    /// What to fetch: one more than shown, to know whether there is a next page.
    public int limit() {
        return size + 1;
    }

    /// The page made of the items fetched with [#limit()] from [#offset()].
    public <F, T> Page<T> page(List<F> fetched, Function<F, T> view) {
        boolean more = fetched.size() > size;
        List<T> items = fetched.stream().limit(size).map(view).toList();
        return new Page<>(items, more ? token(offset + size) : null);
    }

    private static String token(int offset) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((PREFIX + offset).getBytes(StandardCharsets.US_ASCII));
    }

    private static int offset(String token) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII);
            if (text.startsWith(PREFIX)) {
                return Integer.parseUnsignedInt(text.substring(PREFIX.length()));
            }
        } catch (IllegalArgumentException e) {
            throw notOurs(token);
        }
        throw notOurs(token);
    }

    private static Problem.Invalid notOurs(String token) {
        return Problem.Invalid.of("page_token", "must be a next_page_token of this listing, is " + token);
    }
}
