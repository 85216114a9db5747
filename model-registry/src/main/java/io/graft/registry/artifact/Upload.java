package io.graft.registry.artifact;

import io.graft.kit.problem.Problem;
import java.util.Optional;
import java.util.OptionalLong;

/// What is known of an upload before its bytes arrive.
///
/// @param digest promised by the sender
/// @param size   from `Content-Length`; absent for a chunked body
record Upload(Optional<Digest> digest, OptionalLong size) {

    /// @throws Problem.Malformed when the sender stopped early
    /// @throws Problem.Invalid   when other bytes arrived than promised
    void check(Digest arrived, long bytes) {
        if (size.isPresent() && size.getAsLong() != bytes) {
            throw new Problem.Malformed("the body ended after " + bytes + " of " + size.getAsLong() + " bytes");
        }
        digest.filter(promised -> !promised.equals(arrived)).ifPresent(promised -> {
            throw Problem.Invalid.of("digest", "is " + promised + ", but the " + bytes + " bytes make " + arrived);
        });
    }
}
