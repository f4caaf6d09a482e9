package io.kaiye.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {
    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://db.example/kaiye?user=ann&password=s3cret,"
                + " jdbc:postgresql://db.example:5432/kaiye?user=ann",
        "jdbc:postgresql://db:6000/kaiye?password=s3cret&user=ann&sslmode=require,"
                + " jdbc:postgresql://db:6000/kaiye?user=ann",
        "'jdbc:postgresql://one,two:6000/kaiye?user=ann&password=s3cret',"
                + " 'jdbc:postgresql://one:5432,two:6000/kaiye?user=ann'",
    })
    void itsTextHasNoPassword(String url, String text) {
        assertEquals(text, DatabaseAddress.parse(url).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "postgres://ann:s3cret@db/kaiye",
                "jdbc:postgresql://ann:s3cret@db/kaiye",
                "jdbc:postgresql://db:port/kaiye?user=ann&password=s3cret",
                "jdbc:mysql://db/kaiye?user=ann&password=s3cret",
                "jdbc:postgresql//db/kaiye?password=s3cret",
            })
    void anythingElseIsRefusedWithoutItsPassword(String url) {
        KaiyeException refused =
                assertThrows(KaiyeException.class, () -> DatabaseAddress.parse(url));
        assertEquals(ErrorCode.INVALID_ARGUMENT, refused.code());
        assertFalse(refused.getMessage().contains("s3cret"), refused.getMessage());
    }

    @Test
    void aTextThatHoldsAnAddressIsMasked() {
        assertEquals(
                "no option --databse=jdbc:postgresql://db/k?user=a&password=***",
                DatabaseAddress.masked(
                        "no option" + " --databse=jdbc:postgresql://db/k?user=a&password=x y&z"));
        assertEquals(
                "postgres://ann:***@db/k", DatabaseAddress.masked("postgres://ann:s3cret@db/k"));
    }
}
