package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.data.Column;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.Deidentification;
import io.kaiye.privacy.Action;
import io.kaiye.privacy.AesKey;
import io.kaiye.privacy.Deidentifier;
import io.kaiye.privacy.HashKey;
import io.kaiye.privacy.PersonalDataKind;
import io.kaiye.privacy.PseudonymScope;
import io.kaiye.privacy.TokenVault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which personal data is replaced, and by what. */
final class PrivacyOptions {
    static final String KEY_VARIABLE = "KAIYE_PRIVACY_KEY";
    private static final List<String> ACTIONS =
            List.of("mask", "drop", "hash", "pseudonym", "token", "keep");
    private static final String TOKEN = "token";

    @Option(
            names = "--kinds",
            paramLabel = "KINDS",
            split = ",",
            defaultValue = "all",
            description =
                    "all, identifiers (what has a form of its own), or kinds such as"
                            + " email,phone,person. Default: ${DEFAULT-VALUE}.")
    private List<String> kinds = new ArrayList<>();

    @Option(
            names = "--action",
            paramLabel = "ACTION",
            defaultValue = "pseudonym",
            description = "mask, drop, hash, pseudonym or token. Default: ${DEFAULT-VALUE}.")
    private String action = "";

    @Option(
            names = "--action-of",
            paramLabel = "KIND=ACTION",
            split = ",",
            description = "Another action for one kind; keep leaves it as it is.")
    private Map<String, String> actionOf = new LinkedHashMap<>();

    @Option(
            names = "--columns",
            paramLabel = "COLUMNS",
            split = ",",
            description =
                    "Columns to look through. Default: all of text but the label, and of numbers"
                            + " for identifiers.")
    private List<String> columns = new ArrayList<>();

    @Option(
            names = "--whole",
            paramLabel = "COLUMN=KIND",
            split = ",",
            description = "A column whose every value is personal data, such as Name=person.")
    private Map<String, String> whole = new LinkedHashMap<>();

    @Option(
            names = "--phone-regions",
            paramLabel = "COUNTRIES",
            split = ",",
            defaultValue = "US,GB,CN",
            description = "Where phone numbers need no country code. Default: ${DEFAULT-VALUE}.")
    private List<String> regions = new ArrayList<>();

    @Option(
            names = "--key-env",
            paramLabel = "VARIABLE",
            defaultValue = KEY_VARIABLE,
            description =
                    "Holds the key for hash and token, 32 bytes in base64. Default:"
                            + " ${DEFAULT-VALUE}.")
    private String keyVariable = "";

    @Option(
            names = "--vault",
            paramLabel = "FILE",
            description = "Encrypted file in which tokens and their values are kept.")
    private @Nullable Path vaultFile;

    /**
     * Columns of a table that hold no text and were not named, so that nobody looks there.
     *
     * @param seesNumbers true where columns of numbers are looked at
     */
    List<String> passedOver(DatasetVersion version, boolean seesNumbers) {
        return version.columns().orElse(List.of()).stream()
                .filter(column -> !column.type().equals("VARCHAR"))
                .filter(
                        column ->
                                !seesNumbers || !column.holdsNumbers() || isLabel(version, column))
                .map(Column::name)
                .filter(name -> !columns.contains(name) && !whole.containsKey(name))
                .toList();
    }

    private static boolean isLabel(DatasetVersion version, Column column) {
        return column.name().equals(version.settings().labelColumn());
    }

    /**
     * The vault of tokens, where one is named; refused where nothing becomes a token.
     *
     * @param saved false to leave the file alone
     */
    Optional<TokenVault> vault(boolean saved) {
        if (vaultFile != null
                && !action.equalsIgnoreCase(TOKEN)
                && actionOf.values().stream().noneMatch(TOKEN::equalsIgnoreCase)) {
            throw usage(
                    "--vault keeps tokens, and no kind has the action token. Add --action token or"
                            + " --action-of KIND=token, or leave --vault away.");
        }
        return Optional.ofNullable(vaultFile)
                .map(file -> vault(file, tokenKey(keyVariable), saved));
    }

    private static TokenVault vault(Path file, AesKey key, boolean saved) {
        return saved ? TokenVault.open(file, key) : TokenVault.unsaved(file, key);
    }

    Deidentification deidentification(Optional<TokenVault> vault) {
        String usual = action.toLowerCase(Locale.ROOT);
        Map<PersonalDataKind, String> words = new EnumMap<>(PersonalDataKind.class);
        kinds.forEach(word -> PersonalDataKind.named(word).forEach(k -> words.put(k, usual)));
        actionOf.forEach(
                (kind, word) ->
                        words.put(PersonalDataKind.of(kind), word.toLowerCase(Locale.ROOT)));
        Set<PersonalDataKind> sought = Set.copyOf(words.keySet());
        Map<String, PersonalDataKind> wholeKinds = new LinkedHashMap<>();
        whole.forEach((column, kind) -> wholeKinds.put(column, PersonalDataKind.of(kind)));
        wholeKinds.values().forEach(kind -> words.putIfAbsent(kind, usual));
        words.values().forEach(PrivacyOptions::check);
        words.values().removeIf("keep"::equals);
        Map<PersonalDataKind, Action> actions = new EnumMap<>(PersonalDataKind.class);
        Actions made = new Actions(vault);
        words.forEach((kind, word) -> actions.put(kind, made.of(word)));
        Deidentifier deidentifier = new Deidentifier(actions, sought, regions);
        return new Deidentification(deidentifier, wholeKinds, columns, recipe(words));
    }

    /** One scope, key and vault for all kinds, made when first needed. */
    private final class Actions {
        private final Optional<TokenVault> vault;
        private final Action pseudonym = new Action.Pseudonym(new PseudonymScope());

        Actions(Optional<TokenVault> vault) {
            this.vault = vault;
        }

        Action of(String word) {
            return switch (word) {
                case "mask" -> new Action.Mask();
                case "drop" -> new Action.Drop();
                case "hash" -> new Action.Hash(new HashKey(bytes(key())));
                case "token" ->
                        new Action.Token(
                                vault.orElseThrow(
                                        () ->
                                                usage(
                                                        "Tokens need a file to be kept in, apart"
                                                                + " from the data; add --vault"
                                                                + " FILE.")));
                default -> pseudonym;
            };
        }
    }

    private Map<String, Object> recipe(Map<PersonalDataKind, String> words) {
        Map<String, String> byKind = new TreeMap<>();
        words.forEach((kind, word) -> byKind.put(kind.word(), word));
        Map<String, Object> recipe = new LinkedHashMap<>();
        recipe.put("actions", byKind);
        recipe.put("columns", columns);
        recipe.put("whole", new TreeMap<>(whole));
        recipe.put("phoneRegions", regions);
        return recipe;
    }

    private String key() {
        return key(keyVariable);
    }

    /** The key that a variable of the environment holds. */
    private static String key(String variable) {
        String value = System.getenv(variable);
        if (value == null || value.isBlank()) {
            throw usage(
                    "hash and token need a key in the variable "
                            + variable
                            + " (--key-env names another). Make one and keep it safe:  export "
                            + variable
                            + "=$(openssl rand -base64 32)");
        }
        return value.strip();
    }

    /** The key for tokens in a variable of the environment. */
    static AesKey tokenKey(String variable) {
        return AesKey.ofBase64(key(variable), "The key in " + variable, ErrorCode.INVALID_ARGUMENT);
    }

    private byte[] bytes(String key) {
        try {
            return Base64.getDecoder().decode(key);
        } catch (IllegalArgumentException e) {
            throw usage(
                    "The key in "
                            + keyVariable
                            + " is not base64. Make one: openssl rand -base64 32");
        }
    }

    private static void check(String word) {
        if (!ACTIONS.contains(word)) {
            throw usage(
                    "There is no action \""
                            + word
                            + "\"; accepted: "
                            + String.join(", ", ACTIONS)
                            + ".");
        }
    }

    private static KaiyeException usage(String message) {
        return new KaiyeException(ErrorCode.INVALID_ARGUMENT, message);
    }
}
