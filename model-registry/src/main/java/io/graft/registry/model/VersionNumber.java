package io.graft.registry.model;

import io.graft.kit.problem.Problem;
import java.util.Arrays;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A semantic version (semver.org 2.0.0) without build metadata, which would make two names for one rank.
///
/// @param preRelease what follows the `-`: `rc.1`; empty for a release
public record VersionNumber(int major, int minor, int patch, String preRelease) implements Comparable<VersionNumber> {

    public static final VersionNumber FIRST = new VersionNumber(1, 0, 0, "");

    private static final String NUMBER = "(0|[1-9][0-9]{0,8})";
    private static final String IDENTIFIER = "(?:0|[1-9][0-9]{0,8}|[0-9]*[A-Za-z-][0-9A-Za-z-]*)";
    private static final Pattern FORM = Pattern.compile(
            NUMBER + "\\." + NUMBER + "\\." + NUMBER + "(?:-(" + IDENTIFIER + "(?:\\." + IDENTIFIER + ")*))?");
    private static final int LONGEST = 64;
    private static final Comparator<VersionNumber> ORDER = Comparator.comparingInt(VersionNumber::major)
            .thenComparingInt(VersionNumber::minor)
            .thenComparingInt(VersionNumber::patch)
            .thenComparing(VersionNumber::preRelease, VersionNumber::comparePreReleases);

    public static VersionNumber parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (text.length() > LONGEST || !parts.matches()) {
            throw Problem.Invalid.of(
                    "version", "must be a semantic version like 1.2.0 or 2.0.0-rc.1, is '" + text + "'");
        }
        return new VersionNumber(
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)),
                parts.group(4) == null ? "" : parts.group(4));
    }

    /// What follows when nobody says otherwise.
    public VersionNumber nextMinor() {
        return new VersionNumber(major, minor + 1, 0, "");
    }

    public boolean isHigherThan(VersionNumber other) {
        return compareTo(other) > 0;
    }

    @Override
    public int compareTo(VersionNumber other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        String core = major + "." + minor + "." + patch;
        return preRelease.isEmpty() ? core : core + "-" + preRelease;
    }

    /// A release is above all its pre-releases; these compare identifier by identifier.
    private static int comparePreReleases(String one, String other) {
        if (one.isEmpty() || other.isEmpty()) {
            return Boolean.compare(one.isEmpty(), other.isEmpty());
        }
        return Arrays.compare(identifiers(one), identifiers(other), VersionNumber::compareIdentifiers);
    }

    private static String[] identifiers(String preRelease) {
        return preRelease.split("\\.", -1);
    }

    /// Numbers by value and below words, words by their characters.
    private static int compareIdentifiers(String one, String other) {
        boolean oneIsNumber = isNumber(one);
        boolean otherIsNumber = isNumber(other);
        if (oneIsNumber && otherIsNumber) {
            return Integer.compare(Integer.parseInt(one), Integer.parseInt(other));
        }
        return oneIsNumber == otherIsNumber ? one.compareTo(other) : Boolean.compare(otherIsNumber, oneIsNumber);
    }

    private static boolean isNumber(String identifier) {
        return identifier.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
