package io.kaiye.privacy;

/** Names of persons, firms and places in Chinese, and addresses, by lists and rules. */
final class HanScan {
    private HanScan() {}

    static void scan(Page page) {
        HanPlaces.scan(page);
        HanFirms.scan(page);
        HanPeople.scan(page);
    }
}
