// SPDX-License-Identifier: Apache-2.0
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Checks an international bank account number by its length and its check digits (ISO 13616, ISO 7064 mod 97-10) before
 * anybody tries to pay to it. Handler: {@code IbanCheck::check}. Event: {@code {"iban": "GB82 WEST 1234 5698 7654 32"}}.
 */
public class IbanCheck {

    private static final int SHORTEST = 15;
    private static final int LONGEST = 34;
    private static final int MODULUS = 97;

    public Map<String, Object> check(Map<String, Object> event) {
        if (!(event.get("iban") instanceof String text)) {
            throw new IllegalArgumentException("the event has no text named iban");
        }
        String iban = text.replaceAll("\\s", "").toUpperCase();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("iban", iban.replaceAll("(.{4})(?!$)", "$1 "));
        answer.put("valid", isValid(iban));
        if (iban.length() >= 2) {
            answer.put("country", iban.substring(0, 2));
        }
        return answer;
    }

    private static boolean isValid(String iban) {
        return iban.length() >= SHORTEST
                && iban.length() <= LONGEST
                && iban.matches("[A-Z]{2}[0-9]{2}[A-Z0-9]+")
                && remainder(iban.substring(4) + iban.substring(0, 4)) == 1;
    }

    /** Letters count as two digits, A as 10 to Z as 35. */
    private static int remainder(String rearranged) {
        int remainder = 0;
        for (char c : rearranged.toCharArray()) {
            int value = Character.digit(c, 36);
            remainder = (remainder * (value < 10 ? 10 : 100) + value) % MODULUS;
        }
        return remainder;
    }
}
