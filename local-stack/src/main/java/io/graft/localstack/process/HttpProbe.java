package io.graft.localstack.process;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/// Ready when a GET of the address answers 200. Says no to everything else, be it a refusal or a delay.
public record HttpProbe(URI address) implements Probe {

    private static final int TIMEOUT_MILLIS = 2000;

    public static HttpProbe of(int port, String path) {
        return new HttpProbe(URI.create("http://127.0.0.1:" + port + path));
    }

    @Override
    public boolean ready() {
        try {
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }
}
