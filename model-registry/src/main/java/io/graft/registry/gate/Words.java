package io.graft.registry.gate;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Numbers as a person reads them.
final class Words {

    private static final int DIGITS = 4;

    private Words() {}

    /// Four decimals at most, unless that would hide a difference from nothing.
    static String number(BigDecimal value) {
        BigDecimal rounded = value.setScale(DIGITS, RoundingMode.HALF_UP);
        boolean hides = rounded.signum() == 0 && value.signum() != 0;
        BigDecimal shown = (hides ? value : rounded).stripTrailingZeros();
        return shown.signum() == 0 ? "0" : shown.toPlainString();
    }

    static String value(String metric, double value) {
        return metric + " " + number(BigDecimal.valueOf(value));
    }

    /// `0.443 below champion's `, to be followed by the number that was compared with.
    static String distance(BigDecimal difference, String what) {
        return switch (difference.signum()) {
            case 0 -> "equal to " + what;
            case 1 -> number(difference) + " above " + what;
            default -> number(difference.negate()) + " below " + what;
        };
    }
}
