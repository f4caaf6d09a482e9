package io.kaiye.cli;

import io.kaiye.store.DatabaseAddress;
import java.nio.file.Path;

/** Opens the rooms on a home folder and its database. */
@FunctionalInterface
public interface WorkbenchFactory {
    Workbench open(Path home, DatabaseAddress database);
}
