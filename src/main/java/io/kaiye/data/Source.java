package io.kaiye.data;

/**
 * A file that was imported.
 *
 * @param role "all" for a file that was split here, else "train", "valid" or "test"
 * @param file its name without folders
 * @param bytes its size as it lies on the disk
 * @param sha256 of those bytes
 * @param format "csv", "tsv", "jsonl", "parquet", "xlsx" or "folder"
 * @param encoding "utf-8", "gb18030", "windows-1252" or "utf-16"
 * @param rows that were taken
 */
public record Source(
        String role,
        String file,
        long bytes,
        String sha256,
        String format,
        String encoding,
        int rows) {
    Source withRows(int counted) {
        return new Source(role, file, bytes, sha256, format, encoding, counted);
    }
}
