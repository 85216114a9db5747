package io.graft.engine.hub;

import java.util.regex.Pattern;

/// An access token of the hub. Its text appears in no message and no log.
public record HubToken(String secret) {

    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]+");

    public HubToken {
        if (!VISIBLE.matcher(secret).matches()) {
            throw new IllegalArgumentException(
                    "the hub token (HF_TOKEN) must be visible ASCII characters without spaces");
        }
    }

    String authorization() {
        return "Bearer " + secret;
    }

    @Override
    public String toString() {
        return "HubToken[***]";
    }
}
