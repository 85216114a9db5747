package io.graft.kit.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.contracts.Page;
import io.graft.kit.problem.Problem;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PageRequestTest {

    @Test
    void following_the_tokens_shows_every_item_once() {
        List<Integer> all = IntStream.range(0, 5).boxed().toList();

        PageRequest first = PageRequest.of(2, null);
        Page<Integer> one = fetch(all, first);
        Page<Integer> two = fetch(all, PageRequest.of(2, one.nextPageToken()));
        Page<Integer> three = fetch(all, PageRequest.of(2, two.nextPageToken()));

        assertThat(one.items()).containsExactly(0, 1);
        assertThat(two.items()).containsExactly(2, 3);
        assertThat(three.items()).containsExactly(4);
        assertThat(three.nextPageToken()).isNull();
    }

    @Test
    void a_size_or_token_that_nobody_gave_out_is_named() {
        assertThatThrownBy(() -> PageRequest.of(501, null)).isInstanceOf(Problem.Invalid.class);
        assertThatThrownBy(() -> PageRequest.of(0, null)).isInstanceOf(Problem.Invalid.class);
        assertThatThrownBy(() -> PageRequest.of(null, "%%"))
                .isInstanceOfSatisfying(
                        Problem.Invalid.class,
                        invalid ->
                                assertThat(invalid.errors().getFirst().field()).isEqualTo("page_token"));
    }

    private static Page<Integer> fetch(List<Integer> all, PageRequest request) {
        List<Integer> fetched =
                all.stream().skip(request.offset()).limit(request.limit()).toList();
        return request.page(fetched, Function.identity());
    }
}
