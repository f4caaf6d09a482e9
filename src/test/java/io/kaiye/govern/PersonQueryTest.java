package io.kaiye.govern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PersonQueryTest {
    @Test
    void aTelephoneNumberAmongDecimalsIsFound() {
        PersonQuery query = Home.query("13812345678");
        assertTrue(query.rows().test(Map.of("phone", 13812345678.0)));
        assertFalse(query.rows().test(Map.of("phone", 13812345679.0)));
        assertTrue(Home.query("0.000012").rows().test(Map.of("share", 1.2E-5)));
        assertFalse(query.rows().test(Map.of("phone", Double.NaN)));
    }

    @Test
    void numbersAreReplacedInTheColumnsThatAreLookedIn() {
        PersonQuery query = new PersonQuery(List.of("42"), List.of("id", "price", "name"));
        Map<String, Object> row = Map.of("id", 42L, "price", 42.0, "name", "Bob 42", "age", 42L);
        assertEquals(
                Map.of("id", "43", "price", "43", "name", "Bob 43", "age", 42L),
                query.replacing("43").apply(row));
        Map<String, Object> other = Map.of("id", 421L, "price", 1.5, "name", "Bob");
        assertEquals(other, query.replacing("43").apply(other));
    }
}
