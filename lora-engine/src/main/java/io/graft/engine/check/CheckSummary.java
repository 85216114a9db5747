package io.graft.engine.check;

/// How many comparisons were made, and how many of them were within their tolerance.
public record CheckSummary(int within, int cases) {

    static final CheckSummary NONE = new CheckSummary(0, 0);

    CheckSummary plus(CaseResult result) {
        return result.counts() ? new CheckSummary(within + (result.passed() ? 1 : 0), cases + 1) : this;
    }

    public boolean allWithin() {
        return within == cases;
    }

    /// The last line of a report.
    public String line() {
        return within + " of " + cases + " cases within tolerance";
    }
}
