package io.kaiye.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AddressGuardTest {
    private static final String TABLE =
            """
            8.8.8.8                  public
            1.1.1.1                  public
            172.15.255.255           public
            172.32.0.1               public
            100.63.0.1               public
            192.0.1.1                public
            2606:4700::1111          public
            2a00:1450:4001::200e     public
            ::ffff:8.8.8.8           public
            64:ff9b::8.8.8.8         public
            2002:0808:0808::1        public
            0.0.0.0                  closed
            0.1.2.3                  closed
            127.0.0.1                closed
            127.255.0.1              closed
            10.0.0.1                 closed
            172.16.0.1               closed
            172.31.255.255           closed
            192.168.1.1              closed
            169.254.169.254          closed
            100.64.0.1               closed
            100.127.255.255          closed
            192.0.0.1                closed
            192.0.2.1                closed
            198.18.0.1               closed
            198.51.100.1             closed
            203.0.113.1              closed
            224.0.0.1                closed
            240.0.0.1                closed
            255.255.255.255          closed
            ::                       closed
            ::1                      closed
            ::ffff:127.0.0.1         closed
            ::ffff:169.254.169.254   closed
            ::127.0.0.1              closed
            64:ff9b::10.0.0.1        closed
            64:ff9b:1::1             closed
            2002:7f00:0001::1        closed
            2001:0:1:2::3            closed
            2001:db8::1              closed
            fe80::1                  closed
            fec0::1                  closed
            fc00::1                  closed
            fd12:3456::1             closed
            ff02::1                  closed
            """;

    @Test
    void onlyAddressesOfThePublicInternetArePublic() throws Exception {
        Map<String, String> expected = new LinkedHashMap<>();
        Map<String, String> actual = new LinkedHashMap<>();
        for (String line : TABLE.lines().toList()) {
            String[] row = line.split(" +", -1);
            InetAddress address = InetAddress.getAllByName(row[0])[0];
            expected.put(row[0], row[1]);
            actual.put(row[0], AddressGuard.isPublic(address) ? "public" : "closed");
        }
        assertEquals(expected, actual);
    }
}
