package io.graft.gateway.route;

import io.graft.contracts.ProblemDetail.FieldError;
import io.graft.contracts.inference.InferenceApi.Route;
import io.graft.contracts.inference.InferenceApi.Share;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Which versions answer for a model, and which part of the requests each of them gets.
///
/// A request falls into one of [#BUCKETS] buckets; the shares take the buckets in their order. As long as a change
/// keeps the order, a bucket changes its version only where the change of weights demands it.
///
/// @param revision rises with every change
public record TrafficSplit(String model, List<Share> shares, long revision) {

    public static final int BUCKETS = 100;

    private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final int MOST_SHARES = 20;

    public TrafficSplit {
        shares = List.copyOf(shares);
    }

    /// The version that answers the requests of a bucket.
    public String versionOf(int bucket) {
        int end = 0;
        for (Share share : shares) {
            end += share.weight();
            if (bucket < end) {
                return share.version();
            }
        }
        throw new IllegalStateException("bucket " + bucket + " of " + model + " has no version in " + shares);
    }

    public Route toRoute() {
        return new Route(model, shares, revision);
    }

    /// What is wrong with a wanted route, by field; empty if nothing is.
    static List<FieldError> faults(String model, List<Share> shares) {
        List<FieldError> faults = new ArrayList<>();
        if (!MODEL.matcher(model).matches()) {
            faults.add(new FieldError("model", "must match " + MODEL.pattern() + ", is " + model));
        }
        if (shares.isEmpty() || shares.size() > MOST_SHARES) {
            faults.add(new FieldError("shares", "must be 1 to " + MOST_SHARES + ", are " + shares.size()));
            return faults;
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < shares.size(); i++) {
            checkShare("shares[" + i + "]", shares.get(i), seen, faults);
        }
        int sum = shares.stream().mapToInt(Share::weight).sum();
        if (sum != BUCKETS) {
            faults.add(new FieldError("shares", "weights must sum to " + BUCKETS + ", sum to " + sum));
        }
        return faults;
    }

    private static void checkShare(String field, Share share, Set<String> seen, List<FieldError> faults) {
        if (share.version() == null
                || share.version().isBlank()
                || share.version().contains("@")) {
            faults.add(new FieldError(field + ".version", "must be a version like 1.2.0, is " + share.version()));
        } else if (!seen.add(share.version())) {
            faults.add(new FieldError(field + ".version", "must not be there twice: " + share.version()));
        }
        if (share.weight() < 0 || share.weight() > BUCKETS) {
            faults.add(new FieldError(field + ".weight", "must be from 0 to 100, is " + share.weight()));
        }
    }
}
